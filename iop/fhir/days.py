"""Which day it is for what holds until a date: the clinic's, not UTC's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from iop.clinic.models import Site
from iop.core import clock
from iop.fhir.matching import Code, Match


def today(found: Sequence[Any] = ()) -> dt.date:
    """Say the calendar date at the westernmost active site: what holds until a date ends when that day is over everywhere.

    ``found`` are the rows of a page, which do not matter: so it serves as a table's ``gather``.
    """
    zones = Site.objects.filter(is_active=True).order_by().values_list("time_zone", flat=True).distinct()
    return min((clock.today(str(zone)) for zone in zones), default=clock.today("UTC"))


@dataclass(frozen=True)
class AsOfToday(Match):
    """A coded value that depends on the day of asking: ``means`` says what each code means on a day."""

    means: Callable[[dt.date], Mapping[str, Q]]
    system: str = ""
    modifiers = ("not",)

    def each(self, name: str, values: Iterable[str], modifier: str = "") -> Q:
        """Ask by the day."""
        return Code(self.means(today()), self.system).each(name, values, modifier)

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask for one value."""
        return self.each(name, [value], modifier)
