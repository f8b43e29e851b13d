"""Accounts, organisations, cohorts, dashboards, traces: the rows of floor 1."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from coursesite.cohorts.models import Cohort
from tests.authorisation.places import Place, long_sent, paused, set_aside
from tests.authorisation.table import Row, grants

OFFICERS, MANAGERS, SITE = grants("– – – – net – all"), grants("– – org – net – all"), grants("– – – – – – all")
SIGNED_IN, ANYBODY, HOLDER = grants("– all all all all all all"), grants("all all all all all all all"), grants("all – – – – – –")
FOLLOWERS = grants("– – – coh net – all")
ACTING = grants("– – – – all – all")  # for a network, whichever


def _file(place: Place) -> dict[str, Any]:
    lines = "structure;ville;secteur;nom;courriel\r\nLa Halte;Nantes;justice;Rémi Halte;remi@halte.example\r\n"
    return {"file": SimpleUploadedFile("structures.csv", lines.encode(), "text/csv")}


def _more_time(place: Place) -> dict[str, Any]:
    cohort = Cohort.objects.get(public_id=place.cohort) if place.rest else None
    person = cohort.enrolments.earliest("pk").pk if cohort else 0
    until = cohort.ends_on + timedelta(days=20) if cohort else date(2027, 1, 1)
    return {"delai-enrolment": str(person), "delai-until": until.isoformat(), "delai-reason": "Une absence"}


COHORT = {
    "name": "Promotion revue",
    "starts_on": "2026-09-01",
    "ends_on": "2027-06-30",
    "track": "accompanied",
    "read_in_pairs": "on",
}
PROGRAMME = {
    "name": "Programme revu",
    "months": "9",
    "objectives": "Un objectif",
    "review_days": "5",
    "message_days": "2",
    "quiet_days": "14",
    "quiet_reminders": "2",
}
PROFILE = {"name": "Maison revue", "city": "Nantes", "sector": "justice"}
ACCOUNT = {"full_name": "Nadia Nouvelle", "function": "éducatrice", "password": "une phrase assez longue"}
DESTINATION = {"name": "Autre", "endpoint": "http://127.0.0.1:9/xapi", "version": "1.0.3", "username": "jalons", "password": "secret", "active": "on"}  # fmt: skip
TOLD = dict.fromkeys(["answers", "exchanges", "to_read", "late", "resume"], "daily")
PERSON = {"full_name": "Nom revu", "function": "Fonction revue", "language": "fr"}

PEOPLE = [
    Row("11", "Cohort: roster", "cohorts:detail", "GET", "cohort", lambda p: [p.cohort], grants("– coh coh coh net – all"), sees=True),
    Row("11b", "Cohorts: list of those one may see", "cohorts:list", "GET", "cohorts", None, SIGNED_IN),
    Row("13", "Cohort: edit", "cohorts:edit", "POST", "cohort", lambda p: [p.cohort], OFFICERS, 303, COHORT),
    Row("13h", "Cohort: calendar", "cohorts:timetable", "GET", "cohort", lambda p: [p.cohort], FOLLOWERS),
    Row("13i", "Cohort: declare a break", "cohorts:declare_break", "POST", "cohort", lambda p: [p.cohort], FOLLOWERS, 303,
        {"pause-enrolment": "", "pause-starts_on": "2026-12-21", "pause-ends_on": "2027-01-01"}),
    Row("13j", "Cohort: remove a break", "cohorts:remove_break", "POST", "cohort", lambda p: [p.cohort, p.rest], FOLLOWERS, 303),
    Row("13k", "Cohort: give a person more time", "cohorts:extend", "POST", "cohort", lambda p: [p.cohort], FOLLOWERS, 303, _more_time),
    Row("13b", "Cohort: export", "cohorts:export", "GET", "cohort", lambda p: [p.cohort], OFFICERS),
    Row("13c", "Cohort: open a new one", "cohorts:create", "GET", "officers", None, ACTING),
    Row("13d", "Programme: open a new one", "cohorts:programme_create", "GET", "officers", None, ACTING),
    Row("13e", "Programme: edit", "cohorts:programme_edit", "POST", "programme", lambda p: [p.programme], OFFICERS, 303, PROGRAMME),
    Row("13f", "Cohort: add an organisation", "cohorts:add_organisation", "POST", "cohort", lambda p: [p.cohort], OFFICERS, 303,
        {"name": "La Halte", "city": "Nantes", "sector": "justice", "full_name": "Rémi Halte", "email": "remi@halte.example"}),
    Row("13g", "Cohort: withdraw an organisation", "cohorts:withdraw_organisation", "POST", "cohort",
        lambda p: [p.cohort, p.organisation], OFFICERS, 303),
    Row("14", "Cohort: import a file of organisations", "cohorts:import", "POST", "cohort", lambda p: [p.cohort], OFFICERS, 303, _file),
    Row("14b", "Import: preview", "cohorts:import_preview", "GET", "cohort", lambda p: [p.cohort, p.waiting], OFFICERS),
    Row("14c", "Import: confirm", "cohorts:import_confirm", "POST", "cohort", lambda p: [p.cohort, p.waiting], OFFICERS, 303),
    Row("14d", "Import: abandon", "cohorts:import_abandon", "POST", "cohort", lambda p: [p.cohort, p.waiting], OFFICERS, 303),
    Row("15", "Cohort: assign a trainer", "cohorts:add_trainer", "POST", "cohort", lambda p: [p.cohort], OFFICERS, 303,
        {"email": "nouveau@formateur.example", "full_name": "Nils Nouveau", "kind": "field", "contribution": "decides"}),
    Row("15f", "Trainer: change the contribution", "cohorts:edit_assignment", "POST", "cohort", lambda p: [p.cohort, p.assignment], OFFICERS, 303,
        {"kind": "field", "contribution": "drafts"}),
    Row("15b", "Trainer: end an assignment", "cohorts:end_assignment", "POST", "cohort", lambda p: [p.cohort, p.assignment], OFFICERS, 303),
    Row("15c", "Trainer's invitation: send again", "cohorts:resend_to_trainer", "POST", "cohort",
        lambda p: [p.cohort, p.trainer_invitation], OFFICERS, 303, before=long_sent),
    Row("15d", "Trainer's invitation: cancel", "cohorts:revoke_trainer_invitation", "POST", "cohort",
        lambda p: [p.cohort, p.trainer_invitation], OFFICERS, 303),
    Row("15e", "Trainer's invitation: open, accept", "cohorts:join_as_trainer", "POST", "link", lambda p: [p.trainer_token], HOLDER, 303, ACCOUNT),
    Row("16a", "Organisation: page of its members", "organisations:detail", "GET", "organisation", lambda p: [p.organisation],
        grants("– org org – net – all"), sees=True),
    Row("16b", "Organisation: invite somebody", "organisations:invite", "POST", "organisation", lambda p: [p.organisation], MANAGERS, 303,
        {"full_name": "Ada Arrivée", "email": "ada@arrivee.example", "role": "member"}),
    Row("16c", "Organisation: edit the profile", "organisations:edit", "POST", "organisation", lambda p: [p.organisation], MANAGERS, 303, PROFILE),
    Row("16d", "Organisation: remove a member", "cohorts:remove_member", "POST", "organisation",
        lambda p: [p.organisation, p.colleague], MANAGERS, 303),
    Row("16e", "Invitation: send again", "organisations:resend", "POST", "organisation", lambda p: [p.invitation], MANAGERS, 303, before=long_sent),
    Row("16f", "Invitation: cancel", "organisations:revoke", "POST", "organisation", lambda p: [p.invitation], MANAGERS, 303),
    Row("16g", "Invitation: open, accept", "cohorts:join", "POST", "link", lambda p: [p.invitation_token], HOLDER, 303, ACCOUNT),
    Row("52", "Role of a member: change", "organisations:change_role", "POST", "organisation",
        lambda p: [p.organisation, p.colleague], MANAGERS, 303, {"role": "lead"}),

    Row("47", "Traces: list", "tracking:statements", "GET", "traces", None, SITE),
    Row("47b", "Trace: read one", "tracking:statement", "GET", "trace", lambda p: [p.statement], SITE),
    Row("47c", "Own traces: take away", "tracking:mine", "GET", "own traces", None, SIGNED_IN),
    Row("49", "Destinations of traces: list", "tracking:destinations", "GET", "destinations", None, SITE),
    Row("49b", "Destination: add", "tracking:destination_new", "GET", "destinations", None, SITE),
    Row("49c", "Destination: read, with what waits", "tracking:destination", "GET", "destination", lambda p: [p.destination], SITE, sees=True),
    Row("49d", "Destination: edit", "tracking:destination_edit", "POST", "destination", lambda p: [p.destination], SITE, {303, 422}, DESTINATION),
    Row("49e", "Destination: test the connection", "tracking:destination_test", "POST", "destination", lambda p: [p.destination], SITE, 303),
    Row("49f", "Destination: pause", "tracking:destination_pause", "POST", "destination", lambda p: [p.destination], SITE, 303),
    Row("49g", "Destination: resume", "tracking:destination_resume", "POST", "destination", lambda p: [p.destination], SITE, 303, before=paused),
    Row("49h", "Destination: send again what was refused", "tracking:destination_resend", "POST", "destination", lambda p: [p.destination], SITE,
        303, lambda p: {"delivery": str(p.delivery)}),
    Row("49i", "Destination: give up one trace", "tracking:destination_give_up", "POST", "destination",
        lambda p: [p.destination, p.delivery], SITE, 303, before=set_aside),
    Row("56", "Promised effects: list", "core:outbox", "GET", "effects", None, SITE),
    Row("56b", "Promised effects: try again", "core:outbox_retry", "POST", "effects", None, SITE, 303),

    Row("50", "Own account: read, edit", "accounts:me", "POST", "account", None, SIGNED_IN, 303, PERSON),
    Row("50b", "Own data: take away", "accounts:my_data", "GET", "account", None, SIGNED_IN),
    Row("50c", "Own account: sign out everywhere else", "accounts:sign_out_elsewhere", "POST", "account", None, SIGNED_IN, 303),
    Row("50d", "Own address: shown, not changed", "accounts:address", "GET", "account", None, SIGNED_IN, 302),
    Row("50e", "Own password: change", "account_change_password", "GET", "account", None, SIGNED_IN),
    Row("50f", "Second factor: set up", "mfa_activate_totp", "GET", "account", None, SIGNED_IN, {200, 302}),
    Row("58", "Own messages: list", "notifications:list", "GET", "own messages", None, SIGNED_IN),
    Row("58b", "Message: mark as read", "notifications:read", "POST", "message", lambda p: [p.message], grants("– own – – – – –"), 303),
    Row("58c", "Own messages: mark all as read", "notifications:all_read", "POST", "own messages", None, SIGNED_IN, 303),
    Row("58d", "Own messages: choose how one is told", "notifications:preferences", "POST", "own messages", None, SIGNED_IN, 303, TOLD),
    Row("57", "Dashboard", "dashboards:home", "GET", "dashboards", None, SIGNED_IN),
    Row("57b", "Dashboard of a participant", "dashboards:audience", "GET", "dashboard", lambda p: ["parcours"], grants("– all all – – – –")),
    Row("57c", "Dashboard of a trainer", "dashboards:audience", "GET", "dashboard", lambda p: ["accompagnement"], grants("– – – all – – –")),
    Row("57d", "Dashboard of a network", "dashboards:audience", "GET", "dashboard", lambda p: ["reseau"], ACTING),
    Row("57e", "Dashboard of an editor", "dashboards:audience", "GET", "dashboard", lambda p: ["contenus"], grants("– – – – – all –")),
    Row("57f", "Dashboard of the site", "dashboards:audience", "GET", "dashboard", lambda p: ["administration"], SITE),
]  # fmt: skip
