"""Evidence that the database itself refuses to change: a room's `frozen.py` says which columns, and from when.

    freeze(Submission, "number", "snapshot", "sha256")               from the first day
    freeze(Review, "letter", "decision", once="sent_at")             once a column is filled
    freeze(Score, "level", once="sent_at", of="review")              … or a column of the row that it is a part of

The triggers are made again after each `migrate`: on SQLite, a migration that rebuilds a table drops them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import Model
from django.utils.module_loading import autodiscover_modules

_registry: dict[str, Frozen] = {}


@dataclass(frozen=True)
class Frozen:
    """`columns` and `once` are of the database; `owner` is (its table, the column that leads to it)."""

    name: str
    table: str
    columns: tuple[str, ...]
    once: str = ""
    owner: tuple[str, str] | None = None

    def needs(self) -> dict[str, set[str]]:
        """{table: columns} without which there is nothing to freeze: a database half way through its migrations."""
        mine = {*self.columns, *([self.owner[1]] if self.owner else [self.once] if self.once else [])}
        return {self.table: mine} | ({self.owner[0]: {self.once}} if self.owner else {})

    def sql(self, vendor: str) -> list[str]:
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        changed = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in self.columns)
        if self.owner:
            table, column = self.owner
            filled = f'SELECT 1 FROM "{table}" WHERE "id" = OLD."{column}" AND "{self.once}" IS NOT NULL'  # noqa: S608 (names of our columns)
            changed = f"({changed}) AND EXISTS ({filled})"
        elif self.once:
            changed = f'OLD."{self.once}" IS NOT NULL AND ({changed})'
        if vendor == "sqlite":
            return [
                f'DROP TRIGGER IF EXISTS "{self.name}"',
                f'CREATE TRIGGER "{self.name}" BEFORE UPDATE ON "{self.table}" WHEN {changed} '
                f"BEGIN SELECT RAISE(ABORT, '{self.table} is frozen'); END",
            ]
        return [  # in the function, not in WHEN, which may ask no other table
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger AS $$ BEGIN IF {changed} THEN '
            f"RAISE EXCEPTION '{self.table} is frozen' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$ "
            f"LANGUAGE plpgsql",
            f'DROP TRIGGER IF EXISTS "{self.name}" ON "{self.table}"',
            f'CREATE TRIGGER "{self.name}" BEFORE UPDATE ON "{self.table}" FOR EACH ROW EXECUTE FUNCTION "{self.name}"()',
        ]


def freeze(model: type[Model], *fields: str, once: str = "", of: str = "") -> None:
    meta = model._meta
    columns = tuple(str(meta.get_field(name).column) for name in fields)  # type: ignore[union-attr]
    owner = None
    if of:
        link: Any = meta.get_field(of)
        owner = (link.related_model._meta.db_table, link.column)
    name = "_".join(filter(None, (meta.db_table, "frozen", of, once)))
    _registry[name] = Frozen(name, meta.db_table, columns, once, owner)


def everything() -> list[Frozen]:
    autodiscover_modules("frozen")
    return list(_registry.values())


def freeze_all(using: str = "default", **_signal: Any) -> None:
    """Called after each `migrate`. Freezes what is there."""
    connection = connections[using]
    if connection.vendor not in ("sqlite", "postgresql") or not apps.ready:
        return
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for one in everything():
            if all(table in tables and columns <= _columns(connection, cursor, table) for table, columns in one.needs().items()):
                for statement in one.sql(connection.vendor):
                    cursor.execute(statement)


def _columns(connection: Any, cursor: Any, table: str) -> set[str]:
    return {column.name for column in connection.introspection.get_table_description(cursor, table)}
