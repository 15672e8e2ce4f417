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
        func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
    )


def kept_for_a_while(young: str) -> list[pgtrigger.Trigger]:
    """Refuse TRUNCATE, and DELETE of a row of which ``young`` holds: a condition in SQL, about ``OLD``."""
    refused = "RAISE EXCEPTION 'the table % keeps its rows for a while', TG_TABLE_NAME;"
    return [
        pgtrigger.Trigger(
            name="kept_for_a_while",
            when=pgtrigger.Before,
            operation=pgtrigger.Delete,
            func=f"IF {young} THEN {refused} END IF; RETURN OLD;",
        ),
        no_truncate(),
    ]


def written_once(young: str) -> list[pgtrigger.Trigger]:
    """Refuse UPDATE and TRUNCATE, and DELETE of a row of which ``young`` holds: history that is forgotten whole, and never changed."""
    return [pgtrigger.Protect(name="written_once", operation=pgtrigger.Update), *kept_for_a_while(young)]


def no_delete() -> list[pgtrigger.Trigger]:
    """Refuse DELETE and TRUNCATE: rows of the clinical record are ended or marked, never removed."""
    return [
        pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        no_truncate(),
    ]


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


def status_has_history(history: str, key: str, initial: str) -> list[pgtrigger.Trigger]:
    """Let a status column only say what the newest row of its append-only history says.

    ``history`` is the history's table, ``key`` its column that points here, ``initial`` the status that needs no row yet.
    Checked when the transaction ends, so that an action may write the two in either order.
    """
    func = f"""
    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;
    SELECT h.status INTO kept FROM {history} h WHERE h.{key} = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;
    IF shown IS DISTINCT FROM COALESCE(kept, '{initial}') THEN
        RAISE EXCEPTION 'the status of a row must be the newest of its history';
    END IF;
    RETURN NULL;
    """
    return [
        _at_commit("status_follows_history", pgtrigger.UpdateOf("status"), func),
        _at_commit(
            "status_starts_right",
            pgtrigger.Insert,
            func,
            ~pgtrigger.Q(new__status=initial),
        ),
    ]


def _at_commit(
    name: str,
    operation: pgtrigger.Operation,
    func: str,
    condition: pgtrigger.Condition | None = None,
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        condition=condition,
        declare=[("shown", "text"), ("kept", "text")],
        func=func,
    )
