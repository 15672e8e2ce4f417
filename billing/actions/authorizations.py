"""Asking a payer for authorization, keeping its answer, appealing, and writing down what was said on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction

from billing.choices.authorizations import GIVES_UNITS, AuthStatus
from billing.models import Authorization, AuthorizationChange, Charge, Coverage
from billing.policies.authorizations import may_keep, why_not_move
from billing.rules import authorizations as rules
from clients.models import Episode, LevelOfCare
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import count_words, day_words, say, sentence

LATE = say("The last day of an appeal was {day}. Say why the payer takes it all the same.")


@dataclass(frozen=True)
class Wish:
    """What is asked of a payer: for which level and codes (none: all of the level), how much of what, from when until when."""

    level: LevelOfCare
    unit: str
    units: Decimal
    starts_on: dt.date
    ends_on: dt.date
    codes: Sequence[str] = field(default=())
    reviewer: str = ""
    reference: str = ""
    owner: StaffMember | None = None
    next_review_on: dt.date | None = None


@transaction.atomic
def ask(
    *, by: Actor, episode: Episode, coverage: Coverage, wish: Wish, at: dt.datetime, words: str = ""
) -> Authorization:
    """Write down that a payer was asked. Raises ``Invalid`` for dates or codes that make no sense or a cover of somebody else."""
    require(may_keep(by, episode.site_id))
    require_valid(rules.why_not_dates(wish.starts_on, wish.ends_on), "ends_on")
    if wish.units <= 0:
        raise Invalid(say("Say how many units you ask for."), field="units")
    if coverage.client_id != episode.client_id or coverage.error_at is not None:
        raise Invalid(say("This cover does not belong to the stay."), field="coverage")
    row = Authorization.objects.create(
        coverage=coverage, episode=episode, level=wish.level, codes=codes_of(wish.codes), unit=wish.unit, units_asked=wish.units,
        starts_on=wish.starts_on, ends_on=wish.ends_on, asked_at=at, reviewer=plain_line(wish.reviewer)[:120],
        reference=plain_line(wish.reference)[:80], owner=wish.owner, next_review_on=wish.next_review_on,
    )  # fmt: skip
    _history(by, row, at, words)
    _record(by, "billing.authorization_asked", row)
    return row


@transaction.atomic
def give(
    *, by: Actor, authorization: Authorization, status: str, number: str, units: Decimal, starts_on: dt.date, ends_on: dt.date,
    at: dt.datetime, decided_on: dt.date | None = None, next_review_on: dt.date | None = None, words: str = "",
    version: int | None = None,
) -> Authorization:  # fmt: skip
    """Keep that the payer approved it, wholly or in part, with its number, what it gave and for which days.

    What was given in part may be appealed: both deadlines count from the decision by the payer's own days. Raises ``Invalid``
    for a missing number and for units that do not fit the answer; ``Conflict`` for a status that cannot follow.
    """
    row = _locked(by, authorization, version)
    _may_become(row, status)
    require_valid(rules.why_not_dates(starts_on, ends_on), "ends_on")
    require_valid(rules.why_not_given(row.units_asked, units, status), "units")
    row.number = plain_line(number)[:50]
    if not row.number:
        raise Invalid(say("Type the number that the payer gave."), field="number")
    row.units, row.starts_on, row.ends_on, row.next_review_on = units, starts_on, ends_on, next_review_on
    _refuse_less_than_used(row)
    on = _decided(row, decided_on, at)
    partly = status == AuthStatus.PARTIAL
    row.peer_to_peer_by, row.appeal_by = _deadlines(row, on) if partly else (None, None)
    row.denial_reason = ""
    return _moved(by, row, status, at, words)


@transaction.atomic
def deny(
    *, by: Actor, authorization: Authorization, reason: str, at: dt.datetime, decided_on: dt.date | None = None,
    peer_to_peer_by: dt.date | None = None, appeal_by: dt.date | None = None, words: str = "", version: int | None = None,
) -> Authorization:  # fmt: skip
    """Keep that the payer denied it and why; the deadlines are those of its letter, else counted by the payer's own days."""
    row = _locked(by, authorization, version)
    _may_become(row, AuthStatus.DENIED)
    if row.units:
        raise Conflict(
            say("Part of it was given and stays so: record the answer as approved in part."), code="given_in_part"
        )
    row.denial_reason = plain_line(reason)[:300]
    if not row.denial_reason:
        raise Invalid(say("Write down the reason that the payer gave."), field="reason")
    counted = _deadlines(row, _decided(row, decided_on, at))
    row.peer_to_peer_by, row.appeal_by = peer_to_peer_by or counted[0], appeal_by or counted[1]
    return _moved(by, row, AuthStatus.DENIED, at, words)


@transaction.atomic
def appeal(
    *, by: Actor, authorization: Authorization, words: str, at: dt.datetime, version: int | None = None
) -> Authorization:
    """Write down that the payer's answer is appealed, and on what grounds. After the last day only with the reason for it.

    What was given in part goes on being used meanwhile.
    """
    row = _locked(by, authorization, version)
    _may_become(row, AuthStatus.APPEALED)
    if not words.strip():
        late = row.appeal_by is not None and _today(row, at) > row.appeal_by
        sentence_ = (
            sentence(LATE, day=day_words(row.appeal_by)) if late and row.appeal_by else say("Say on what grounds.")
        )
        raise Invalid(sentence_, field="words")
    return _moved(by, row, AuthStatus.APPEALED, at, words)


