"""Bringing every encrypted value under the current key, in batches that may be cut off anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, transaction

from iop.core.crypto import (
    FORM,
    BlindIndexField,
    EncryptedField,
    Unreadable,
    blind_index,
    current_key_id,
    decrypt,
    encrypt,
)

BATCH = 500


@dataclass
class Count:
    """What was found in one encrypted column."""

    place: str
    current: int = 0
    """Values that stand under the current key already."""
    old: int = 0
    """Values that stood under another key when counting began."""
    renewed: int = 0
    """Values that were brought under the current key."""
    unreadable: int = 0
    """Values that no key opens; they are left as they are."""


def encrypted_fields() -> Iterator[EncryptedField]:
    """Name every encrypted column of the house."""
    for model in apps.get_models(include_auto_created=True):
        yield from (field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedField))


def count(field: EncryptedField) -> Count:
    """Count a column's values under the current key and under others."""
    names = _names(field)
    sql = f"SELECT count(*) FILTER (WHERE {names.column} LIKE %s), count({names.column}) FROM {names.table}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [_mark()])
        current, every = cursor.fetchone()
    return Count(field.place, current=current, old=every - current)


def rotate(field: EncryptedField, batch: int = BATCH) -> Count:
    """Bring a column under the current key. Each batch is a transaction of its own, so what was done stays done.

    What is left is what still names another key: a run that was killed is simply started again, and two at once share the rows.
    """
    found = count(field)
    after: Any = None
    while True:
        after, renewed, unreadable = _one_batch(field, after, batch)
        found.renewed += renewed
        found.unreadable += unreadable
        if after is None:
            return found


@transaction.atomic
def _one_batch(field: EncryptedField, after: Any, batch: int) -> tuple[Any, int, int]:
    rows = _locked(field, after, batch)
    renewed = unreadable = 0
    for key, token in rows:
        try:
            value = decrypt(token, field.place)
        except Unreadable:
            unreadable += 1
            continue
        _renew(field, key, value)
        renewed += 1
    return (rows[-1][0] if rows else None), renewed, unreadable


def _locked(field: EncryptedField, after: Any, batch: int) -> list[tuple[Any, str]]:
    names = _names(field)
    beyond, start = ("", []) if after is None else (f"AND {names.key} > %s", [after])
    sql = f"SELECT {names.key}, {names.column} FROM {names.table} WHERE {names.column} NOT LIKE %s {beyond}"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {names.key} LIMIT %s FOR UPDATE", [_mark(), *start, batch])
        return list(cursor.fetchall())


def _renew(field: EncryptedField, key: Any, value: str) -> None:
    names = _names(field)
    columns = {names.column: encrypt(value, field.place)}
    columns.update({_quoted(index.column): blind_index(value, index.purpose) for index in _indexes_of(field)})
    assignments = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {names.table} SET {assignments} WHERE {names.key} = %s", [*columns.values(), key])


def _indexes_of(field: EncryptedField) -> list[BlindIndexField]:
    fields = field.model._meta.local_concrete_fields
    return [other for other in fields if isinstance(other, BlindIndexField) and other.of == field.name]


class _Names(NamedTuple):
    table: str
    column: str
    key: str


def _names(field: EncryptedField) -> _Names:
    meta: Any = field.model._meta
    return _Names(_quoted(meta.db_table), _quoted(field.column), _quoted(meta.pk.column))


def _mark() -> str:
    # An id holds letters, digits and hyphens only: nothing in it means anything to LIKE.
    return f"{FORM}.{current_key_id()}.%"


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
