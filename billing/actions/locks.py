"""One after the other for each client: whoever decides, charges or takes back holds the client's lock until the transaction ends."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import connection

SPACE = 0x62696C6C  # "bill", so that no other use of advisory locks meets these
RULES = 0x72756C65  # "rule"


def hold_clients(client_ids: Collection[uuid.UUID]) -> None:
    """Wait for the clients' locks. They are taken in one order, so two runs never wait for each other."""
    if client_ids:
        _ask("SELECT pg_advisory_xact_lock(%s, n) FROM unnest(%s) AS n", client_ids)


def hold_rules() -> None:
    """Wait until nobody else publishes or ends rules: two that are not there yet for each other would both find their days free."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [RULES])


def take_free_clients(client_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Take the locks of those clients with whom nobody works just now, and say whose."""
    if not client_ids:
        return set()
    rows = _ask("SELECT n, pg_try_advisory_xact_lock(%s, n) FROM unnest(%s) AS n", client_ids)
    taken = {number for number, is_mine in rows if is_mine}
    return {client_id for client_id in client_ids if _number(client_id) in taken}


def _ask(statement: str, client_ids: Collection[uuid.UUID]) -> list[tuple[int, bool]]:
    numbers = sorted({_number(client_id) for client_id in client_ids})
    with connection.cursor() as cursor:
        cursor.execute(statement, [SPACE, numbers])
        return cursor.fetchall()


def _number(client_id: uuid.UUID) -> int:
    """Make the number that PostgreSQL locks by. Two clients with the same one only wait for each other needlessly."""
    return int.from_bytes(client_id.bytes[-4:], "big", signed=True)
