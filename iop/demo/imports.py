"""The demo's story of people who come over from another clinic's system: a list that waits to be looked through."""

from __future__ import annotations

import csv
import datetime as dt
import io
from random import Random

from clients.models import Client, ImportRun
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.workflows.importing.receiving import receive, withdraw

INTAKE = "Abara"
SOURCE = "Harbor Point, closed"
HEADINGS = (
    "Client ID",
    "First Name",
    "Last Name",
    "DOB",
    "Gender",
    "Language",
    "Phone",
    "Emergency Contact",
    "Emergency Phone",
    "Counselor",
)
PEOPLE: tuple[tuple[str, ...], ...] = (
    ("HP-2041", "Corinne", "Abernathy", "04/17/1984", "F", "English", "617-555-0161", "Paul Abernathy", "617-555-0162", "jm"),
    ("HP-2044", "Teodoro", "Villaseñor", "11/02/1991", "M", "Spanish", "617-555-0163", "", "", "jm"),
    ("HP-2050", "Winston", "Okonjo", "1979-08-30", "M", "English", "555-01", "Grace Okonjo", "", "rb"),
    ("HP-2053", "Maeve", "Donnelly-Krauss", "6/5/88", "F", "English", "617-555-0165", "", "", "rb"),
    ("HP-2057", "", "Lindqvist", "02/11/1969", "F", "English", "617-555-0166", "", "", "jm"),
    ("HP-2041", "Corinne", "Abernathy", "04/17/1984", "F", "English", "617-555-0161", "", "", "jm"),
    ("HP-2060", "Ibrahim", "Salih", "09/23/1996", "M", "Arabic", "617-555-0167", "Amina Salih", "617-555-0168", "rb"),
)  # fmt: skip
"""Invented people; two rows cannot be used, one stands there twice."""


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``: a list put aside yesterday, and its mended one, with somebody who is known here."""
    yesterday = now - dt.timedelta(days=1)
    with clock.frozen(yesterday):
        first = _received(house, PEOPLE, yesterday)
        by = house.acting(INTAKE, yesterday)
        withdraw(by=by, run=first, version=first.version, at=yesterday)
    with clock.frozen(now):
        _received(house, (*PEOPLE, *_somebody_known()), now)


def _received(house: Clinic, people: tuple[tuple[str, ...], ...], at: dt.datetime) -> ImportRun:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows(people)
    file = io.BytesIO(out.getvalue().encode())
    return receive(by=house.acting(INTAKE, at), file=file, site=house.sites["BOS"], source=SOURCE, at=at)


def _somebody_known() -> tuple[tuple[str, ...], ...]:
    known = Client.objects.filter(is_restricted=False, merged_into__isnull=True).order_by("record_number").first()
    if known is None:
        return ()
    born = known.date_of_birth.isoformat()
    return (("HP-2063", known.legal_first_name, known.legal_last_name, born, "", "English", "", "", "", "jm"),)
