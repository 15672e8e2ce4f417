"""Reading a postal address as it was typed: a claim needs street, city, state and ZIP apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

PO_BOX = re.compile(r"\bP\.?\s*O\.?\s*BOX\b|\bPOST\s+OFFICE\s+BOX\b|^\s*BOX\s+\d", re.IGNORECASE)
END = re.compile(r"[,\s]+([A-Za-z]{2})[,\s]+(\d{5})(?:-?(\d{4}))?\s*(?:,?\s*USA?\.?)?$")


@dataclass(frozen=True)
class Address:
    """Where somebody lives or works: one street line, city, two letters of the state, five or nine digits of ZIP."""

    street: str
    city: str
    state: str
    zip: str


def read(text: str) -> Address | None:
    """Take an address apart that was typed in one piece: "2 Elm St, Apt 4, Boston, MA 02110"; nothing when it cannot be.

    Line breaks part as commas do. Source: the order in which the US Postal Service writes addresses (Publication 28).
    """
    plain = ", ".join(part.strip(" ,") for part in re.split(r"[\r\n]+|,", text) if part.strip(" ,"))
    end = END.search(plain)
    if end is None:
        return None
    street, comma, city = plain[: end.start()].rstrip(", ").rpartition(", ")
    if not comma or not street or not city:
        return None
    return Address(street, city, end[1].upper(), end[2] + (end[3] or ""))


def is_po_box(street: str) -> bool:
    """Say whether a street line names a post office box: a billing provider's address may not (billing.md §9)."""
    return PO_BOX.search(street) is not None
