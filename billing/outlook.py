"""How far what is authorized reaches for each stay, and how much money stands behind the days it does not reach."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from billing import terms
from billing.authorizations import Book, book
from billing.choices.authorizations import AuthUnit
from billing.choices.rules import Service
from billing.coverage import first_to_pay, newest_verification, wants_authorization
from billing.models import Coverage, Verification
from billing.planned import days
from billing.rules import authorizations as rules
from billing.rules.authorizations import Planned, Runway
from billing.rules.shapes import Authorized
from billing.terms import TermsBook
from clients.models import Episode, LevelOfCare

LOOKS_AHEAD = dt.timedelta(days=56)
"""How far planned days are looked at: the roster's weeks, then the weekdays of the enrolment."""
CUT_OFF = dt.timedelta(days=14)
"""How far ahead an end in the middle of a week is told: what ends later is asked for again anyway."""
RISK = dt.timedelta(days=28)
"""Money at risk is that of the unpaid planned days of the next four weeks."""


@dataclass(frozen=True)
class Outlook:
    """What lies ahead of a stay. ``needs``: whether its payer wants authorization; ``cents_at_risk`` of four weeks.

    ``level`` is the level it is placed in; ``differs`` that the payer authorized other levels for now, and not this one;
    ``cut_off`` the planned days of a week in which an authorization ends before them.
    """

    episode_id: uuid.UUID
    runway: Runway
    level: LevelOfCare | None
    levels: tuple[tuple[LevelOfCare, dt.date], ...]
    """Each level of the days ahead with its first of them."""
    needs: bool
    differs: bool
    cut_off: tuple[dt.date, ...]
    cents_a_day: int | None
    cents_at_risk: int
    cover: Coverage | None
    code: str


def of_stays(episodes: Sequence[Episode], on: dt.date) -> dict[uuid.UUID, Outlook]:
    """Look ahead from a day for many stays. Some fifteen statements, whatever the number.

    The first day counted is ``on`` itself while nothing of it is charged.
    """
    ids = [row.pk for row in episodes]
    kept = book(ids)
    planned = days(ids, on, on + LOOKS_AHEAD, with_appointments=True)
    covers = first_to_pay([row.client_id for row in episodes], on)
    mine = {row.pk: next(iter(covers[row.client_id]), None) for row in episodes}
    checked = newest_verification([cover.pk for cover in mine.values() if cover])
    levels = {row.pk: row for row in LevelOfCare.objects.all()}
    prices = terms.of({cover.plan.payer_id for cover in mine.values() if cover}, on, on)
    return {
        row.pk: _outlook(row.pk, kept, planned[row.pk], mine[row.pk], checked, levels, prices, on) for row in episodes
    }


def _outlook(
    episode_id: uuid.UUID, kept: Book, planned: list[Planned], cover: Coverage | None,
    checked: Mapping[uuid.UUID, Verification], levels: Mapping[uuid.UUID, LevelOfCare], prices: TermsBook, on: dt.date,
) -> Outlook:  # fmt: skip
    authorized = kept.left_now(episode_id)
    treatment = [day for day in planned if day.is_treatment]
    counted = treatment if all(one.unit == AuthUnit.DAY for one in authorized) else planned
    ahead = _without_charged(kept, authorized, counted)
    level_id = next((day.level_id for day in ahead), None) or next((day.level_id for day in treatment), None)
    rule = prices.first_for(Service.TREATMENT_DAY, cover.plan.payer_id, level_id, on) if cover else None
    cents = rule.cents if rule else None
    soon = [day for day in ahead if day.on <= on + RISK]
    unpaid = rules.runway(authorized, soon).unpaid
    needs = wants_authorization(cover, checked.get(cover.pk) if cover else None)
    standing = [one for one in authorized if one.ends_on >= on]
    return Outlook(
        episode_id=episode_id, runway=rules.runway(authorized, ahead), level=levels.get(level_id) if level_id else None,
        levels=tuple((levels[key], first) for key, first in _first_days(treatment).items()),
        needs=needs, differs=_differs(standing, level_id, on), cut_off=tuple(_cut_off(standing, ahead, on + CUT_OFF)),
        cents_a_day=cents, cents_at_risk=unpaid * (cents or 0) if needs or authorized else 0, cover=cover,
        code=rule.code if rule else "",
    )  # fmt: skip


def _first_days(planned: Sequence[Planned]) -> dict[uuid.UUID, dt.date]:
    found: dict[uuid.UUID, dt.date] = {}
    for day in planned:
        if day.level_id is not None:
            found.setdefault(day.level_id, day.on)
    return found


def _without_charged(kept: Book, authorized: Collection[Authorized], planned: list[Planned]) -> list[Planned]:
    charged = {on for one in authorized for on in kept.used.get(one.id, {})}
    return [day for day in planned if day.on not in charged]


def _differs(standing: Sequence[Authorized], level_id: uuid.UUID | None, on: dt.date) -> bool:
    now = [one for one in standing if one.starts_on <= on] or standing
    return rules.level_differs((one.level_id for one in now), level_id)


def _cut_off(standing: Sequence[Authorized], planned: Sequence[Planned], until: dt.date) -> list[dt.date]:
    """Name the planned days that follow the end of an authorization in the same week and that no other one covers."""
    found: set[dt.date] = set()
    for one in (each for each in standing if each.ends_on <= until):
        late = set(rules.ends_mid_week(one.ends_on, (day.on for day in planned)))
        found |= {
            day.on
            for day in planned
            if day.on in late and not rules.take([replace(each, left=each.left + 99) for each in standing], "", day.level_id, day.on, 0)
        }  # fmt: skip
    return sorted(found)
