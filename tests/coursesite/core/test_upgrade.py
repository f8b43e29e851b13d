"""A site that is upgraded: migrations change tables whose rows are frozen, and the database goes on refusing after them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, models
from django.db.migrations import Migration
from pytest_django import DjangoDbBlocker

from coursesite.core.checks import evidence_is_frozen
from coursesite.core.frozen import everything, missing
from tests.database import use_a_copy

pytestmark = pytest.mark.slow

SOME = [(Migration("9999_some", "reviews"), False)]


@pytest.fixture
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of its own: what migrations do to it concerns no other test."""
    usual = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        use_a_copy("upgrade", keep=True)
        assert missing() == []
        yield
        connection.creation.destroy_test_db(usual, verbosity=0)


@pytest.mark.parametrize("room", ["reviews", "certificates"])
def test_migrations_run_beside_frozen_rows(site: None, room: str):
    call_command("migrate", room, "0001", verbosity=0)
    assert set(missing()) <= names_of(room)  # the others came back already
    call_command("migrate", verbosity=0)
    assert missing() == []


def test_each_frozen_table_can_be_altered(site: None):
    tables = {model._meta.db_table: model for model in apps.get_models()}
    emit_pre_migrate_signal(0, False, "default", plan=SOME)
    with connection.schema_editor() as editor:
        for table, column in sorted({(one.table, one.columns[-1]) for one in everything()}):
            old = next(field for field in tables[table]._meta.concrete_fields if field.column == column)
            if not old.is_relation:
                new = models.TextField(default="", db_column=column)
                new.set_attributes_from_name(old.name)
                editor.alter_field(tables[table], old, new)
    assert set(missing()) == {one.name for one in everything()}
    emit_post_migrate_signal(0, False, "default")
    assert missing() == []


def test_a_migrate_cut_short_is_said_and_the_next_one_repairs(site: None):
    emit_pre_migrate_signal(0, False, "default", plan=SOME)
    said = evidence_is_frozen(databases=["default"])
    assert {message.id for message in said} == {"core.W008"}
    assert len(said) == len(everything())
    call_command("migrate", verbosity=0)
    assert evidence_is_frozen(databases=["default"]) == []


def test_evidence_stays_frozen_when_there_is_nothing_to_migrate(site: None):
    emit_pre_migrate_signal(0, False, "default", plan=[])
    assert missing() == []


def test_what_an_earlier_release_froze_is_let_go(site: None):
    frozen_as_before = everything()[0].sql(connection.vendor)
    with connection.cursor() as cursor:
        for statement in frozen_as_before:
            cursor.execute(statement.replace(everything()[0].name, "reviews_review_frozen_otherwise"))
    assert "reviews_review_frozen_otherwise" in triggers()
    call_command("migrate", verbosity=0)
    assert triggers() == {one.name for one in everything()}


def names_of(room: str) -> set[str]:
    return {one.name for one in everything() if one.table.startswith(f"{room}_")}


def triggers() -> set[str]:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%frozen%'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE '%frozen%'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return {row[0] for row in cursor.fetchall()}
