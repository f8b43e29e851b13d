"""The database of a test process: a copy of one that the session migrated once.

Migrating an empty database takes a quarter of a minute, copying the result a moment. `migrate` itself runs each time the session
begins, on nothing (or, with `--reuse-db`, on what the session before left, so that it applies what is new). Nobody but `migrate`
writes in that original, so what tests leave behind in their copies never meets the next session.
"""

from __future__ import annotations

import gc
from pathlib import Path

from django.db import connection

from tests.once import turn

ORIGINAL = connection.creation._get_test_db_name()  # read before any process turns elsewhere


def use_a_copy(process: str, *, keep: bool) -> None:
    """Turns this process's connection towards `test_<process>`; `keep`: the original of an earlier session will do."""
    creation = connection.creation
    with turn("database") as first:
        if first:
            migrate(keep=keep)
        connection.close()  # an earlier copy: nobody reads what is about to be replaced
        connection.settings_dict["NAME"] = ORIGINAL
        copy = creation.get_test_db_clone_settings(process)["NAME"]
        forget_journals(copy)
        creation.clone_test_db(process, verbosity=0, autoclobber=True)
    connection.settings_dict["NAME"] = copy


def migrate(*, keep: bool) -> None:
    if not keep:
        forget_journals(ORIGINAL)
    gc.disable()  # each migration draws the models anew: a fifth of the time would go into sorting the old ones out
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
    finally:
        gc.enable()
    connection.close()  # nothing waits in a journal, and PostgreSQL copies only what nobody reads


def forget_journals(name: str) -> None:
    """A killed process leaves SQLite's journal behind: beside another file of that name it would be played into it."""
    if connection.vendor == "sqlite":
        for journal in ("-wal", "-shm"):
            Path(name + journal).unlink(missing_ok=True)