@transaction.atomic
def cancel(
    *, by: Actor, authorization: Authorization, words: str, at: dt.datetime, version: int | None = None
) -> Authorization:
    """Take an authorization out of use, with the reason. Not while charges stand that use it."""
    row = _locked(by, authorization, version)
    _may_become(row, AuthStatus.CANCELLED)
    if not words.strip():
        raise Invalid(say("Say why it is cancelled."), field="words")
    number = Charge.objects.filter(authorization=row, reversed_at__isnull=True).count()
    if number:
        says = count_words(
            "{n} charge uses it: take that back first.", "{n} charges use it: take those back first.", number
        )
        raise Conflict(sentence(says, n=number), code="in_use")
    return _moved(by, row, AuthStatus.CANCELLED, at, words)


@transaction.atomic
def note(
    *, by: Actor, authorization: Authorization, words: str, at: dt.datetime, next_review_on: dt.date | None = None,
    reviewer: str = "", owner: StaffMember | None = None, version: int | None = None,
) -> Authorization:  # fmt: skip
    """Write down a contact with the payer: what was said, who decides there, who here sees to it, and when it is reviewed next."""
    row = _locked(by, authorization, version)
    if row.status == AuthStatus.CANCELLED:
        raise Conflict(say("It is cancelled: nothing follows."), code="cancelled")
    if not words.strip():
        raise Invalid(say("Write down what was said."), field="words")
    row.next_review_on, row.owner = next_review_on, owner
    row.reviewer = plain_line(reviewer)[:120]
    return _moved(by, row, row.status, at, words)


def codes_of(typed: Iterable[str]) -> list[str]:
    """Give codes in capitals, each once. Raises ``Invalid`` for what is no procedure code (five letters and digits)."""
    found = list(dict.fromkeys(code.strip().upper() for code in typed if code.strip()))
    if any(len(code) != 5 or not code.isalnum() or not code.isascii() for code in found):
        raise Invalid(say("A code has five letters or digits, for example H0015."), field="codes")
    return found


def _locked(by: Actor, authorization: Authorization, version: int | None) -> Authorization:
    rows = Authorization.objects.select_related("episode__site", "coverage__plan__payer")
    row: Authorization = rows.select_for_update(of=("self",)).get(pk=authorization.pk)
    require(may_keep(by, row.episode.site_id))
    if version is not None and version != row.version:
        raise Stale(say("Somebody else changed this authorization meanwhile. Look at it again."))
    return row


def _may_become(row: Authorization, status: str) -> None:
    reason = why_not_move(row, status)
    if reason is not None:
        raise Conflict(reason, code="no_such_move")


def _decided(row: Authorization, decided_on: dt.date | None, at: dt.datetime) -> dt.date:
    today, zone = _today(row, at), row.episode.site.time_zone
    on = decided_on or today
    if on > today:
        raise Invalid(say("That day is still to come."), field="decided_on")
    row.decided_at = at if on == today else clock.at_local(on, dt.time(12), zone)
    return on


def _deadlines(row: Authorization, on: dt.date) -> tuple[dt.date, dt.date]:
    payer = row.coverage.plan.payer
    return rules.deadlines(on, payer.peer_to_peer_days, payer.appeal_days)


def _refuse_less_than_used(row: Authorization) -> None:
    """What charges have taken stays within what was given, in amount and in days."""
    rows = Charge.objects.filter(authorization=row, reversed_at__isnull=True).values_list("on", "authorized_units")
    taken = sum((units for _, units in rows), Decimal(0))
    if taken > row.units:
        raise Conflict(
            sentence(say("Charges use {units} of it already: take those back first."), units=rules.number(taken)),
            code="in_use",
        )
    if row.units and any(not row.starts_on <= on <= row.ends_on for on, _ in rows):
        raise Conflict(say("Charges outside these days use it: take those back first."), code="in_use")


def _moved(by: Actor, row: Authorization, status: str, at: dt.datetime, words: str) -> Authorization:
    was = row.status
    row.status, row.version = status, row.version + 1
    row.save()
    _history(by, row, at, words)
    verb = "billing.authorization_noted" if was == status else f"billing.authorization_{status}"
    _record(by, verb, row)
    return row


def _history(by: Actor, row: Authorization, at: dt.datetime, words: str) -> None:
    AuthorizationChange.objects.create(
        authorization=row, status=row.status, at=at, by_id=by.staff_id or by.id, words=words.strip()[:500]
    )


def _record(by: Actor, verb: str, row: Authorization) -> None:
    detail: dict[str, Any] = {"status": row.status, "unit": row.unit, "ends_on": row.ends_on}
    if row.status in GIVES_UNITS:
        detail["units"] = str(row.units)
    record(by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id, detail=detail)


def _today(row: Authorization, at: dt.datetime) -> dt.date:
    return clock.local_date(at, row.episode.site.time_zone)
