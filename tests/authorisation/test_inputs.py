"""What goes in and what comes out: no field that the form does not show, no act by a link, no key that is not listed."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coursesite.accounts.models import User
from tests.authorisation.asking import forget_counts
from tests.authorisation.conftest import Built
from tests.authorisation.table import ROLES, Row, rows
from tests.authorisation.test_coverage import addresses

pytestmark = pytest.mark.django_db

KEPT = (models.ForeignKey, models.BooleanField, models.IntegerField, models.CharField, models.DateField)
SECRETS = {
    "token_hash",
    "token",
    "sha256",
    "hash",
    "previous",
    "key",
    "anchor",
    "password",
    "actor_key",
    "subject_key",
    "object_key",
    "session_key",
    "fingerprint",
}
WRITES = [row for row in rows() if row.method == "POST"]
NAMES = {field.name for model in apps.get_models() for field in model._meta.fields}
NAMES |= {f"{name}_id" for name in ("organisation", "person", "network", "cohort", "author", "enrolment")} | {
    "pk",
    "groups",
    "user_permissions",
    "by",
}


def tables() -> list[type[models.Model]]:
    rooms = {room.rpartition(".")[2] for room in settings.ROOMS}
    return [
        model for model in apps.get_models() if model._meta.app_label in rooms and model._meta.app_label not in {"pages", "guide"}
    ]


def stable(model: type[models.Model]) -> list[models.Field]:
    """Columns that two identical writes fill alike."""
    fields = [one for one in model._meta.concrete_fields if not one.primary_key and one.name not in SECRETS]
    return [one for one in fields if isinstance(one, KEPT) and not isinstance(one, models.DateTimeField)]


def picture(before: dict[Any, set]) -> dict[str, Counter]:
    """Every table, row by row; a link to a row that was not there before is « new »."""
    found = {}
    for model in tables():
        fields = stable(model)
        lines = model._base_manager.values_list(*[one.attname for one in fields])
        found[model._meta.label] = Counter(
            tuple(_cell(one, value, before) for one, value in zip(fields, line, strict=True)) for line in lines
        )
    return found


def _cell(one: models.Field, value: Any, before: dict[Any, set]) -> Any:
    if isinstance(one, models.ForeignKey) and value is not None and value not in before.get(one.related_model, {value}):
        return "new"
    return value


def grantee(row: Row) -> str:
    return next(role for role in ROLES[::-1] if "own" in row.places(role))


def test_fields_that_a_form_does_not_show_change_nothing(built: Built) -> None:
    """The same act twice, plainly and with every field of every model added: the two leave the same rows."""
    place, wrong = built.places["own"], []
    before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in tables()}
    for row in WRITES:
        forget_counts()
        everything = dict.fromkeys(NAMES - set(row.body(place)), "1")
        (code, plain), (again, poisoned) = (_after(row, built, before, more) for more in ({}, everything))
        changed = [label for label in plain if plain[label] != poisoned[label]]
        if changed or code != again or code not in row.codes:
            wrong.append(f"{row.number} {row.url}: {code}, {again}, {changed}")
    assert wrong == [], "\n".join(wrong)


def _after(row: Row, built: Built, before: dict[Any, set], more: dict[str, Any]) -> tuple[int, dict[str, Counter]]:
    """The answer to whom the row is granted, and what it leaves."""
    left: list[dict[str, Counter]] = []
    answer = built.ask(
        row, built.ask.who(grantee(row)), built.places["own"], more=more, then=lambda _one: left.append(picture(before))
    )
    return answer.status_code, left[0]


def test_two_different_acts_do_not_look_alike(built: Built) -> None:
    """The picture sees what it should: a role, a state, a row that is new."""
    before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in tables()}
    still, table = picture(before), {row.number: row for row in rows()}
    for number, label in [
        ("52", "organisations.Membership"),
        ("25", "worksheets.Worksheet"),
        ("16b", "organisations.Invitation"),
    ]:
        assert _after(table[number], built, before, {})[1][label] != still[label], number


def args_of(built: Built) -> dict[str, list]:
    """What fills the addresses of ours, from the table."""
    return {row.url: row.args(built.places["own"]) for row in rows()}


def test_what_writes_refuses_a_link(built: Built) -> None:
    """@writes alone: 405 to GET, HEAD and PUT, and nothing happens. A form: its GET writes nothing (`form_view`)."""
    args, before = args_of(built), picture({})
    wrong = []
    for name, _path, view in addresses():
        if not getattr(view, "writes", False) or name not in args:
            continue
        where = reverse(name, args=args[name])
        for method in ["put", "delete", "patch"] + (["get", "head"] if not getattr(view, "reads", False) else []):
            code = getattr(built.ask.client(built.world.sofia), method)(where).status_code
            if code != 405:
                wrong.append(f"{method} {name}: {code}")
    assert wrong == [], "\n".join(wrong)
    assert {label: count for label, count in picture({}).items() if count != before[label]} == {}


def test_a_form_of_another_site_changes_nothing(built: Built) -> None:
    """Without the token of the page: 403, whatever the right. `verification:lookup` knows no session and writes nothing; the link that
    stops one kind of mail knows none either, and is posted by mail programs; nor do the forms of a reading link, which carry a token of
    their own (`reviews.form_keys`)."""
    args, before, wrong = args_of(built), picture({}), []
    session = built.ask.client(built.world.sofia).cookies
    for name, path, view in addresses():
        if name not in args or path.startswith("cms/") or not getattr(view, "writes", False):
            continue
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = session
        code = strict.post(reverse(name, args=args[name])).status_code
        if code != 403:
            wrong.append(f"{name}: {code}")
    exempt = {name for name, _path, view in addresses() if getattr(view, "csrf_exempt", False) and not name.startswith("wagtail")}
    assert wrong == [], "\n".join(wrong)
    assert exempt == {"verification:lookup", "notifications:stop", "reading:welcome", "reading:comment"}
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    assert {label: count for label, count in picture({}).items() if count != before[label]} == {}


def test_a_state_is_not_a_field_of_a_sheet(built: Built) -> None:
    """« state=validated » in a save is refused, and the sheet stays what it was."""
    row, wrong = next(one for one in rows() if one.number == "17"), []
    code, still = _after(row, built, {}, {"fields": {}})
    for fields in ({"state": "validated"}, {"text": "x", "organisation": 1}, {"lock": 9}):
        code, left = _after(row, built, {}, {"fields": fields})
        if code not in {400, 404, 422} or left["worksheets.Worksheet"] != still["worksheets.Worksheet"]:
            wrong.append(f"{fields}: {code}")
    assert wrong == [], "\n".join(wrong)


def said(response: HttpResponse) -> dict[str, Any]:
    return json.loads(response.content)


def keys(value: Any, at: str = "") -> set[str]:
    """The paths of an answer, lists folded."""
    if isinstance(value, dict):
        return set().union(*({f"{at}.{key}".lstrip(".")} | keys(one, f"{at}.{key}") for key, one in value.items()), set())
    if isinstance(value, list):
        return set().union(*(keys(one, at) for one in value), set())
    return set()


def test_answers_to_programs_say_nothing_more(built: Built) -> None:
    """The exact keys of every JSON answer of ours."""
    place, ask, numbers = built.places["own"], built.ask, {row.number: row for row in rows()}
    save = said(ask(numbers["17"], built.world.amina, place))
    assert set(save) == {"anchor", "lock", "revision", "at", "warnings"}
    save = said(ask(numbers["17"], built.world.amina, place, more={"fields": {"text": "M. Durand, 06 12 34 56 78"}}))
    assert save["warnings"] and set(save["warnings"][0]) == {"field", "what", "start", "end"}
    graded = said(ask(numbers["2c"], built.world.amina, place))
    assert set(graded) == {"number", "raw", "maximum", "success", "feedback"}
    assert set(next(iter(graded["feedback"].values()))) == {"right", "text"}
    refused = {
        401: ask(numbers["17"], None, place),
        404: ask(numbers["17"], built.world.chloe, place),
        409: ask(numbers["21"], built.world.amina, place),
    }
    for code, answer in refused.items():
        assert answer.status_code == code
        assert set(said(answer)) <= {"status", "code", "detail", "state"}, code
        assert answer["Content-Type"] == "application/problem+json", code
    ready = said(ask.get(reverse("readyz"), None))
    assert set(ready) == {"ready", "failing", "database", "migrations", "leased_rows", "disk", "dead_rows"}


def test_the_verification_page_says_nothing_more(built: Built) -> None:
    from certification.certificates.models import Certificate

    forget_counts()
    place, url = built.places["own"], reverse("verification:certificate", args=[built.places["own"].code])
    facts = said(built.ask.get(url, None, accept="application/json"))
    assert set(facts) == {
        "status", "status_date", "reason", "replaced_by", "document", "mention", "holder", "title", "programme", "cohort",
        "starts", "ends", "modules", "minutes", "contribution", "results", "criteria", "issuer", "on_behalf_of", "delegation", "signatories", "serial", "issued", "valid_until", "sha256",
    }  # fmt: skip
    assert "@" not in json.dumps(facts)
    Certificate.objects.filter(uuid=place.certificate).update(visibility="private")
    assert set(said(built.ask.get(url, None, accept="application/json"))) == {"status", "status_date", "issuer", "serial"}


def test_own_data_holds_one_person(built: Built) -> None:
    """A trace names people by a random name; what somebody takes away never names anybody else."""
    world = built.world
    traces = json.loads(built.ask.get(reverse("tracking:mine"), world.amina).content)
    assert traces
    for one in traces:
        assert set(one["actor"]) <= {"objectType", "account"} and set(one["actor"]["account"]) == {"homePage", "name"}
    taken = built.ask.get(reverse("accounts:my_data"), world.amina).content.decode()
    others = [person.email for person in User.objects.exclude(pk=world.amina.pk) if person.email in taken]
    assert others == [] and world.amina.email in taken
    assert "password" not in taken and "token" not in taken


def test_the_export_of_a_cohort_has_these_columns(built: Built) -> None:
    answer = built.ask.get(reverse("cohorts:export", args=[built.places["own"].cohort]), built.world.rose)
    heads = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    own = ["Promotion", "Structure", "Ville", "Secteur", "Nom", "Fonction", "Courriel", "Pilote", "Inscription le"]
    assert heads == [*own, "Modules", "Théorie du changement", "Avis de pairs donnés", "Certificat"]
