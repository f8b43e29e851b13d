"""Recording: in the action's transaction, once an event, never changed."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.core.errors import WrongState
from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Activity, Event
from coursesite.tracking.models import Delivery, Destination, Immutable, InvalidStatement, Pseudonym, Statement, Voiding
from coursesite.tracking.projection import project, project_all
from coursesite.tracking.record import InvalidBody, record, statement_id, void
from tests.coursesite.tracking.templates import events
from tests.people import person

pytestmark = pytest.mark.django_db
BROKEN = Activity("lesson", "with space", v.PAGE, {"fr": "x"})


@pytest.fixture
def amina() -> User:
    return person("Amina Haddad")


@pytest.fixture
def luc() -> User:
    return person("Luc Morvan")


def destination(name: str = "LRS", **fields: object) -> Destination:
    return Destination.objects.create(
        name=name, slug=name.lower(), endpoint="https://lrs.example.org/xapi", username="u", **fields
    )


def test_every_template_is_recorded_once(amina: User, luc: User) -> None:
    destination()
    found = events(amina, luc)
    for event in [*found.values(), *found.values()]:
        record(event)
    assert Statement.objects.count() == Delivery.objects.count() == len(found)


def test_the_id_is_known_beforehand_and_to_nobody_else(amina: User, luc: User) -> None:
    event = events(amina, luc)["X16"]
    expected = statement_id(amina, event.key)
    assert record(event) == expected
    assert expected == uuid.uuid5(Pseudonym.objects.get(person=amina).name, event.key)
    stored = Statement.objects.get(pk=expected)
    assert stored.body["id"] == str(expected)
    assert stored.subject_key == str(Pseudonym.objects.get(person=amina).name)
    assert stored.actor_key == str(Pseudonym.objects.get(person=luc).name)
    assert stored.registration == event.registration


def test_rolled_back_with_the_action(amina: User, luc: User) -> None:
    destination()
    with pytest.raises(RuntimeError), transaction.atomic():
        record(events(amina, luc)["X13"])
        raise RuntimeError
    assert not Statement.objects.exists()
    assert not Delivery.objects.exists()


def test_a_timestamp_is_never_in_the_future(amina: User, luc: User) -> None:
    pk = record(replace(events(amina, luc)["X13"], at=timezone.now() + timedelta(days=3)))
    stored = Statement.objects.get(pk=pk)
    assert stored.timestamp <= timezone.now()
    assert stored.body["timestamp"] < (timezone.now() + timedelta(seconds=1)).isoformat()


def test_few_queries(amina: User, luc: User) -> None:
    destination()
    found = events(amina, luc)
    record(found["X13"])
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as seen,
    ):
        record(found["X16"])
    assert len(seen) <= 5, [one["sql"][:80] for one in seen]


def test_a_faulty_body_raises_in_tests(amina: User, luc: User) -> None:
    with pytest.raises(InvalidBody):
        record(replace(events(amina, luc)["X04"], object=BROKEN))


@pytest.mark.parametrize("change", [{"object": BROKEN}, {"language": "français"}, {"extensions": {"http://x.example/e": float("nan")}},
                                    {"extensions": 3}, {"verb": None}])  # fmt: skip
def test_a_faulty_body_is_kept_aside_on_a_real_site(amina: User, luc: User, settings: object, change: dict) -> None:
    """The person's action goes on, whatever we built wrongly."""
    settings.TESTING = False  # type: ignore[attr-defined]
    destination()
    event: Event = replace(events(amina, luc)["X04"], **change)
    with transaction.atomic():
        record(event)
        User.objects.filter(pk=amina.pk).update(function="action done")
    record(event)
    amina.refresh_from_db()
    assert amina.function == "action done"
    assert not Statement.objects.exists()
    assert InvalidStatement.objects.get().faults


def test_statements_cannot_be_changed(amina: User, luc: User) -> None:
    pk = record(events(amina, luc)["X13"])
    stored = Statement.objects.get(pk=pk)
    stored.source = "somebody else"
    for change in (
        stored.save,
        stored.delete,
        lambda: Statement.objects.filter(pk=pk).update(source="x"),
        lambda: Statement.objects.update(source="x"),
        lambda: Statement.objects.bulk_update([stored], ["source"]),
        lambda: Statement.objects.filter(pk=pk).delete(),
        lambda: Statement.objects.update_or_create(pk=pk, defaults={"source": "x"}),
        lambda: Statement._base_manager.filter(pk=pk).update(source="x"),
        lambda: Statement.objects.bulk_create([stored], update_conflicts=True, update_fields=["source"], unique_fields=["id"]),
    ):
        with pytest.raises(Immutable), transaction.atomic():
            change()
    assert Statement.objects.get().source == "site"
    assert Statement.objects.all().purge() >= 1
    assert not Statement.objects.exists()


