"""Numbers of receipts and statements: short, opaque, said by telephone."""

from __future__ import annotations

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are taken for one another."""
LENGTH = 8


def next_number(kind: str) -> str:
    """Make a number such as "R-7KQ2MX4P". It counts nothing, so it tells nobody how many there are; the database keeps it unique."""
    return f"{kind}-{''.join(secrets.choice(LETTERS) for _ in range(LENGTH))}"
