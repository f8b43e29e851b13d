from __future__ import annotations

from datetime import timedelta

import time_machine
from django.utils import timezone

from coursesite.organisations.models import Membership
from coursesite.tracking import vocabulary as v
from coursesite.tracking.models import Statement
from coursesite.tracking.record import statement_id
from modules.progress.models import SharedRequirement
from step_guides.worksheets import actions
from step_guides.worksheets.models import Worksheet
from tests.people import World
from tests.step_guides.worksheets.factories import fill, validated
from tests.step_guides.worksheets.theories import sound


def verbs() -> list[str]:
    return [v.VERBS_BY_IRI[one.verb].name for one in Statement.objects.order_by("timestamp", "verb")]


def of(verb: v.Verb) -> dict:
    return Statement.objects.get(verb=verb.iri).body


def test_the_whole_story_is_traced_once(world: World, sheet: Worksheet):
    assert verbs() == ["created"]
    fill(sheet, sound(), by=world.amina)
    assert verbs() == ["created", "edited"]
    submission = actions.submit(sheet, by=world.amina)
    actions.submit(sheet, by=world.amina)
    actions.claim(submission, by=world.luc)
    actions.claim(submission, by=world.maud)
    actions.send_back(submission, by=world.luc)
    assert sorted(verbs()) == ["created", "edited", "returned", "reviewed", "submitted"]
    title = actions.edit_row(sheet, "field:title", {"text": "Titre"}, lock=0, by=world.amina)
    actions.edit_row(sheet, "field:title", {"text": "Autre"}, lock=title.lock, by=world.amina)
    assert verbs().count("updated") == 1
    second = actions.submit(sheet, by=world.amina)
    actions.claim(second, by=world.maud)
    actions.validate(second, by=world.maud)
    counts = {name: verbs().count(name) for name in set(verbs())}
    assert counts == {
        "created": 1,
        "edited": 1,
        "updated": 1,
        "submitted": 2,
        "reviewed": 2,
        "returned": 1,
        "approved": 1,
        "passed": 2,
    }


def test_statements_answer_one_another(world: World, sheet: Worksheet):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.claim(submission, by=world.luc)
    actions.send_back(submission, by=world.luc)
    actions.add_node(sheet, "need", {"label": "x"}, by=world.bilal)
    sent, returned, updated = of(v.SUBMITTED), of(v.RETURNED), of(v.UPDATED)
    assert returned["context"]["statement"]["id"] == sent["id"]
    assert updated["context"]["statement"]["id"] == returned["id"]
    assert returned["result"] == {"success": False}
    assert (sent["context"]["revision"], updated["context"]["revision"]) == ("1", "2")
    assert sent["context"]["registration"] == str(submission.enrolment.registration)
    assert sent["context"]["team"]["account"]["name"] == f"promotion/{world.cohort.trace_id}"
    assert str(sheet.trace_id) in sent["object"]["id"] and str(sheet.public_id) not in str(sent)
    assert sent["id"] == str(statement_id(world.amina, f"worksheets.submission/{submission.pk}/submitted"))


def test_a_withdrawal_is_traced(world: World, sheet: Worksheet):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.withdraw(sheet, by=world.bilal)
    assert of(v.RETRACTED)["context"]["statement"]["id"] == str(
        statement_id(world.amina, f"worksheets.submission/{submission.pk}/submitted")
    )


def test_validation_counts_for_each_enrolled_person(world: World):
    validated(world.passerelle, by=world.amina, trainer=world.luc)
    passed = Statement.objects.filter(verb=v.PASSED.iri)
    assert passed.count() == 2
    body = passed.first().body
    assert body["object"]["id"].endswith("/worksheet-template/theory-of-change")
    assert body["context"]["contextActivities"]["parent"][0]["id"].endswith("/module/module-3")
    assert body["context"]["statement"]["id"] == of(v.APPROVED)["id"]


def test_one_trace_an_editing_session(world: World, sheet: Worksheet):
    start = timezone.now()
    lock = 0
    for minutes in (0, 10, 39, 70, 99):  # the fourth comes 31 minutes after the third
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            lock = actions.edit_row(sheet, "field:scope", {"text": f"Texte {minutes}"}, lock=lock, by=world.amina).lock
    assert Statement.objects.filter(verb=v.EDITED.iri).count() == 2
    assert all(
        isinstance(one.body["result"]["extensions"][v.PROGRESS], int) for one in Statement.objects.filter(verb=v.EDITED.iri)
    )


def test_saving_meets_the_requirement_of_the_module(world: World, sheet: Worksheet):
    assert not SharedRequirement.objects.exists()
    actions.edit_row(sheet, "field:title", {"text": "Un"}, lock=0, by=world.bilal)
    (met,) = SharedRequirement.objects.all()
    assert (met.organisation, met.key) == (world.passerelle, "theory-of-change:saved")


def test_no_word_of_the_sheet_is_in_a_trace(world: World, sheet: Worksheet):
    fill(sheet, sound(), by=world.amina)
    submission = actions.submit(sheet, by=world.amina)
    actions.claim(submission, by=world.luc)
    actions.validate(submission, by=world.luc)
    whole = " ".join(str(one.body) for one in Statement.objects.all())
    texts = [node["label"] for node in sound()["nodes"]] + [link["assumption"] for link in sound()["links"] if link["assumption"]]
    for word in [*texts, "Amina", "Haddad", "Luc", "Passerelle", "Estuaire", "test.example"]:
        assert word not in whole, word


def test_somebody_without_enrolment_leaves_no_trace(world: World, sheet: Worksheet):
    before = Statement.objects.count()
    Membership.objects.create(organisation=world.passerelle, person=world.stranger)
    actions.add_node(sheet, "need", {"label": "x"}, by=world.stranger)
    assert Statement.objects.count() == before
