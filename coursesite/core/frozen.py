"""Evidence that the database itself refuses to change: a room's `frozen.py` says which columns, and from when.

    freeze(Submission, "number", "snapshot", "sha256")               from the first day
    freeze(Review, "letter", "decision", once="sent_at")             once a column is filled
    freeze(Score, "level", once="sent_at", of="review")              … or a column of the row that it is a part of

The triggers go before migrations run and come back after them: SQLite cannot rename a table that the trigger of another one asks,
and loses those of a table that it remakes. A `migrate` cut short leaves none; the next one puts them back, and until then
`manage.py check --database default` says which are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.models import Model
from django.utils.module_loading import autodiscover_modules

_registry: dict[str, Frozen] = {}

# The triggers that are there, each with what takes it away.
HELD = {
    "sqlite": """SELECT name, 'DROP TRIGGER "' || name || '"' FROM sqlite_master WHERE type = 'trigger' AND instr(name, '_frozen')""",
    "postgresql": """SELECT tgname, 'DROP FUNCTION IF EXISTS ' || tgfoid::regprocedure || ' CASCADE' FROM pg_trigger
        WHERE NOT tgisinternal AND strpos(tgname, '_frozen') > 0""",
}


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
                f'CREATE TRIGGER "{self.name}" BEFORE UPDATE ON "{self.table}" WHEN {changed} '
                f"BEGIN SELECT RAISE(ABORT, '{self.table} is frozen'); END",
            ]
        return [  # in the function, not in WHEN, which may ask no other table
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger AS $$ BEGIN IF {changed} THEN '
            f"RAISE EXCEPTION '{self.table} is frozen' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$ "
            f"LANGUAGE plpgsql",
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
    """After each `migrate`: these triggers and no other."""
    connection = connections[using]
    if connection.vendor not in HELD:
        return
    with transaction.atomic(using=using):
        _drop_all(connection)
        create(connection, _possible(connection))


def thaw_all(using: str = "default", plan: Sequence[Any] = (), **_signal: Any) -> None:
    """Before migrations run. With none to run, evidence stays frozen."""
    connection = connections[using]
    if connection.vendor in HELD and plan:
        with transaction.atomic(using=using):
            _drop_all(connection)


def create(connection: Any, wanted: Iterable[Frozen]) -> None:
    with connection.cursor() as cursor:
        for one in wanted:
            for statement in one.sql(connection.vendor):
                cursor.execute(statement)


def missing(using: str = "default") -> list[str]:
    connection = connections[using]
    return sorted({one.name for one in _possible(connection)} - _held(connection)) if connection.vendor in HELD else []


def _possible(connection: Any) -> list[Frozen]:
    """Those whose tables and columns are there: migrations may have stopped half way."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        columns = {
            table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for table in {table for one in everything() for table in one.needs()} & tables
        }
    return [one for one in everything() if all(names <= columns.get(table, set()) for table, names in one.needs().items())]


def _held(connection: Any) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(HELD[connection.vendor])
        return {name for name, _drop in cursor.fetchall()}


def _drop_all(connection: Any) -> None:
    """Of earlier releases too, whatever they froze."""
    with connection.cursor() as cursor:
        cursor.execute(HELD[connection.vendor])
        for _name, drop in cursor.fetchall():
            cursor.execute(drop)
