"""Tools to take away: made when they are published, given to anybody as PDF and ODT, changed by editors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from odfdo import Document as Odt

from coursesite.core.models import Outbox
from coursesite.core.outbox import drain
from step_guides.guide.models import Tool
from step_guides.guide.queries import offers
from step_guides.guide.tools import TYPES, Laid, kept
from tests.people import World
from tests.step_guides.guide.tools import facts, make_tool


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.PRIVATE_ROOT = tmp_path
    yield tmp_path


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_publishing_promises_the_files_once_and_the_worker_makes_them(db: None) -> None:
    tool = make_tool()
    assert Outbox.objects.filter(kind="guide-tool").count() == 1
    assert offers()[0].files == []
    assert Client().get("/outils/grille.pdf").status_code == 409
    drain()
    assert [one.name for one in offers()[0].files] == ["PDF", "ODT"]

    pdf = Client().get("/outils/grille.pdf")
    assert pdf.status_code == 200 and not pdf.cookies
    assert pdf.headers["Cache-Control"] == "public, max-age=300" and "grille.pdf" in pdf.headers["Content-Disposition"]
    assert body(pdf).startswith(b"%PDF")
    assert facts(kept("grille", tool.live_revision_id, "pdf")) == {"Title": "Grille de cadrage", "Tagged": "yes", "Pages": "2"}
    odt = Odt(BytesIO(body(Client().get("/outils/grille.odt"))))
    assert next(one.text_recursive for one in odt.body.get_headers()) == "Grille de cadrage"
    first, blank = odt.body.get_tables()
    assert "Améliorer l’accueil" in first.text_recursive and "Améliorer" not in blank.text_recursive
    assert "Pour qui ?" in blank.text_recursive and len(blank.get_elements("table:table-row")) == 3
    assert odt.language == "fr-FR" and odt.meta.title == tool.title


def test_the_same_tool_gives_the_same_bytes(db: None) -> None:
    tool = make_tool()
    assert tool.live_revision is not None
    day = tool.live_revision.created_at.date()
    with translation.override("fr"):
        for extension in TYPES:
            assert Laid(tool).write(extension, day) == Laid(tool).write(extension, day)


def test_another_publication_replaces_the_files(db: None) -> None:
    tool = make_tool()
    drain()
    before = kept("grille", tool.live_revision_id, "pdf")
    assert before.exists()
    tool.title = "Grille revue"
    tool.save_revision().publish()
    tool.refresh_from_db()
    drain()
    assert not before.exists() and kept("grille", tool.live_revision_id, "odt").exists()


def test_a_promise_about_a_revision_that_was_replaced_makes_nothing(db: None, private: Path) -> None:
    tool = make_tool()
    tool.unpublish()
    drain()
    assert not list(private.rglob("*.pdf"))
    assert Client().get("/outils/grille.pdf").status_code == 404


def test_other_addresses_are_not_found(db: None) -> None:
    make_tool()
    for address in ("/outils/autre.pdf", "/outils/grille.docx", "/outils/grille.PDF"):
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"columns": "Seule"}, "columns"),
        ({"columns": "\n".join("abcdefghi")}, "columns"),
        ({"example": "Une cellule"}, "example"),
        ({"rows": 1}, "row_labels"),
        ({"title": "Grille \U0001f4cb"}, "title"),
    ],
)
def test_what_cannot_be_laid_out_is_said_at_its_field(db: None, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_tool(**changes)
    assert list(refused.value.message_dict) == [field]


def test_an_editor_previews_and_publishes_a_tool(db: None, world: World, sign_in: Callable[..., Client]) -> None:
    tool, client = make_tool(), sign_in(world.sofia)
    address = reverse("wagtailsnippets_guide_tool:edit", args=[tool.pk])
    names = ("slug", "title", "step", "minutes", "purpose", "how", "columns", "rows", "row_labels", "note", "example")
    form = {name: getattr(tool, name) for name in (*names, "example_organisation", "example_sector")}
    shown = client.post(reverse("wagtailsnippets_guide_tool:preview_on_edit", args=[tool.pk]), {**form, "title": "Grille à nous"})
    assert shown.json()["is_valid"]
    assert "Grille à nous" in client.get(reverse("wagtailsnippets_guide_tool:preview_on_edit", args=[tool.pk])).content.decode()
    refused = client.post(address, {**form, "example": "Une cellule", "action-publish": "1"})
    assert refused.status_code == 200 and "2" in refused.content.decode() and Tool.objects.get().example == tool.example
    assert client.post(address, {**form, "title": "Grille à nous", "action-publish": "1"}).status_code == 302
    assert Tool.objects.get().title == "Grille à nous"
    assert Outbox.objects.filter(kind="guide-tool").count() == 2
