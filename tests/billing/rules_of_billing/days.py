"""Days and rules as plain values, for the tables."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

from billing.rules.shapes import Authorized, Cover, DayFacts, Delivered, Terms

LEVEL, PAYER, CLIENT, STAFF, BOSS = (uuid.UUID(int=n) for n in range(1, 6))
MONDAY = dt.date(2026, 5, 4)
EVERYTHING = frozenset(
    [
        "signed_note",
        "cosignature",
        "plan",
        "diagnosis",
        "consent",
        "coverage",
        "verified",
        "authorization",
        "credential",
        "enrolled",
    ]
)


def terms(service="treatment_day", code="H0015", unit_rule="per_diem", **fields):
    values = {"position": 1, "form": "professional", "cents": 17500, "payer_id": PAYER, "level_id": LEVEL}
    return Terms(
        id=uuid.uuid5(PAYER, f"{service}{code}{fields}"),
        service=service,
        code=code,
        unit_rule=unit_rule,
        **{**values, **fields},
    )


def per_diem(**fields):
    return terms(**{"min_minutes": 180, "modifiers": ("HF",), **fields})


def group(**fields):
    return terms("group", "H0005", "session", **{"cents": 4000, **fields})


PSYCHOTHERAPY = (
    terms("individual", "90832", "session", position=1, min_minutes=16, max_minutes=37),
    terms("individual", "90834", "session", position=2, min_minutes=38, max_minutes=52),
    terms("individual", "90837", "session", position=3, min_minutes=53),
)
FAMILY = (
    terms("family", "90846", "session", position=1, min_minutes=26, client_present=False),
    terms("family", "90847", "session", position=2, min_minutes=26, client_present=True),
)


def came(minutes, service="treatment_day", **fields):
    number = uuid.uuid4()
    return Delivered(
        **{
            "service": service,
            "source_key": f"{service}:{number}",
            "source_id": number,
            "minutes": minutes,
            "staff_id": STAFF,
            "note_author_id": STAFF,
            "credentials": frozenset({"LICSW"}),
            **fields,
        }
    )


def cover(**fields):
    return Cover(
        **{
            "coverage_id": uuid.UUID(int=9),
            "payer_id": PAYER,
            "payer_name": "Harbor Health",
            "starts_on": dt.date(2026, 1, 1),
            "ends_on": None,
            "checked": True,
            "filing_days": 90,
            "authorization": "needed",
            **fields,
        }
    )


def authorized(left=12, number="A-1", starts=dt.date(2026, 4, 1), ends=dt.date(2026, 6, 1), **fields):
    return Authorized(
        **{
            "id": uuid.uuid5(PAYER, number),
            "number": number,
            "level_id": LEVEL,
            "codes": frozenset(),
            "unit": "day",
            "left": Decimal(left),
            "starts_on": starts,
            "ends_on": ends,
            **fields,
        }
    )


def day(*delivered, **fields):
    return DayFacts(
        **{
            "client_id": CLIENT,
            "episode_id": CLIENT,
            "site_id": CLIENT,
            "on": MONDAY,
            "today": MONDAY + dt.timedelta(days=20),
            "level_id": LEVEL,
            "level_name": "IOP",
            "delivered": delivered,
            "cover": cover(),
            "diagnoses": ("F10.20",),
            "authorized": (authorized(),),
            **fields,
        }
    )


__all__ = ["replace"]
