"""« Mon espace »: everybody finds one next thing, and nobody finds somebody else's dashboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from coursesite.accounts.models import User
from coursesite.cohorts.models import Cohort, Enrolment, TrainerAssignment
from coursesite.core import cards as registry
from coursesite.core.cards import Card
from coursesite.dashboards.audiences import TABS, place_of
from coursesite.organisations.models import Membership
from coursesite.pages.seeds import seed as seed_pages
from tests.people import World, join, organisation

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True, scope="module")
def site(kept_rows: Callable[[Callable[[], object]], None]) -> None:
    kept_rows(lambda: seed_pages(demo=False, out=lambda line: None))


@pytest.fixture
def only_own_cards(monkeypatch: pytest.MonkeyPatch) -> Iterator[list]:
    """The cards of this room alone: what other rooms show is tested there."""
    from coursesite.dashboards import dashboard

    autodiscover_modules("dashboard")  # else the first page would bring the others, if no test before has shown one
    makers = [one for one in registry._makers if one[2].__module__ == dashboard.__name__]
    monkeypatch.setattr(registry, "_makers", makers)
    yield makers


def primary_buttons(text: str) -> list[str]:
    return re.findall(r'class="button"', text)


@pytest.mark.parametrize(
    ("name", "audiences"),
    [
        ("amina", ["participant"]),
        ("luc", ["trainer"]),
        ("rose", ["officer"]),
        ("ines", ["editor"]),
        ("sofia", ["administrator", "officer"]),
        ("stranger", []),
    ],
)
def test_each_person_has_her_dashboards(world: World, name: str, audiences: list[str]) -> None:
    assert place_of(getattr(world, name)).audiences == audiences


def test_everybody_finds_her_name_and_one_next_thing(world: World, sign_in: SignIn) -> None:
    for someone in world.everybody():
        answer = sign_in(someone).get("/mon-espace/")
        text = answer.content.decode()
        assert answer.status_code == 200, someone
        assert f"Bonjour {someone.first_name_only}" in text
        assert text.count('class="dashboard-next"') == 1
        assert answer.headers["Cache-Control"] == "private, no-store"
        top = text[text.index('class="dashboard-next"') :]
        assert len(primary_buttons(top[: top.index("</section>")])) <= 1


def test_a_participant_reads_her_organisation(world: World, sign_in: SignIn) -> None:
    text = sign_in(world.amina).get("/mon-espace/").content.decode()
    assert "La Passerelle des Rives" in text and "Promotion Estuaire" in text


def test_signed_out_people_sign_in_first() -> None:
    answer = Client().get("/mon-espace/")
    assert answer.status_code == 302 and answer.headers["Location"] == "/compte/login/?next=/mon-espace/"


def test_somebody_elses_dashboard_does_not_exist(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    for audience, (slug, _label) in TABS.items():
        assert client.get(f"/mon-espace/{slug}/").status_code == (200 if audience == "participant" else 404)
    assert client.get("/mon-espace/ailleurs/").status_code == 404
    assert sign_in(world.stranger).get("/mon-espace/parcours/").status_code == 404


def test_tabs_for_somebody_who_is_several(world: World, sign_in: SignIn) -> None:
    TrainerAssignment.objects.create(person=world.amina, cohort=world.other_cohort)
    client = sign_in(world.amina)
    text = client.get("/mon-espace/").content.decode()
    assert 'href="/mon-espace/parcours/" aria-current="page"' in text and 'href="/mon-espace/accompagnement/"' in text
    assert 'href="/mon-espace/accompagnement/" aria-current="page"' in client.get("/mon-espace/accompagnement/").content.decode()
    assert 'class="tabs"' not in sign_in(world.luc).get("/mon-espace/").content.decode()


def test_a_role_that_has_ended_shows_no_more(world: World) -> None:
    yesterday = date.today() - timedelta(days=1)
    TrainerAssignment.objects.filter(person=world.luc).update(ends_on=yesterday)
    assert place_of(world.luc).audiences == []
    Enrolment.objects.filter(person=world.bilal).update(left_on=timezone.localdate())
    Membership.objects.filter(person=world.bilal).update(ends_on=yesterday)
    assert place_of(world.bilal).audiences == []


def test_a_member_whose_organisation_waits_for_a_cohort_is_told_so(world: World, sign_in: SignIn) -> None:
    waiting = organisation(world.network, "L’Escale du Port")
    join(world.stranger, waiting, role="lead")
    text = sign_in(world.stranger).get("/mon-espace/").content.decode()
    assert "ne suit pas encore de parcours" in text and "L’Escale du Port" in text and 'href="/guide/"' in text


def test_an_account_without_a_role_is_told_what_to_do(world: World, sign_in: SignIn) -> None:
    text = sign_in(world.stranger).get("/mon-espace/").content.decode()
    assert "rattaché à aucune structure" in text and 'href="/guide/"' in text


def test_the_next_thing_of_highest_priority_wins_and_the_others_wait(
    world: World, sign_in: SignIn, only_own_cards: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    def maker(title: str, kind: str, priority: int = 0) -> tuple:
        return (
            "participant",
            1,
            lambda user, *, request: Card("cohorts/_parts/_next_card.html", {"title": title}, kind, priority),
        )

    cards = [
        maker("Petit", "next", 1),
        maker("Grand", "next", 9),
        maker("Aussi grand", "next", 9),
        maker("Milieu", "main"),
        maker("Marge", "side"),
    ]
    monkeypatch.setattr(registry, "_makers", cards)
    text = sign_in(world.amina).get("/mon-espace/").content.decode()
    assert "Petit" not in text and "Aussi grand" not in text
    assert text.index("Grand") < text.index("Milieu") < text.index("frame-aside") < text.index("Marge")


def test_an_editor_opens_the_editing_space(world: World, sign_in: SignIn, only_own_cards: list) -> None:
    text = sign_in(world.ines).get("/mon-espace/").content.decode()
    for address in ["/cms/", "/cms/pages/", "/cms/snippets/glossary/term/"]:
        assert f'href="{address}"' in text


def test_an_administrator_finds_people_and_settings(world: World, sign_in: SignIn, only_own_cards: list) -> None:
    text = sign_in(world.sofia).get("/mon-espace/administration/").content.decode()
    for address in ["/cms/users/", "/cms/settings/pages/sitesettings/", "/traces/"]:
        assert f'href="{address}"' in text


def test_as_many_queries_for_one_cohort_as_for_three(world: World, sign_in: SignIn, only_own_cards: list) -> None:
    def count() -> int:
        client = sign_in(world.amina)
        client.get("/mon-espace/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/mon-espace/")
        return len(queries)

    one = count()
    for number in range(2):
        cohort = Cohort.objects.create(
            programme=world.programme, name=f"Encore {number}", starts_on=world.cohort.starts_on, ends_on=world.cohort.ends_on
        )
        join(world.amina, organisation(world.network, f"Autre {number}"), cohort)
    assert count() == one <= 8


def test_posting_is_refused(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.amina).post("/mon-espace/").status_code == 405
