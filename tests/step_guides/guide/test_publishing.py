"""A step is published with its four parts or not at all; a draft may lack any."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from step_guides.guide.models import GuidePage, StepPage
from step_guides.guide.seeds import seed
from tests.people import World

PARTS = ["steps", "tools", "examples", "practices"]
EMPTY = {"steps": "<p></p>", "tools": "", "examples": [], "practices": '<p data-block-key="a">\u00a0</p>'}


@pytest.mark.parametrize("part", PARTS)
def test_publishing_without_a_part_is_refused(guide: GuidePage, part: str) -> None:
    page = StepPage.objects.get(slug="relier")
    setattr(page, part, EMPTY[part])
    revision = page.save_revision(clean=False)
    with translation.override("fr"), pytest.raises(ValidationError) as refused:
        revision.publish()
    (message,) = refused.value.message_dict[part]
    assert str(StepPage._meta.get_field(part).verbose_name) in message
    kept = StepPage.objects.get(slug="relier")
    assert not kept._says_nothing(part)


def form(page: StepPage, **changes: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "title": page.title, "slug": page.slug, "number": page.number, "tagline": page.tagline, "question": page.question,
        "minutes_read": page.minutes_read, "learner_can": page.learner_can, "deliverable": page.deliverable, "module": "",
        "steps": rich_text(page.steps), "tools": rich_text(page.tools), "practices": rich_text(page.practices),
        "words": streamfield([]),
        "examples": streamfield([("example", {"sector": "justice", "text": rich_text("<p>Un exemple</p>"), "fictional": "on"})]),
        "seo_title": "", "search_description": "", "go_live_at": "", "expire_at": "",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
    }  # fmt: skip
    return nested_form_data({**fields, **changes})


def test_an_editor_keeps_a_draft_then_is_told_what_is_missing(
    guide: GuidePage, world: World, sign_in: Callable[..., Client]
) -> None:
    client, page = sign_in(world.sofia), StepPage.objects.get(slug="relier")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    revisions = Revision.objects.for_instance(page).count()

    drafted = client.post(address, form(page, tools=rich_text(""), examples=streamfield([])))
    assert drafted.status_code == 302
    assert Revision.objects.for_instance(page).count() == revisions + 1

    refused = client.post(address, form(page, tools=rich_text(""), examples=streamfield([]), **{"action-publish": "1"}))
    assert refused.status_code == 200
    text = refused.content.decode()
    assert text.count("se publie avec ses quatre parties") == 2  # once a missing part, beside it
    assert not StepPage.objects.get(slug="relier")._says_nothing("tools")

    published = client.post(address, form(page, tagline="Accroche publiée", **{"action-publish": "1"}))
    assert published.status_code == 302
    assert StepPage.objects.get(slug="relier").tagline == "Accroche publiée"


def test_seeds_twice_change_nothing_and_an_editors_work_stays(guide: GuidePage) -> None:
    page = StepPage.objects.get(slug="relier")
    page.title = "Tisser"
    page.save_revision().publish()
    steps, revisions = StepPage.objects.count(), Revision.objects.count()
    seed(demo=False, out=lambda line: None)
    assert (StepPage.objects.count(), Revision.objects.count()) == (steps, revisions) and steps == 7
    assert StepPage.objects.get(slug="relier").title == "Tisser"