def test_void(amina: User, luc: User) -> None:
    destination(verbs=["earned"])
    wrong = record(events(amina, luc)["X28"])
    identifier = void(wrong, by=luc, reason="Nom erroné")
    assert void(wrong, by=luc, reason="again") == identifier == uuid.uuid5(wrong, "voided")
    voiding = Voiding.objects.get()
    assert (voiding.voided_id, voiding.voiding_id, voiding.reason) == (wrong, identifier, "Nom erroné")
    body = Statement.objects.get(pk=identifier).body
    assert body["object"] == {"objectType": "StatementRef", "id": str(wrong)}
    assert "Nom" not in str(body)
    assert Delivery.objects.filter(statement=identifier).exists(), "what was sent is voided there too"
    with pytest.raises(WrongState):
        void(identifier, by=luc, reason="x")
    void(uuid.uuid4(), by=luc, reason="never stored")
    assert Voiding.objects.count() == 1


def test_void_and_emit_again(amina: User, luc: User) -> None:
    event = events(amina, luc)["X21"]
    first = record(event)
    void(first, by=luc, reason="Présence corrigée")
    second = record(replace(event, key=f"{event.key}#2"))
    assert second != first
    assert record(event) == first, "the voided one does not come back"
    assert Statement.objects.count() == 3


def test_deliveries_follow_filters(amina: User, luc: User) -> None:
    all_of_it, some, none = destination("Tout"), destination("Envois", verbs=["submitted"]), destination("Fermé", active=False)
    paused = destination("Pause", paused_reason="by_hand", paused_at=timezone.now())
    record(events(amina, luc)["X13"])
    record(events(amina, luc)["X16"])
    assert [one.deliveries.count() for one in (all_of_it, some, none, paused)] == [2, 1, 0, 2]


def test_projection(amina: User, luc: User) -> None:
    found = events(amina, luc)
    stored = [Statement.objects.get(pk=record(found[name])) for name in ("X13", "X16", "X28", "X24")]
    stored.append(Statement.objects.get(pk=void(stored[2].pk, by=luc, reason="x")))
    here, there = destination("Ici"), destination("Ailleurs")
    first, second = project_all(stored, here), project_all(stored, there)
    assert first == project_all(stored, here), "the same on every run"
    for body, other, own in zip(first, second, stored, strict=True):
        assert len({body["id"], other["id"], own.body["id"]}) == 3
        assert "attachments" not in body
        assert body["timestamp"] == own.body["timestamp"]
    submitted, returned, earned, mentored, voided = first
    assert submitted["actor"] == mentored["object"]
    assert submitted["context"]["instructor"] == returned["actor"]
    assert submitted["actor"]["account"]["name"] not in {stored[0].subject_key, second[0]["actor"]["account"]["name"]}
    assert (
        submitted["context"]["registration"] == returned["context"]["registration"] != stored[0].body["context"]["registration"]
    )
    assert submitted["object"]["id"] == returned["object"]["id"] != stored[0].body["object"]["id"]
    assert submitted["context"]["contextActivities"] == stored[0].body["context"]["contextActivities"]
    assert voided["object"]["id"] == earned["id"]
    assert voided["actor"]["account"]["name"] == "system"
    secrets = {str(name) for name in Pseudonym.objects.filter(destination=None).values_list("name", flat=True)} | {str(here.salt)}
    assert not [secret for secret in secrets if secret in str(first)]
    assert project(stored[0], here) == submitted


def test_projection_looks_names_up_once(amina: User, luc: User) -> None:
    target = destination()
    stored = [Statement.objects.get(pk=record(event)) for event in events(amina, luc).values()]
    counts = []
    for number in (1, 30):
        project_all(stored[:number], target)
        with CaptureQueriesContext(connection) as seen:
            project_all(stored[:number], target)
        counts.append(len(seen))
    assert counts == [2, 2]


def test_an_erased_person_keeps_no_link(amina: User, luc: User) -> None:
    target = destination()
    stored = Statement.objects.get(pk=record(events(amina, luc)["X16"]))
    Pseudonym.objects.filter(person=luc).delete()
    body = project(stored, target)
    assert body["actor"]["account"]["name"] == project(stored, target)["actor"]["account"]["name"] != stored.actor_key


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_statement() -> None:
    amina, luc = person("Amina Haddad"), person("Luc Morvan")
    destination()
    event = events(amina, luc)["X13"]
    barrier, found, errors = threading.Barrier(8), [], []

    def act() -> None:
        try:
            barrier.wait()
            with transaction.atomic():
                found.append(record(event))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(set(found)) == 1
    assert Statement.objects.count() == Delivery.objects.count() == 1
    assert Pseudonym.objects.count() == 2
