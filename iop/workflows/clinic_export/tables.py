"""Which tables there are, how their rows are written, and how they are taken in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from iop.core.crypto import BlindIndexField, EncryptedField, blind_index, decrypt, encrypt
from iop.workflows.clinic_export.left_out import HIDDEN, LEFT_OUT, Hidden

ROWS_AT_ONCE = 1_000
"""Rows that are in memory at a time, whatever the size of the clinic."""


@dataclass(frozen=True)
class Table:
    """One table of an export."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        """Give its name in the database."""
        return self.model._meta.db_table

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns that leave: all but what is left out and the blind indexes, which are worked out anew."""
        return [
            field
            for field in self.model._meta.local_concrete_fields
            if not isinstance(field, BlindIndexField) and self._place(field) not in HIDDEN
        ]

    @cached_property
    def hidden(self) -> dict[str, Hidden]:
        """Name the columns that stay, with what stands there afterwards."""
        fields = self.model._meta.local_concrete_fields
        return {str(field.column): HIDDEN[place] for field in fields if (place := self._place(field)) in HIDDEN}

    @cached_property
    def encrypted(self) -> list[EncryptedField]:
        """Name the columns that are closed in the database and open in an export."""
        return [field for field in self.columns if isinstance(field, EncryptedField)]

    @cached_property
    def indexes(self) -> list[BlindIndexField]:
        """Name the columns that find equal closed values."""
        return [field for field in self.model._meta.local_concrete_fields if isinstance(field, BlindIndexField)]

    @cached_property
    def files(self) -> list[str]:
        """Name the columns that hold the name of a stored file."""
        return [str(field.column) for field in self.columns if isinstance(field, models.FileField)]

    def lines(self, connection: BaseDatabaseWrapper) -> Iterator[str]:
        """Give each row as one line of JSON, in the order of its key. The server keeps its place: memory does not grow."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(self._select(connection))
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                for (line,) in rows:
                    yield self._opened(line) if self.encrypted else line

    def take_in(self, lines: Sequence[str], connection: BaseDatabaseWrapper) -> None:
        """Insert rows as an export wrote them."""
        if self.encrypted or self.hidden:
            lines = [self._closed(line) for line in lines]
        with connection.cursor() as cursor:
            cursor.execute(self._insert(connection), [f"[{','.join(lines)}]"])

    def _place(self, field: Any) -> str:
        return f"{self.name}.{field.column}"

    def _select(self, connection: BaseDatabaseWrapper) -> str:
        quote, key = connection.ops.quote_name, self.model._meta.pk
        assert key is not None
        chosen = ", ".join(_as_written(field, quote(field.column), connection) for field in self.columns)
        return (
            f"SELECT row_to_json(line)::text FROM (SELECT {chosen} FROM {quote(self.name)} "  # noqa: S608 - our own names
            f"ORDER BY {quote(str(key.column))}) AS line"
        )

    def _insert(self, connection: BaseDatabaseWrapper) -> str:
        quote = connection.ops.quote_name
        fields = self.model._meta.local_concrete_fields
        names = ", ".join(quote(str(field.column)) for field in fields)
        taken = ", ".join(_as_taken(field, quote(str(field.column))) for field in fields)
        table = quote(self.name)
        return f"INSERT INTO {table} ({names}) SELECT {taken} FROM json_populate_recordset(NULL::{table}, %s::json)"  # noqa: S608

    def _opened(self, line: str) -> str:
        row = json.loads(line)
        for field in self.encrypted:
            if row[field.column] is not None:
                row[field.column] = decrypt(row[field.column], field.place)
        return as_line(row)

    def _closed(self, line: str) -> str:
        row = json.loads(line)
        for index in self.indexes:
            value = row[self.model._meta.get_field(index.of).column]  # type: ignore[union-attr]
            row[index.column] = "" if value is None else blind_index(value, index.purpose)
        for field in self.encrypted:
            if row[field.column] is not None:
                row[field.column] = encrypt(row[field.column], field.place)
        return as_line(row | {column: each.instead() for column, each in self.hidden.items()})


def tables() -> list[Table]:
    """List every table that an export carries, by name; the tables of libraries and of many-to-many links too."""
    found = [Table(model) for model in _models() if model._meta.db_table not in LEFT_OUT]
    return sorted(found, key=lambda table: table.name)


def as_line(row: Any) -> str:
    """Write a value as one line of JSON, always the same way."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _models() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _as_written(field: Any, column: str, connection: BaseDatabaseWrapper) -> str:
    # A decimal as a number of JSON would be read as a binary fraction.
    kind = str(field.db_type(connection))
    if kind.startswith("numeric"):
        return f"{column}::text[] AS {column}" if kind.endswith("[]") else f"{column}::text AS {column}"
    return column


def _as_taken(field: Any, column: str) -> str:
    # JSON has one null; a column that may not be empty can only have meant its own.
    return f"COALESCE({column}, 'null'::jsonb)" if isinstance(field, models.JSONField) and not field.null else column
