"""What each table and column means, so that an export can be read without this program."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import override

from iop.core.crypto import EncryptedField
from iop.workflows.clinic_export.tables import Table

FORMS = {
    "uuid": "UUID as text",
    "timestamp with time zone": "instant, ISO 8601 in UTC",
    "date": "date, ISO 8601",
    "time": "wall time, ISO 8601",
    "boolean": "true or false",
    "jsonb": "JSON",
}
"""How a column's values stand in a line, by the beginning of its type in the database."""


def described(table: Table, connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """Say what a table is, and of each column its type, form, meaning, what it refers to and what its codes mean."""
    with override("en"):
        return {
            "table": table.name,
            "is": table.model._meta.label,
            "means": _said(table.model),
            "key": _key(table.model),
            "columns": [_column(table.model, field, connection) for field in table.columns],
            "left_out": {column: each.why for column, each in table.hidden.items()},
            "worked_out_anew": [index.column for index in table.indexes],
        }


def _column(model: type[models.Model], field: Any, connection: BaseDatabaseWrapper) -> dict[str, Any]:
    kind = "text" if isinstance(field, EncryptedField) else str(field.db_type(connection))
    found: dict[str, Any] = {"name": field.column, "type": kind, "form": _form(kind), "may_be_null": field.null}
    if meaning := _meanings(model).get(field.name, str(field.help_text or "")):
        found["means"] = meaning
    if isinstance(field, EncryptedField):
        found["was_encrypted"] = True
    if field.remote_field:
        found["refers_to"] = f"{field.remote_field.model._meta.db_table}.{field.target_field.column}"
    if choices := field.flatchoices or getattr(getattr(field, "base_field", None), "flatchoices", None):
        found["codes"] = {str(code): str(words) for code, words in choices}
    return found


def _form(kind: str) -> str:
    if kind.endswith("[]"):
        return f"list of: {_form(kind[:-2])}"
    if kind.startswith("numeric"):
        return "decimal as text"
    if kind in {"integer", "smallint", "bigint"}:
        return "whole number"
    return next((form for start, form in FORMS.items() if kind.startswith(start)), "text")


def _key(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return str(model._meta.pk.column)


def _said(model: type[models.Model]) -> str:
    written = inspect.cleandoc(model.__doc__ or "")
    # Django writes a docstring of its own, the list of fields, where a model has none.
    return "" if written.startswith(f"{model.__name__}(") else written


@cache
def _meanings(model: type[models.Model]) -> dict[str, str]:
    """Collect what stands under the fields of a model and of the models it builds on, in their source."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, models.Model) and each is not models.Model:
            found |= _meanings_in(each)
    return {name: words for name, words in found.items() if _is_field(model, name)}


def _meanings_in(model: type[models.Model]) -> dict[str, str]:
    try:
        source = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    except (OSError, TypeError):
        # A table between two others was written by nobody.
        return {}
    assert isinstance(source, ast.ClassDef)
    found = {}
    for before, after in zip(source.body, source.body[1:], strict=False):
        named = before.targets[0] if isinstance(before, ast.Assign) else getattr(before, "target", None)
        if isinstance(named, ast.Name) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found[named.id] = inspect.cleandoc(str(after.value.value))
    return found


def _is_field(model: type[models.Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
