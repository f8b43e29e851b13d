"""What is prepared is what the ORM would send."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Subquery
from django.utils import timezone

from coursesite.core.prepared import Prepared, Slot, Statement, insert, update
from coursesite.organisations.models import Membership
from step_guides.worksheets import actions
from step_guides.worksheets.models import Dismissal, Entry, Link, Node, Revision, Worksheet
from tests.people import World
from tests.step_guides.worksheets.factories import open_theory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(world: World) -> Worksheet:
    return open_theory(world.passerelle, by=world.amina)


def sent(act: Callable[[], Any]) -> tuple[str, list[str]]:
    """The one statement that it sends (savepoints left out), and its values as the driver gets them."""
    found: list[tuple[str, list[str]]] = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            found.append((sql, [str(getattr(one, "obj", one)) for one in params or ()]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    assert len(found) == 1, found
    return found[0]


def do(statement: Statement) -> bool:
    with connection.cursor() as cursor:
        return statement.send(cursor)


@pytest.mark.parametrize(
    ("model", "where", "values"),
    [
        (Worksheet, {"id": 1, "revision_count": 4, "state": "draft"}, {"revision_count": 5, "size": 12, "updated_at": timezone.now()}),
        (Node, {"id": 1, "lock": 2}, {"final": False, "label": "L’été à 100 %", "lock": 3}),
        (Link, {"id": 1, "lock": 2}, {"assumption": "parce que", "confidence": 3, "lock": 3}),
        (Entry, {"id": 1, "lock": 2}, {"lock": 3, "text": "Un\ndeux"}),
    ],
)  # fmt: skip
def test_an_update_is_the_one_of_the_orm(model: type[models.Model], where: dict, values: dict) -> None:
    theirs = sent(lambda: model._default_manager.filter(**where).update(**values))
    assert sent(lambda: do(update(model, where, values))) == theirs
    assert sent(lambda: do(update(model, where, dict(reversed(values.items()))))) == theirs


@pytest.mark.parametrize("model", [Revision, Dismissal])
def test_an_insert_is_the_one_of_the_orm(world: World, sheet: Worksheet, model: type[models.Model]) -> None:
    about = {
        Revision: {"number": 1, "op_id": uuid.UUID(int=7), "changes": [{"row": "node:x", "before": None, "after": {"é": 1}}]},
        Dismissal: {"code": "T10", "reason": "L’été à 100 %"},
    }[model]
    row = model(worksheet=sheet, by=world.amina, anchor="node:x", at=timezone.now(), **about)
    with transaction.atomic():
        sql, params = sent(lambda: model(**written(row)).save(force_insert=True))
        transaction.set_rollback(True)
    assert sent(lambda: do(insert(row))) == (sql.partition(" RETURNING ")[0], params)
    assert written(model._default_manager.get()) == written(row)


def written(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.local_fields if not field.primary_key}


def test_a_constraint_speaks_as_usual(world: World, sheet: Worksheet) -> None:
    for number in (1, 2):
        revision = Revision(worksheet=sheet, number=number, by=world.amina, op_id=uuid.UUID(int=7), anchor="node:x")
        if number == 1:
            do(insert(revision))
            continue
        with pytest.raises(IntegrityError), transaction.atomic():
            do(insert(revision))
    assert Revision.objects.count() == 1


def test_an_update_says_whether_it_found_its_row(world: World, sheet: Worksheet) -> None:
    assert do(update(Worksheet, {"id": sheet.pk, "state": "draft"}, {"size": 3}))
    assert not do(update(Worksheet, {"id": sheet.pk, "state": "validated"}, {"size": 4}))
    assert Worksheet.plain.get().size == 3


def test_a_query_with_slots_is_the_one_of_the_orm(world: World, sheet: Worksheet) -> None:
    anchor = actions.add_node(sheet, "outcome", {"label": "x", "final": True}, by=world.amina).anchor
    uid, today = uuid.UUID(anchor.partition(":")[2]), timezone.localdate()

    def build(uid: Any, today: Any) -> models.QuerySet:
        mine = Membership.objects.current(on=today).filter(person=world.amina.pk).values("organisation")
        last = Revision.objects.filter(worksheet=sheet.pk).order_by("-number").values("at")[:1]
        rows = Node.objects.filter(uid=uid, worksheet__organisation__in=mine).order_by().annotate(last=Subquery(last))
        return rows.values_list("last", "uid", "final", "worksheet__state_since", "label")

    built = []
    query = Prepared(lambda: built.append(1) or build(Slot("uid", models.UUIDField()), Slot("today", models.DateField())))
    theirs = sent(lambda: list(build(uid, today)))
    for _ in range(2):
        assert sent(lambda: query.one(uid=uid, today=today)) == theirs
    assert query.one(uid=str(uid), today=today) == list(build(uid, today).get())
    assert query.one(uid=uuid.uuid4(), today=today) is None
    assert query.one(uid=uid, today=today.replace(year=1990)) is None
    assert len(built) == 1
