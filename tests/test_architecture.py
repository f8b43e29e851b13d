"""The house rules of docs/architecture.md, as tests."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["coursesite", "modules", "step_guides", "certification"]
TOP_LEVEL = {
    "coursesite", "modules", "step_guides", "certification", "templates", "tests", "docs", ".ci", "pyproject.toml", "README.md", "Makefile",
    "manage.py", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", ".env.example", ".gitignore", "requirements.lock",
    "requirements-dev.lock",
}  # fmt: skip
VAGUE = {"utils", "helpers", "services", "misc", "common"}


def tracked(pattern: str) -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return [ROOT / name for name in listed if (ROOT / name).exists()]


def ours() -> list[Path]:
    return [file for file in tracked("*.py") if "migrations" not in file.parts]


def room_models() -> list[type[models.Model]]:
    labels = {config.label for config in apps.get_app_configs() if config.name in settings.ROOMS}
    return [model for model in apps.get_models() if model._meta.app_label in labels]


def test_import_contracts_hold() -> None:
    result = subprocess.run([str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_contracts_have_no_exceptions() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


def test_the_top_level_is_the_one_decided() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in tracked("*")} <= TOP_LEVEL


def test_python_files_are_at_most_300_lines() -> None:
    assert [str(file) for file in ours() if len(file.read_text().splitlines()) > 300] == []


def test_templates_are_at_most_150_lines() -> None:
    assert [str(file) for file in tracked("templates/*.html") if len(file.read_text().splitlines()) > 150] == []


def test_files_are_named_for_what_they_hold() -> None:
    assert [str(file) for file in ours() if file.stem in VAGUE] == []


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def view_files() -> list[Path]:
    return [
        file for file in ours() if file.parts[len(ROOT.parts)] in FLOORS and ("views" in file.stem or file.parent.name == "views")
    ]


def test_views_are_at_most_40_lines() -> None:
    long = [
        f"{file.name}:{one.name}" for file in view_files() for one in functions(file) if (one.end_lineno or 0) - one.lineno > 40
    ]
    assert long == []


def test_only_one_module_imports_weasyprint() -> None:
    found = [str(file.relative_to(ROOT)) for file in ours() if re.search(r"^\s*(import|from) weasyprint", file.read_text(), re.M)]
    assert [name for name in found if not name.startswith("tests/")] == ["coursesite/core/documents.py"]


def test_only_one_module_imports_tincan() -> None:
    found = [str(file.relative_to(ROOT)) for file in ours() if re.search(r"^\s*(import|from) tincan", file.read_text(), re.M)]
    assert [name for name in found if not name.startswith("tests/")] == ["coursesite/tracking/builder.py"]


def test_the_lock_files_hold_no_address_and_no_look_alike() -> None:
    for name in ["requirements.lock", "requirements-dev.lock"]:
        text = (ROOT / name).read_text()
        assert "http" not in text and "--index" not in text
        names = set(re.findall(r"^([a-z0-9._-]+)==", text, re.M))
        assert names.isdisjoint({"xapi-python", "xapi", "edx-tincan-py35", "capsulesu-tincan-py35", "wagtail-2fa"})


def test_every_task_is_named() -> None:
    current_app.loader.import_default_modules()
    labels = {config.label for config in apps.get_app_configs() if config.name in settings.ROOMS}
    own = [name for name in current_app.tasks if not name.startswith("celery.")]
    assert own and [name for name in own if name.split(".")[0] not in labels] == []


def test_every_notification_has_its_templates() -> None:
    from coursesite.notifications.base import registered

    assert registered()
    for notification in registered().values():
        for name in notification.templates:
            get_template(name)


def test_every_notification_says_its_topic() -> None:
    """`topic = Topic.…` (coursesite/notifications/enums.py): by it, people choose how they are told."""
    from coursesite.notifications.base import registered
    from coursesite.notifications.enums import Topic

    assert [key for key, one in registered().items() if getattr(one, "topic", None) not in Topic] == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_people_and_evidence_are_protected() -> None:
    """Nothing disappears because an account does: every key to a person is PROTECT."""
    user = settings.AUTH_USER_MODEL
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in room_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.label == user
        and field.remote_field.on_delete is not models.PROTECT
        and field.name != "locked_by"  # the lock of an editor on content: the CMS's own, and no evidence
    ]
    assert wrong == []


def test_constraints_are_named_after_their_room() -> None:
    wrong = [
        constraint.name
        for model in room_models()
        for constraint in model._meta.constraints
        if not constraint.name.startswith(f"{model._meta.app_label}_")
    ]
    assert wrong == []


def test_no_signal_is_received_between_our_rooms() -> None:
    """But one: what the CMS saves without a word of its own tells the cache of public pages."""
    found = [
        str(file)
        for file in ours()
        if re.search(r"@receiver\(|(pre|post)_(save|delete)\.connect\((?!content_changed)", file.read_text())
    ]
    assert [name for name in found if "/tests/" not in name] == []


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", re.I)
    pages = [file for file in tracked("templates/*.html") if "/emails/" not in str(file) and "/pdf/" not in str(file)]
    assert [str(file) for file in pages if inline.search(file.read_text())] == []


def test_no_third_party_host_is_loaded() -> None:
    loads = re.compile(r"(src|href)=\"(https?:)?//[^\"]+\.(js|css|woff2?|png|jpe?g)\"|@import url\(", re.I)
    files = [*tracked("templates/*.html"), *tracked("coursesite/static/*.css"), *tracked("coursesite/static/*.js")]
    assert [str(file) for file in files if loads.search(file.read_text())] == []


def test_code_names_no_machine() -> None:
    marks = re.compile(re.escape(f"{ROOT}/") + r"|--(extra-)?index-url|--find-links")
    files = [
        file
        for file in tracked("*")
        if file.suffix in {".py", ".md", ".toml", ".html", ".css", ".js", ".lock", ""} and file.is_file()
    ]
    assert [
        str(file) for file in files if file.name != "test_architecture.py" and marks.search(file.read_text(errors="ignore"))
    ] == []


@pytest.mark.django_db
def test_seeding_twice_changes_nothing() -> None:
    call_command("seed_site", "--demo", verbosity=0)
    before = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
    call_command("seed_site", "--demo", verbosity=0)
    assert {model._meta.label: model._base_manager.count() for model in apps.get_models()} == before
