"""Numbers of files and claims, drawn from sequences of the database."""

from __future__ import annotations

from django.db import connection


def next_numbers(sequence: str, count: int = 1) -> list[int]:
    """Draw numbers that are given once, also by others at the same time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count])
        return [int(row[0]) for row in cursor.fetchall()]
