"""A payer's file of 50,000 lines: read, checked and kept in one transaction, then posted, with the memory that both took."""

from __future__ import annotations

import datetime as dt
import io
import resource
import time
from collections.abc import Iterator

from billing import balances
from billing.actions.remittances import post
from billing.actions.remittances.receiving import read_waiting, receive
from billing.choices.remittances import FileStatus
from iop.access.actors import SYSTEM
from iop.clinic.models import Site
from iop.core import clock
from iop.demo.answers import Answered, AnsweredLine, Paying, remittance

LINES = 50_000
LINES_A_CLAIM = 5
MOST_MEGABYTES_MORE = 150
DAY = dt.date(2026, 1, 5)


def answers(lines: int = LINES) -> Iterator[Answered]:
    """Give answers of five lines each: half of them pay less than was asked, every tenth is denied."""
    for number in range(lines // LINES_A_CLAIM):
        control = f"B{number:09d}"
        off = (
            (("CO", "197", 17500),)
            if number % 10 == 0
            else (("CO", "45", 2500), ("PR", "3", 2500))
            if number % 2
            else ()
        )
        given = tuple(
            AnsweredLine(
                "H0015", 17500, DAY + dt.timedelta(days=place), f"{control}-{place + 1}", off, ("N130", "MA01", "N519")
            )
            for place in range(LINES_A_CLAIM)
        )
        yield Answered(control, given, "4" if number % 10 == 0 else "1")


def taking_in(site: Site, lines: int = LINES) -> str:
    """Take one file in by the task's own way and post it; say lines a second of each, and how much memory grew."""
    paying = Paying("Bench Health Plan", "BENCH", f"EFT{lines}", clock.local_date(clock.now(), "UTC"))
    content = remittance(paying, answers(lines)).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    row = receive(by=SYSTEM, file=io.BytesIO(content), site=site, at=clock.now())
    began = time.monotonic()
    read_waiting(file_id=row.pk, at=clock.now())
    reading = time.monotonic() - began
    row.refresh_from_db()
    assert row.status == FileStatus.READ, row.refusal
    began = time.monotonic()
    post(by=SYSTEM, remittance=row.remittances.get(), at=clock.now())
    posting = time.monotonic() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    fits = grown <= MOST_MEGABYTES_MORE and balances.everything() == 0
    return (
        f"    835 of {len(content) / 1e6:.0f} MB, {lines:,} lines: read {lines / reading:,.0f} lines a second, posted "
        f"{lines / posting:,.0f}; {grown:.0f} MB more memory {'ok' if fits else 'MISSED'}"
    )
