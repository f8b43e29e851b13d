"""The dossier leaves as a document."""

from __future__ import annotations

import subprocess
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.amarres import Amarres


def take_the_dossier(story: Amarres, folder: Path) -> str:
    """Asks for it, waits for the worker, downloads it. Gives its text."""
    page = story.lise.go("/fiches/")
    page.get_by_role("button", name="Tout le dossier, en PDF").click()
    page.wait_for_url("**/documents/**")
    ready = page.get_by_role("link", name="Télécharger")
    expect(ready).to_be_visible(timeout=120_000)
    with page.expect_download() as download:
        ready.click()
    file = folder / "dossier.pdf"
    download.value.save_as(file)
    return subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True).stdout
