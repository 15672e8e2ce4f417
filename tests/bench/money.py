"""Claims written a second, and a payer's file of 50,000 lines taken in, with the memory that each took."""

from __future__ import annotations

import dataclasses
import resource
import time
from collections.abc import Iterator

from billing.x12.claim_values import ClaimOut
from billing.x12.p837 import write
from iop.clinic.models import Site
from tests.bench.remittances import taking_in
from tests.factories.x12 import a_claim, header

CLAIMS = 20_000
MOST_MEGABYTES_MORE = 30


def money() -> str:
    """Measure, and say it in lines."""
    site = Site.objects.order_by("pk").first()
    assert site is not None
    return "\n".join([writing(), taking_in(site)])


def writing(claims: int = CLAIMS) -> str:
    """Write one professional file of three lines a claim, segment by segment, to nowhere."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    size = sum(len(segment) for segment in write(header(), _claims(claims)))
    seconds = time.monotonic() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return (
        f"    837P of {size / 1e6:.0f} MB: {claims / seconds:,.0f} claims a second; {grown:.0f} MB more memory "
        f"{'ok' if grown <= MOST_MEGABYTES_MORE else 'MISSED'}"
    )


def _claims(claims: int) -> Iterator[ClaimOut]:
    one = a_claim()
    for number in range(claims):
        control = f"C{number:09d}"
        lines = tuple(
            dataclasses.replace(each, control_number=f"{control}-{place}") for place, each in enumerate(one.lines, 1)
        )
        yield dataclasses.replace(one, control_number=control, lines=lines)
