"""Statements whose SQL is built once, for the one or two paths that people wait for all day. Building what the ORM sends takes it ten times
as long as the database takes to answer; on SQLite that is time during which nobody else can write.

What is sent is what the ORM would send (tested). Everywhere else, use the ORM.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, QuerySet, Value


class Slot(Value):
    """Stands in a query for a value that is given each time the query is sent."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(None, output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [self]


class Prepared:
    """A SELECT of at most one row. `build` makes it once, a `values_list` with slots."""

    def __init__(self, build: Callable[[], QuerySet]) -> None:
        self._compiled = cache(lambda vendor: _compiled(build()))

    def one(self, **values: Any) -> list[Any] | None:
        """The row for these values of the slots."""
        here = connections[DEFAULT_DB_ALIAS]
        sql, params, slots, converters = self._compiled(here.vendor)
        ready = {name: field.get_db_prep_value(values[name], here) for name, field in slots.items()}
        given = [ready[one.name] if isinstance(one, Slot) else one for one in params]
        with here.cursor() as cursor:
            cursor.execute(sql, given)
            found = cursor.fetchone()
        if found is None:
            return None
        row = list(found)
        for place, (convert, expression) in converters.items():
            for function in convert:
                row[place] = function(row[place], expression, here)
        return row


def _compiled(queryset: QuerySet) -> tuple[str, tuple, dict[str, Field], dict]:
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    slots = {one.name: one.output_field for one in params if isinstance(one, Slot)}
    return sql, params, slots, compiler.get_converters([expression for expression, _sql, _alias in compiler.select])


@dataclass(frozen=True)
class Statement:
    """A write whose text and values are made, before the transaction in which it is sent: others wait for the sending only."""

    sql: str
    params: list[Any]

    def send(self, cursor: Any) -> bool:
        """Whether it changed one row."""
        cursor.execute(self.sql, self.params)
        return cursor.rowcount == 1


def update(model: type[Model], where: dict[str, Any], values: dict[str, Any]) -> Statement:
    """`model.objects.filter(**where).update(**values) == 1`, for equalities and plain values."""
    here = connections[DEFAULT_DB_ALIAS]
    written, asked = tuple(sorted(values)), tuple(sorted(where))  # one text, in whatever order a client names its fields
    params = [prepare(values[name], here) for name, prepare in _savers(model, written)]
    params += [prepare(where[name], here) for name, prepare in _savers(model, asked)]
    return Statement(_update_sql(model, written, asked, here.vendor), params)


def insert(instance: Model) -> Statement:
    """`instance.save(force_insert=True)` for a model without signals, and without reading the new primary key."""
    here, model = connections[DEFAULT_DB_ALIAS], type(instance)
    params = [prepare(getattr(instance, name), here) for name, prepare in _savers(model, _inserted(model))]
    return Statement(_insert_sql(model, here.vendor), params)


@cache
def _savers(model: type[Model], names: tuple[str, ...]) -> list[tuple[str, Callable[[Any, Any], Any]]]:
    """What brings the value of each field to what the driver takes."""
    return [(name, _field(model, name).get_db_prep_save) for name in names]


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


@cache
def _inserted(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.local_concrete_fields if not field.primary_key)


def _quoted(name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)


def _columns(model: type[Model], names: tuple[str, ...]) -> list[str]:
    return [_quoted(_field(model, name).column) for name in names]


@cache
def _update_sql(model: type[Model], values: tuple[str, ...], where: tuple[str, ...], _vendor: str) -> str:
    table = _quoted(model._meta.db_table)
    written = ", ".join(f"{column} = %s" for column in _columns(model, values))
    asked = " AND ".join(f"{table}.{column} = %s" for column in _columns(model, where))
    return f"UPDATE {table} SET {written} WHERE ({asked})"  # noqa: S608 (names of our models)


@cache
def _insert_sql(model: type[Model], _vendor: str) -> str:
    table, columns = _quoted(model._meta.db_table), _columns(model, _inserted(model))
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 (names of our models)
