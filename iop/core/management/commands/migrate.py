"""``migrate`` as the owner of the tables, then the application's rights on them.

With DATABASE_OWNER_URL set, every statement of a migration, those of its Python code included, runs in the owner's role;
the application's role, named in DATABASE_URL, is then granted what it needs and no more (``iop.core.grants``).

Migrations of other projects come before ours where they may: each change of a model has all that it is tied to drawn anew, and
the fewer models there are by then, the quicker it is. That halves the time that a new database takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.graph import MigrationGraph

from iop.core import grants

OWNER = "owner"


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with _others_first():
            self._migrate(*args, **options)

    def _migrate(self, *args: Any, **options: Any) -> None:
        if options["database"] != DEFAULT_DB_ALIAS or OWNER not in connections.settings:
            super().handle(*args, **options)
            return
        application_role = connections.settings[DEFAULT_DB_ALIAS]["USER"]
        with _as_owner():
            super().handle(*args, **options)
            if _changes_nothing(options):
                return
            grants.grant_to(application_role, connection)
        if options["verbosity"] >= 1:
            self.stdout.write(f"The application's role {application_role} may read and write rows, and own nothing.")


@contextmanager
def _others_first() -> Iterator[None]:
    """Let the ends of the graph that are other projects' be reached first, with what they depend on."""
    alphabetical = MigrationGraph.leaf_nodes

    def ends(self: MigrationGraph, app: str | None = None) -> list[tuple[str, str]]:
        return sorted(alphabetical(self, app), key=lambda node: (_is_ours(node[0]), node))

    MigrationGraph.leaf_nodes = ends  # type: ignore[method-assign]
    try:
        yield
    finally:
        MigrationGraph.leaf_nodes = alphabetical  # type: ignore[method-assign]


def _is_ours(label: str) -> bool:
    return (settings.BASE_DIR / apps.get_app_config(label).name.partition(".")[0]).is_dir()


@contextmanager
def _as_owner() -> Iterator[None]:
    """Let the default connection of this process be the owner's: code inside a migration asks for no other."""
    application = connections.settings[DEFAULT_DB_ALIAS]
    _reconnect(connections.settings[OWNER])
    try:
        yield
    finally:
        _reconnect(application)


def _reconnect(settings: dict[str, Any]) -> None:
    connections[DEFAULT_DB_ALIAS].close()
    connections.settings[DEFAULT_DB_ALIAS] = settings
    del connections[DEFAULT_DB_ALIAS]


def _changes_nothing(options: dict[str, Any]) -> bool:
    return bool(options.get("plan") or options.get("check_unapplied"))
