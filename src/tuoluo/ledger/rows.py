"""Writing one row: the same statements that the framework would send, put together once instead of every time.

An act writes a row or two and one entry of the record; building those statements anew cost more than all the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from tuoluo.kernel.refusals import require
from tuoluo.ledger.limits import unfit


def insert(row: models.Model) -> None:
    """Write a new row whose primary key is set, or is not wanted back."""
    require(unfit(row))
    fields = _fields(type(row), ())
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(row), connection.vendor), [_value(row, field) for field in fields])
    row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write some fields of a row that exists."""
    require(unfit(row, names))
    fields = (*_fields(type(row), tuple(names)), row._meta.pk)
    with connection.cursor() as cursor:
        cursor.execute(_change(type(row), tuple(names), connection.vendor), [_value(row, field) for field in fields])
        if cursor.rowcount != 1:
            raise models.ObjectDoesNotExist(f"{row._meta.model_name} {row.pk} is not there to be changed")


def _value(row: models.Model, field: Any) -> Any:
    return field.get_db_prep_save(field.pre_save(row, field.primary_key), connection)


@cache
def _fields(model: type[models.Model], names: tuple[str, ...]) -> tuple[Any, ...]:
    """The named fields, or all that are given by us when none is named."""
    if names:
        return tuple(model._meta.get_field(name) for name in names)
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))


@cache
def _insertion(model: type[models.Model], vendor: str) -> str:
    columns = [_quoted(field.column) for field in _fields(model, ())]
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608


@cache
def _change(model: type[models.Model], names: tuple[str, ...], vendor: str) -> str:
    sets = ", ".join(f"{_quoted(field.column)} = %s" for field in _fields(model, names))
    key = _quoted(str(model._meta.pk.column))
    return f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE {key} = %s"  # noqa: S608


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
