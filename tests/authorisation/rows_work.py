"""Lessons, worksheets, reviews, certificates: the rows of floors 2 to 4."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from coursesite.cohorts.models import Enrolment
from modules.advice.models import AdviceRequest
from modules.progress.models import Attempt
from step_guides.reviews.form_keys import form_key
from step_guides.reviews.models import ReadingLink, Review
from step_guides.reviews.pieces import marks, pieces_of
from tests.authorisation.places import Place, as_draft, as_made, in_team, unclaimed, validated
from tests.authorisation.rows_people import ANYBODY, FOLLOWERS, OFFICERS, SIGNED_IN
from tests.authorisation.table import Row, grants
from tests.modules.course import SORT_RIGHT
from tests.modules.open_kinds import rewrite_exercise
from tests.step_guides.guide.tools import make_tool

MEMBERS, TRAINERS, BOTH = grants("– org org – – – –"), grants("– – – coh – – –"), grants("– org org coh – – –")
TRAIN = grants("– – – all all all all")  # who trains, acts for a network or edits the site
LEARNERS, SHOWN = grants("– all all – – – –"), grants("– own org coh net – all")
OP = "5f0c1d7e-2f3a-4c55-9d0e-6f1f7c1f2a10"
SAVE = {"anchor": "field:title", "fields": {"text": "Un titre"}, "lock": 0, "op_id": OP}
PDF = {"format": "pdf"}
FACE, MINE, READ = "version to review", "worksheet", "version of members"


def _advice(place: Place) -> list:
    return [place.enrolment, "a-recrire"]


def _asked(place: Place) -> None:
    """Somebody asked for an opinion on what she wrote."""
    enrolment = Enrolment.objects.filter(public_id=place.enrolment).first()
    if enrolment is not None:
        kept = {"raw": 1, "maximum": 1, "success": True, "number": 1, "response": {"texts": {"one": "Mon texte"}, "checks": []}}
        text = rewrite_exercise("a-recrire")
        written = Attempt.objects.create(enrolment=enrolment, exercise=text, op_id=uuid4(), **kept)
        AdviceRequest.objects.create(attempt=written)


def _sheet(place: Place) -> list:
    return [place.worksheet]


def _tool(place: Place) -> None:
    make_tool()


def _version(place: Place) -> list:
    return [place.submission]


def _hint(place: Place) -> dict[str, Any]:
    code, anchor = place.hint
    return {"code": code, "anchor": anchor, "reason": "C’est voulu.", "do": ""}


def _round(place: Place) -> dict[str, Any]:
    today = timezone.localdate()
    when = {"opens_on": (today + timedelta(days=3)).isoformat(), "due_on": (today + timedelta(days=9)).isoformat(), "each": "2"}
    return {"kind": "priorities", "codes": ["D1", "D2", "D4"], **when}


def _link(place: Place) -> dict[str, Any]:
    ends_on = timezone.localdate() + timedelta(days=7)
    return {"op_id": OP, "label": "Nos financeurs", "places": ["sheet"], "ends_on": ends_on.isoformat()}


def _said(place: Place) -> dict[str, Any]:
    link = ReadingLink.objects.filter(public_id=place.reading).first()
    return {"form_token": form_key(link) if link else "", "ancre": "sheet", "name": "", "text": "C’est clair.", "confirmed": ""}


def agreement(place: Place) -> dict[str, str]:
    """« D'accord » with what the page shows of the other."""
    parts = Review.objects.filter(submission__public_id=place.submission, sent_at=None).exclude(trainer=place.trainer)
    return {"agreed": "1", "seen": marks(pieces_of(parts.select_related("trainer").prefetch_related("scores__criterion")))}


def _module(place: Place) -> list[str]:
    return ["module-3" if place.lesson == "partir" else "module-disparu"]


