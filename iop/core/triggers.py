"""Database triggers that keep the record true whichever path a write takes."""

from __future__ import annotations

import pgtrigger


def append_only() -> list[pgtrigger.Trigger]:
    """Refuse UPDATE, DELETE and TRUNCATE on a table: history is added to, never changed.

    ``pgtrigger.Protect`` works row by row and cannot see a TRUNCATE, so that one is a statement trigger of its own.
    """
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        no_truncate(),
    ]


def no_truncate() -> pgtrigger.Trigger:
    """Refuse TRUNCATE on a table."""
    return pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'the table %% keeps its history and cannot be truncated', TG_TABLE_NAME;",
    )


def no_delete() -> list[pgtrigger.Trigger]:
    """Refuse DELETE and TRUNCATE: rows of the clinical record are ended or marked, never removed."""
    return [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete), no_truncate()]


def locked_once_signed(column: str = "signed_at") -> list[pgtrigger.Trigger]:
    """Refuse UPDATE and DELETE of a row once ``column`` is set; only an addendum may follow a signature."""
    return [
        pgtrigger.Protect(
            name="locked_once_signed",
            operation=pgtrigger.Update | pgtrigger.Delete,
            condition=pgtrigger.Q(**{f"old__{column}__isnull": False}),
        ),
        no_truncate(),
    ]
