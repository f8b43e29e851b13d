from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.accounts.roles import EDITORS
from coursesite.core.guard import Found
from coursesite.core.models import WarningTally
from coursesite.core.warning_tallies import MONTHS, count_named
from coursesite.organisations.models import Network, Organisation
from tests.people import World

pytestmark = pytest.mark.django_db
PHONE, MAIL = "joindre au 06 39 98 00 01", "écrire à une.personne@exemple.example"


def counted() -> dict[tuple[str, str], int]:
    return {(tally.model, tally.kind): tally.times for tally in WarningTally.objects.all()}


def test_what_a_text_adds_is_counted_and_nothing_else() -> None:
    count_named(Organisation, ["Rien ici", 12, None, ["M. Exemple"]])
    assert counted() == {}
    count_named(Organisation, [PHONE, f"{PHONE}, {MAIL}"])
    assert counted() == {("organisations.organisation", "phone"): 2, ("organisations.organisation", "email"): 1}
    count_named(Organisation, [PHONE], [f"{PHONE} le soir"])  # said already
    count_named(Organisation, [""], [PHONE])  # taken away
    count_named(Organisation, [f"{PHONE} ; {PHONE}"], [PHONE])
    count_named(Network, [PHONE])
    assert counted() == {
        ("organisations.organisation", "phone"): 3,
        ("organisations.organisation", "email"): 1,
        ("organisations.network", "phone"): 1,
    }
    assert {tally.month for tally in WarningTally.objects.all()} == {timezone.localdate().replace(day=1)}


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"month": date(2026, 11, 2)}, "core_warningtally_month"),
        ({"kind": "address"}, "core_warningtally_kind"),
        ({"times": 0}, "core_warningtally_times"),
    ],
)
def test_the_database_refuses_another_shape(wrong: dict, constraint: str) -> None:
    right = {"month": date(2026, 11, 1), "model": "organisations.organisation", "kind": Found.PHONE, "times": 1}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        WarningTally.objects.create(**(right | wrong))


def test_those_who_edit_read_it_month_by_month(world: World, sign_in: Callable[[User], Client]) -> None:
    Group.objects.get(name=EDITORS).permissions.add(Permission.objects.get(codename="access_admin"))
    ines = sign_in(world.ines)
    count_named(Organisation, [PHONE] * 9)  # in a month that is not over
    assert "En aucun mois terminé" in ines.get("/cms/reports/personnes/").content.decode()
    for number in range(MONTHS + 2):
        first = date(2023 + number // 12, number % 12 + 1, 1)
        WarningTally.objects.create(month=first, model="organisations.organisation", kind=Found.PHONE, times=number + 1)
    WarningTally.objects.create(month=date(2024, 2, 1), model="gone.thing", kind=Found.NAME, times=4)
    page = BeautifulSoup(ines.get("/cms/reports/personnes/").content, "html.parser")
    months = page.select("section[aria-labelledby^=month-]")
    assert len(months) == MONTHS
    assert months[0].h2 and months[0].h2.text == "Février 2024"
    rows = [[cell.text for cell in row.select("td")] for row in months[0].select("tbody tr")]
    assert rows == [["Gone.thing", "Le nom d’une personne", "moins de 5"], ["Structures", "Un numéro de téléphone", "14"]]
