"""A module that was begun keeps its version."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.management.commands.purge_revisions import purge_revisions
from wagtail.models import Page, PageViewRestriction

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment
from coursesite.core.public_cache import content_changed
from coursesite.pages.views import _opens
from coursesite.tracking.models import Statement
from modules.progress.models import ModuleCompletion, Opinion
from tests.modules.course import Course
from tests.modules.progress.test_views import CONTINUE, FIRST, SECOND, said
from tests.people import World

SignIn = Callable[[User], Client]
NEW = "/parcours/module-3/partir/nouvelle-version/"
LINE = "Lire la nouvelle version du module"


def write(page: object, text: str) -> None:
    """The lesson published with this text in the place of its first one."""
    page.refresh_from_db()  # type: ignore[attr-defined]
    blocks = [(block.block_type, block.value) for block in page.body]  # type: ignore[attr-defined]
    page.body = [("text", f"<p>{text}</p>"), *blocks[1:]]  # type: ignore[attr-defined]
    page.save_revision().publish()  # type: ignore[attr-defined]


@pytest.fixture
def begun(course: Course, world: World, sign_in: SignIn) -> Client:
    """Amina has begun the module with its first version; the second is published."""
    write(course.first, "Première version.")
    browser = sign_in(world.amina)
    browser.post("/parcours/module-3/relire/continuer/")
    write(course.first, "Deuxième version.")
    return browser


def test_who_has_begun_reads_on_and_is_told(begun: Client) -> None:
    page = said(begun.get(FIRST))
    assert "Première version." in page
    assert "Deuxième version." not in page
    assert LINE in page
    assert 'id="exercice-tri"' in page
    assert LINE not in said(begun.get(SECOND))


def test_who_has_not_begun_reads_the_new_one(begun: Client, world: World, sign_in: SignIn) -> None:
    for one in (world.bilal, world.luc):
        page = said(sign_in(one).get(FIRST))
        assert "Deuxième version." in page
        assert LINE not in page


def test_she_takes_the_new_one_when_she_will(begun: Client, course: Course) -> None:
    assert begun.post(NEW).headers["Location"] == FIRST
    assert "Deuxième version." in said(begun.get(FIRST))
    write(course.first, "Troisième version.")
    assert "Deuxième version." in said(begun.get(FIRST))


def test_once_the_module_is_completed_everything_is_new(begun: Client, course: Course, enrolment: Enrolment) -> None:
    ModuleCompletion.objects.create(enrolment=enrolment, module=course.module)
    assert "Deuxième version." in said(begun.get(FIRST))


def test_an_exercise_that_has_left_the_lesson_is_not_asked(begun: Client, course: Course) -> None:
    course.first.refresh_from_db()
    course.first.body = [("text", "<p>Sans exercice.</p>")]
    course.first.save_revision().publish()
    page = said(begun.get(FIRST))
    assert "Première version." in page
    assert 'id="exercice-tri"' not in page


def test_an_opinion_and_a_trace_are_about_what_was_read(begun: Client, course: Course) -> None:
    course.first.refresh_from_db()
    begun.post("/parcours/module-3/partir/avis/", {"useful": "yes", "comment": "De la première"})
    opinion = Opinion.objects.get()
    assert opinion.revision_id != course.first.live_revision_id
    assert "De la première" in said(begun.get(FIRST))
    begun.post(CONTINUE)
    last = Statement.objects.filter(verb__endswith="viewed").latest("stored")
    assert last.body["context"]["revision"] == str(opinion.revision_id)


def test_a_kept_version_costs_twelve_queries_at_most(begun: Client) -> None:
    begun.get(FIRST)
    with CaptureQueriesContext(connection) as queries:
        begun.get(FIRST)
    assert len(queries) <= 12, "\n".join(query["sql"][:150] for query in queries)


@pytest.mark.parametrize("kind", ["groups", "password"])
@pytest.mark.parametrize("where", ["first", "module"])
def test_a_lesson_that_editors_closed_is_not_read_as_it_stood_either(
    begun: Client, course: Course, where: str, kind: str
) -> None:
    closed = PageViewRestriction.objects.create(page=getattr(course, where), restriction_type=kind, password="mot")
    closed.groups.set([Group.objects.create(name="Comité")])
    page = said(begun.get(FIRST))
    assert "Première version." not in page
    assert "Deuxième version." not in page


def test_its_pictures_are_shown_to_who_keeps_a_version(begun: Client, course: Course, world: World) -> None:
    """The guards of a page are asked for its pictures too: none of them answers in the place of the page."""
    assert "Première version." in said(begun.get(FIRST))
    request = RequestFactory().get(FIRST)
    request.user, request.session = world.amina, begun.session
    assert _opens(Page.objects.get(pk=course.first.pk), request)


def test_a_version_that_was_purged_is_no_longer_kept(begun: Client, course: Course) -> None:
    course.first.refresh_from_db()
    purge_revisions()
    content_changed()
    assert "Deuxième version." in said(begun.get(FIRST))
    assert begun.post("/parcours/module-3/partir/avis/", {"useful": "yes"}).status_code == 303
