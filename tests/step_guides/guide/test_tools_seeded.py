"""The tools that ship with the method."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import translation

from coursesite.core.models import Outbox
from step_guides.guide.models import GuidePage, Tool
from step_guides.guide.seeds import seed
from step_guides.guide.tools import Laid, kept
from tests.step_guides.guide.conftest import quiet
from tests.step_guides.guide.tools import facts


def test_the_list_and_the_step_lead_to_the_files(guide: GuidePage, settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    tool = Tool.objects.filter(step=1).earliest("pk")
    for extension in ("pdf", "odt"):
        path = kept(tool.slug, tool.live_revision_id, extension)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"made")
    for address in ("/outils/", "/guide/cadrer/"):
        answer = Client().get(address)
        assert answer.status_code == 200 and not answer.cookies
        text = answer.content.decode()
        assert tool.title in text and f'href="/outils/{tool.slug}.pdf"' in text and f'href="/outils/{tool.slug}.odt"' in text
    assert "plan-d-action" not in Client().get("/guide/cadrer/").content.decode()


def test_the_seeds_are_whole_and_said_once(guide: GuidePage) -> None:
    assert Tool.objects.published().count() == 18
    assert set(Tool.objects.values_list("step", flat=True)) == {1, 2, 3, 4, 5, 6, 7}
    promised = Outbox.objects.filter(kind="guide-tool").count()
    Tool.objects.filter(slug="plan-d-action").update(title="Le nôtre")
    seed(demo=False, out=quiet)
    assert Outbox.objects.filter(kind="guide-tool").count() == promised == 18
    assert Tool.objects.get(slug="plan-d-action").title == "Le nôtre"


def test_every_tool_of_the_seeds_is_two_pages(guide: GuidePage, tmp_path: Path) -> None:
    with translation.override("fr"):
        for tool in Tool.objects.select_related("live_revision"):
            assert tool.live_revision is not None
            pdf = tmp_path / f"{tool.slug}.pdf"
            pdf.write_bytes(Laid(tool).write("pdf", tool.live_revision.created_at.date()))
            assert facts(pdf) == {"Title": tool.title, "Tagged": "yes", "Pages": "2"}