WORK = [
    Row("1", "Public page of the course: read", "wagtail_serve", "GET", "public", lambda p: ["modules/module-3/"], ANYBODY, sees=True),
    Row("1b", "Glossary: read", "glossary:index", "GET", "public", None, ANYBODY),
    Row("1c", "Glossary: read one word", "glossary:term", "GET", "word", lambda p: [p.term], ANYBODY, sees=True),
    Row("1d", "Tools to take away: list", "guide:tools", "GET", "public", None, ANYBODY),
    Row("1e", "Tools to take away: take a file", "guide:tool_file", "GET", "public", lambda p: ["grille", "odt"], ANYBODY, 409,
        before=_tool),  # 409: no worker has made it
    Row("1f", "Search: in what everybody reads", "search:everybody", "GET", "public", None, ANYBODY),
    Row("1g", "Search: in the lessons one may read too", "search:mine", "GET", "findings", None, SIGNED_IN),
    Row("2", "Lesson: read", "catalogue:unit", "GET", "lesson", lambda p: ["module-3", p.lesson], SIGNED_IN, sees=True),
    Row("2b", "Lesson: « Continuer »", "progress:complete", "POST", "lesson", lambda p: ["module-3", p.lesson], LEARNERS, 303),
    Row("2c", "Exercise: answer", "progress:answer", "POST", "lesson", lambda p: ["module-3", p.lesson, p.exercise], LEARNERS,
        data={"op": OP, "response": SORT_RIGHT, "begun": ""}, json=True),
    Row("2d", "Lesson: keep private notes", "progress:note", "POST", "lesson", lambda p: ["module-3", p.lesson], LEARNERS, 303, {"text": "Pour moi"}),
    Row("2e", "Lesson: say whether it was useful", "progress:opinion", "POST", "lesson", lambda p: ["module-3", p.lesson], LEARNERS, 303,
        {"useful": "yes", "comment": ""}),
    Row("2h", "Lesson: read its new version", "progress:new_version", "POST", "lesson", lambda p: ["module-3", p.lesson], LEARNERS, 303),
    Row("2i", "Track of trainers: read", "wagtail_serve", "GET", "training", lambda p: ["formateurs/partir/"], TRAIN, sees=True),
    Row("2j", "Track of trainers: « Continuer »", "training:complete", "POST", "training", lambda p: [p.lesson], TRAIN, 303),
    Row("2k", "Track of trainers: answer an exercise", "training:answer", "POST", "training", lambda p: [p.lesson, p.exercise], TRAIN,
        data={"op": OP, "response": SORT_RIGHT, "begun": ""}, json=True),
    Row("2f", "Short path of a module: read", "progress:short_path", "GET", "module", _module, SIGNED_IN, sees=True),
    Row("2g", "Short path of a module: followed", "progress:follow_short_path", "POST", "module", _module, LEARNERS, 303),
    Row("13l", "Cohort: see the days its modules open", "progress:openings", "GET", "cohort", lambda p: [p.cohort], FOLLOWERS),
    Row("13m", "Cohort: set the days its modules open", "progress:openings", "POST", "cohort", lambda p: [p.cohort], FOLLOWERS, 303),
    Row("13n", "Cohort: answers before and after, as a whole", "progress:cohort_before_after", "GET", "cohort", lambda p: [p.cohort], FOLLOWERS),
    Row("13o", "Cohort: answers before and after, as CSV", "progress:cohort_before_after_csv", "GET", "cohort", lambda p: [p.cohort], FOLLOWERS),
    Row("33g", "Text written again: ask for an opinion", "advice:ask", "POST", "lesson", lambda p: ["module-3", p.lesson, p.exercise], LEARNERS,
        409),  # nothing was written
    Row("33h", "Opinions asked for: list of those one may answer", "advice:waiting", "GET", "own progress", None, SIGNED_IN),
    Row("33i", "Opinion asked for: read", "advice:answer", "GET", "opinion asked for", _advice, TRAINERS, before=_asked),
    Row("33j", "Opinion asked for: answer", "advice:answer", "POST", "opinion asked for", _advice, TRAINERS, 303,
        {"text": "Dites qui.", "about": "1"}, before=_asked),
    Row("33d", "Exit survey: read its questions", "surveys:answer", "GET", "exit survey", None, LEARNERS),
    Row("33e", "Exit survey: send one's answers", "surveys:answer", "POST", "exit survey", None, LEARNERS, 409),  # the last module is not begun
    Row("33f", "Exit survey: answers of a cohort, as a whole", "surveys:of_cohort", "GET", "cohort", lambda p: [p.cohort], FOLLOWERS),
    Row("33c", "Own answers before and after: view", "progress:before_after", "GET", "own progress", None, SIGNED_IN),
    Row("33", "Own progress: view", "progress:overview", "GET", "own progress", None, SIGNED_IN),
    Row("33b", "Own progress: carry on where one stopped", "progress:resume", "GET", "own progress", None, SIGNED_IN, 302),

    Row("17", "Worksheet: edit the draft", "worksheets:autosave", "POST", MINE, _sheet, MEMBERS, data=SAVE, json=True, before=as_draft),
    Row("17b", "Worksheet: open, start", "worksheets:open", "POST", "worksheets of an organisation", lambda p: ["theorie-du-changement"],
        MEMBERS, 303, lambda p: {"structure": str(p.organisation), "ligne": ""}),
    Row("17c", "Worksheet: add an element or a link", "worksheets:add", "POST", MINE, _sheet, MEMBERS, 303,
        {"column": "outcome:short", "label": "Un effet", "source": "", "target": "", "assumption": ""}, before=as_draft),
    Row("17d", "Worksheet: edit an element", "worksheets:row", "POST", MINE, lambda p: [p.worksheet, p.node], MEMBERS, 303,
        {"kind": "activity", "label": "Un autre mot", "note": "", "audience": "", "horizon": "", "horizon_text": "", "final": "", "priority": "",
         "frequency": "", "duration": "", "place": "", "lock": "1", "do": "", "vue": ""}, before=as_draft),
    Row("17e", "Worksheet: undo", "worksheets:undo", "POST", MINE, _sheet, MEMBERS, {303, 409}, {"number": ""}, before=as_draft),
    Row("17f", "Worksheet: redo", "worksheets:redo", "POST", MINE, _sheet, MEMBERS, {303, 409}, {"number": ""}, before=as_draft),
    Row("17g", "Worksheet: set a remark aside", "worksheets:remark", "POST", MINE, _sheet, MEMBERS, 303, _hint, before=as_draft),
    Row("17h", "Worksheet: start with five questions", "worksheets:guided", "POST", MINE, _sheet, MEMBERS, 409, {"op_id": OP, "need": "Un besoin"},
        before=as_draft),
    Row("18", "Worksheet: view the draft", "worksheets:detail", "GET", MINE, _sheet, MEMBERS, sees=True),
    Row("18b", "Worksheet: remarks and diagram", "worksheets:panel", "GET", MINE, _sheet, MEMBERS),
    Row("18c", "Worksheet: print", "worksheets:print", "GET", MINE, _sheet, MEMBERS),
    Row("18d", "Worksheet: history", "worksheets:history", "GET", MINE, _sheet, MEMBERS),
    Row("18h", "Worksheet: keep a moment under a name", "worksheets:name_point", "POST", MINE, _sheet, MEMBERS, 303, {"name": "Un autre moment"}),
    Row("18i", "Worksheet: take a named moment away", "worksheets:remove_point", "POST", MINE, lambda p: [p.worksheet, p.point], MEMBERS, 303),
    Row("18j", "Worksheet: go back to a named moment", "worksheets:go_back", "POST", MINE, _sheet, MEMBERS, 303,
        lambda p: {"version": f"point-{p.point}", "seen": "1", "op_id": OP}, before=as_draft),
    Row("18e", "Worksheets: list of one's own", "worksheets:home", "GET", "worksheets", None, SIGNED_IN),
    Row("18f", "Worksheet: fictional example", "worksheets:example", "GET", "example", lambda p: ["theorie-du-changement"], SIGNED_IN),
    Row("18g", "Worksheet: export to another format", "worksheets:export", "GET", MINE, lambda p: [p.worksheet, "csv"], MEMBERS),
    Row("19", "Worksheet: send", "worksheets:send", "POST", MINE, _sheet, MEMBERS, 303, {"confirmed": "1"}, before=as_draft),
    Row("19b", "Worksheet: take back before review", "worksheets:withdraw", "POST", MINE, _sheet, MEMBERS, 303, before=unclaimed),
    Row("20a", "Version: read, as a member", "worksheets:submission", "GET", READ, _version, MEMBERS, sees=True),
    Row("20b", "Version: read, as a trainer", "reviews:detail", "GET", FACE, _version, TRAINERS, sees=True),
    Row("29", "Document of a worksheet: ask", "worksheets:paper_of_sheet", "POST", MINE, _sheet, MEMBERS, 303, PDF),
    Row("29b", "Document of a version: ask", "worksheets:paper_of_version", "POST", "document of a version", _version, BOTH, 303, PDF),
    Row("29c", "Dossier of an organisation: ask", "worksheets:paper_of_dossier", "POST", "organisation", lambda p: [p.organisation], MEMBERS, 303, PDF),
    Row("29d", "Dossier received by a cohort: ask", "worksheets:paper_of_received", "POST", "dossier received", lambda p: [p.organisation, p.cohort],
        TRAINERS, 303, PDF),
    Row("29e", "Document of a worksheet: see how far it is", "worksheets:paper", "GET", "document", lambda p: [p.paper], MEMBERS, sees=True),
    Row("29f", "Document of a worksheet: make it again", "worksheets:paper_again", "POST", "document", lambda p: [p.paper], MEMBERS, 303),
    Row("29g", "Document of a worksheet: download", "worksheets:paper_file", "GET", "document", lambda p: [p.paper], MEMBERS, before=as_made),
    Row("29h", "Document of a version: download", "worksheets:paper_file", "GET", "document of a version", lambda p: [p.paper_of_version], BOTH,
        before=as_made, sees=True),
    Row("29i", "Dossier received by a cohort: download", "worksheets:paper_file", "GET", "dossier received", lambda p: [p.paper_of_received], TRAINERS,
        before=as_made),
    Row("20c", "Answer to a version: read", "reviews:answer", "GET", "answer", _version, BOTH, before=validated, sees=True),
    Row("20d", "Versions to read: list", "reviews:queue", "GET", "queue", None, grants("– – – all – – –")),
    Row("20e", "Who reads what: figures a trainer", "reviews:workload", "GET", "workload", None, grants("– – – all all – all")),
    Row("20f", "Versions: compare two", "worksheets:compare", "GET", "versions of a sheet", _sheet, BOTH, sees=True),
    Row("21", "Worksheet: edit once it is sent", "worksheets:autosave", "POST", MINE, _sheet, MEMBERS, 409, SAVE, json=True),
    Row("21b", "Worksheet: send twice", "worksheets:send", "POST", MINE, _sheet, MEMBERS, {303, 409}, {"confirmed": "1"}),
    Row("22", "Peer review: schedule a round", "reviews:peer_rounds", "POST", "cohort", lambda p: [p.cohort], grants("– – – coh net – all"), 303,
        _round),
    Row("22b", "Peer review: cancel a round", "reviews:cancel_round", "POST", "round", lambda p: [p.peer_round], grants("– – – coh net – all"), 303),
    Row("22c", "Peer review: withdraw one's organisation", "reviews:withdraw_from_round", "POST", "taking part", lambda p: [p.peer_round], MEMBERS,
        303, lambda p: {"structure": str(p.organisation)}),
    Row("22d", "Peer review: own readings, opinions received", "reviews:peers", "GET", "peers", None, SIGNED_IN),
    Row("23", "Peer review: read a version, give an opinion", "reviews:peer_reading", "POST", "peer reading", lambda p: [p.peer_reading],
        grants("– own – – – – –"), 303, {"do": "keep", "lock": "0", "strength": "Clair", "suggestion": ""}),
    Row("23a", "Peer review: say whether an opinion was useful", "reviews:judge_opinion", "POST", "opinion", lambda p: [p.opinion], MEMBERS, 303,
        {"useful": "yes", "word": "Merci"}),
    Row("23b", "Reading link: read the worksheet", "reading:sheet", "GET", "reading", lambda p: [p.reading_token], ANYBODY, sees=True),
    Row("23c", "Reading link: comment", "reading:comment", "POST", "reading", lambda p: [p.reading_token], ANYBODY, 303, _said),
    Row("23d", "Reading link: make one", "reviews:reading_links", "POST", MINE, _sheet, MEMBERS, 200, _link),
    Row("23e", "Reading link: withdraw", "reviews:withdraw_link", "POST", "reading link", lambda p: [p.reading], MEMBERS, 303),
    Row("23f", "Comment of a stakeholder: settle, remove", "reviews:heard", "POST", "heard", lambda p: [p.heard], MEMBERS, 303,
        {"state": "addressed", "reason": "", "next": ""}),
    Row("24", "Review: claim", "reviews:claim", "POST", FACE, _version, TRAINERS, 303, before=unclaimed),
    Row("24b", "Review: rubric", "reviews:scores", "POST", FACE, _version, TRAINERS, 303),
    Row("24c", "Review: letter", "reviews:letter", "POST", FACE, _version, TRAINERS, 303, {"letter": "Bonjour", "next_step": "Préciser"}),
    Row("24d", "Review: remark", "reviews:comment", "POST", FACE, _version, TRAINERS, 303,
        {"anchor": "sheet", "kind": "question", "text": "Pour qui ?", "ready": ""}),
    Row("24e", "Review: edit a remark not sent", "reviews:edit_comment", "POST", "remark", lambda p: [p.remark], TRAINERS, 303,
        {"kind": "question", "text": "Pour qui, au juste ?", "ready": ""}),
    Row("24f", "Review: take back a remark not sent", "reviews:delete_comment", "POST", "remark", lambda p: [p.remark], TRAINERS, 303),
    Row("24g", "Review: return, validate", "reviews:confirm", "POST", FACE, lambda p: [p.submission, "valider"], TRAINERS, 422),
    Row("24h", "Review: decide twice", "reviews:confirm", "POST", FACE, lambda p: [p.submission, "a-reprendre"], TRAINERS, 409, before=validated),
    Row("24i", "Review: take over from another trainer", "reviews:take_over", "POST", FACE, _version, TRAINERS, 303),
    Row("24j", "Review: entrust to another trainer", "reviews:hand_over", "POST", FACE, _version, TRAINERS, 303, lambda p: {"to": p.trainer}),
    Row("24k", "Review: invite to answer together", "reviews:invite", "POST", FACE, _version, TRAINERS, 303, lambda p: {"to": p.partner}, before=in_team),
    Row("24l", "Review: agree with the others", "reviews:agree", "POST", FACE, _version, TRAINERS, 303, agreement, before=in_team),
    Row("24m", "Review: leave the answer to the others", "reviews:leave", "POST", FACE, _version, TRAINERS, 303, before=in_team),
    Row("25", "Worksheet: reopen, with a reason", "worksheets:reopen", "POST", MINE, _sheet, MEMBERS, 303, {"reason": "Elle a changé."},
        before=validated),
    Row("25b", "Worksheet: reopen an answered version, with a reason", "reviews:reopen", "POST", FACE, _version, TRAINERS, 303,
        {"reason": "Elle a changé."}, before=validated),
    Row("26", "Thread: read", "reviews:thread", "GET", "thread", lambda p: [p.thread], BOTH, sees=True),
    Row("26b", "Thread: reply", "reviews:reply", "POST", "thread", lambda p: [p.thread], BOTH, 303, {"text": "Merci.", "next": ""}),
    Row("26c", "Thread: open again", "reviews:settle", "POST", "thread", lambda p: [p.thread], BOTH, 303, {"state": "open", "reason": ""}),
    Row("26d", "Thread: mark addressed", "reviews:settle", "POST", "thread", lambda p: [p.thread], MEMBERS, 303, {"state": "addressed", "reason": ""}),
    Row("26e", "Thread: mark resolved", "reviews:settle", "POST", "thread", lambda p: [p.thread], TRAINERS, 303, {"state": "resolved", "reason": ""}),
    Row("26f", "« Demander de l'aide » on a draft", "reviews:ask", "POST", MINE, _sheet, MEMBERS, 303, {"text": "Comment faire ?", "ancre": "sheet"},
        before=as_draft),
    Row("27", "Private note of trainers: write", "reviews:note", "POST", FACE, _version, TRAINERS, 303, {"text": "À revoir ensemble."}),

    Row("36a", "Certificate: see who is ready", "certificates:eligibility", "GET", "cohort", lambda p: [p.cohort], OFFICERS),
    Row("36b", "Certificate: issue", "certificates:issue", "POST", "enrolment", lambda p: [p.enrolment, p.achievement], OFFICERS, 303, {"seen": ""}),
    Row("36c", "Certificate: say who issues", "certificates:issuer", "POST", "cohort", lambda p: [p.cohort], OFFICERS, 303,
        {"legal_name": "Réseau", "place": "Nantes", "function": "Direction", "name": ""}),
    Row("36e", "Certificate: offer those of the whole course", "certificates:offer", "POST", "cohort", lambda p: [p.cohort], OFFICERS, {303, 409}),
    Row("36d", "Certificate: preview", "certificates:preview", "GET", "enrolment", lambda p: [p.enrolment, p.achievement], OFFICERS, 303),
    Row("37", "Certificate: download", "certificates:download", "GET", "certificate", lambda p: [p.certificate], SHOWN, {200, 202}, sees=True),
    Row("37b", "Certificate: page", "certificates:detail", "GET", "certificate", lambda p: [p.certificate], SHOWN),
    Row("37c", "Own certificates: list", "certificates:mine", "GET", "own certificates", None, SIGNED_IN),
    Row("37d", "Certificate: choose what verification shows", "certificates:visibility", "POST", "certificate", lambda p: [p.certificate],
        grants("– own – – – – –"), 303, {"visibility": "initials"}),
    Row("38", "Certificate: revoke", "certificates:revoke", "POST", "certificate", lambda p: [p.certificate], OFFICERS, 303,
        {"reason": "Erreur de nom", "note": "Pour nous"}),
    Row("39", "Certificate: verify by code", "verification:certificate", "GET", "code", lambda p: [p.code], ANYBODY, sees=True),
    Row("40", "Evidence file of a learner: ask, see how far it is", "evidence:learner", "POST", "evidence of a learner", lambda p: [p.enrolment],
        grants("– own – – net – all"), 303),
    Row("40b", "Evidence file of an organisation: ask, see how far it is", "evidence:organisation", "POST", "evidence of an organisation",
        lambda p: [p.organisation], grants("– – org – net – all"), 303),
    Row("40c", "Evidence file: download", "evidence:download", "GET", "evidence", lambda p: [p.evidence, "zip"], grants("– own – – – – –"), 409,
        sees=True),
]  # fmt: skip
