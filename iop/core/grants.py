"""What the application's database role may do: read and write rows, and nothing that could undo the record's guards.

It owns no table, so it can neither drop one nor switch a trigger off. Where history is only added to, it may not even
try to change or remove a row: the right is missing as well as the trigger standing in the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

APPEND_ONLY = "append_only"
NO_DELETE = "no_delete"
WRITTEN_ONCE = "written_once"
OWNERS_OWN = "django_migrations"
"""The application reads which migrations ran; only the owner writes it."""


def grant_to(role: str, connection: BaseDatabaseWrapper) -> None:
    """Give ``role`` its rights on every table there is, through the owner's ``connection``."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for statement in statements(
            quote(role),
            map(quote, _tables(APPEND_ONLY)),
            map(quote, _tables(NO_DELETE)),
            map(quote, _tables(WRITTEN_ONCE)),
        ):
            cursor.execute(statement)


def statements(
    role: str, append_only: Iterable[str], no_delete: Iterable[str], written_once: Iterable[str]
) -> Iterator[str]:
    """Say the statements that leave ``role`` with exactly its rights. All names arrive quoted."""
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON {OWNERS_OWN} FROM {role}"
    for table in append_only:
        yield f"REVOKE UPDATE, DELETE ON {table} FROM {role}"
    for table in no_delete:
        yield f"REVOKE DELETE ON {table} FROM {role}"
    for table in written_once:
        yield f"REVOKE UPDATE ON {table} FROM {role}"


def guarded(model: type[Model], trigger: str) -> bool:
    """Say whether a model declares the trigger of that name (``iop.core.triggers``)."""
    return any(found.name == trigger for found in getattr(model._meta, "triggers", ()))


def _tables(trigger: str) -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if model._meta.managed and guarded(model, trigger)]
