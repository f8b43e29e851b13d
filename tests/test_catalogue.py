"""The French catalogue is complete: gathered anew from the sources, nothing is untranslated, fuzzy or left over."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("coursesite/locale/fr/LC_MESSAGES/django.po")


def test_every_string_is_in_french(tmp_path: Path) -> None:
    copy = tmp_path / "site"
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    for name in names:
        if name.endswith((".py", ".html", ".txt", ".po")) and not name.startswith("tests/") and (ROOT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "fr", "--no-location", "--no-wrap", "--verbosity", "0"]
    environment = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "coursesite.settings",
        "PYTHONPATH": str(copy),
        "SECRET_KEY": "x",
        "DEBUG": "1",
    }
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    gathered = polib.pofile(str(copy / CATALOGUE))
    current = [entry for entry in gathered if not entry.obsolete]
    assert [entry.msgid for entry in current if not entry.translated() or entry.fuzzy] == []
    shipped = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(ROOT / CATALOGUE)) if not entry.obsolete}
    assert {(entry.msgctxt, entry.msgid) for entry in current} == shipped


def test_french_is_typeset() -> None:
    """Non-breaking spaces before high punctuation and inside guillemets; no straight apostrophe; no midpoint."""
    wrong = []
    for entry in polib.pofile(str(ROOT / CATALOGUE)):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if any(mark in text for mark in [" ;", " !", " ?", " »", "« ", "'", "·"]) or " : " in text:
                wrong.append(text)
    assert wrong == []
