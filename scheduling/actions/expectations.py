"""Agreeing with a client how often they have one-to-one appointments."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say
from scheduling import policies
from scheduling.choices import AppointmentKind
from scheduling.models import Expectation
from scheduling.rules.expectations import ONE_DAY, why_not_rhythm


@transaction.atomic
def set_expectation(
    *,
    by: Actor,
    episode: Episode,
    kind: str,
    times: int,
    starts_on: dt.date,
    reason: str,
    at: dt.datetime,
    every_weeks: int = 1,
    ends_on: dt.date | None = None,
) -> Expectation:
    """Let a client have ``times`` appointments of a kind in every ``every_weeks`` weeks from ``starts_on`` on.

    It stands in place of the level's or the clinic's own rhythm; what was set before ends the day before, and what was to
    begin later is taken back. ``reason`` says why this client needs another rhythm.
    """
    require(policies.may_expect(by, episode.site_id))
    if kind not in AppointmentKind.values:
        raise Invalid(say("Choose a kind of appointment from the list."), field="kind")
    require_valid(why_not_rhythm(times, every_weeks, starts_on, ends_on), "ends_on" if ends_on else "times")
    if not reason.strip():
        raise Invalid(say("Say why: the next colleague will want to know."), field="reason")
    # The stay is held so that two rhythms set at one moment follow each other.
    Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
    _make_room(episode, kind, starts_on, at)
    row = Expectation.objects.create(
        episode=episode, kind=kind, times=times, every_weeks=every_weeks, starts_on=starts_on, ends_on=ends_on,
        reason=reason.strip()[:300], set_by=by.staff_id or by.id,
    )  # fmt: skip
    _record(by, "scheduling.expectation_set", row, {"kind": kind, "times": times, "every_weeks": every_weeks})
    return row


@transaction.atomic
def end_expectation(
    *, by: Actor, expectation: Expectation, version: int, ends_on: dt.date, at: dt.datetime
) -> Expectation:
    """Let a rhythm hold for the last time on ``ends_on``; from then on the level's or the clinic's own holds again.

    One that has not begun by then is taken back.
    """
    row = Expectation.objects.select_for_update(of=("self",)).select_related("episode").get(pk=expectation.pk)
    require(policies.may_expect(by, row.episode.site_id))
    if row.version != version:
        raise Stale(say("Somebody else changed this meanwhile. Look at it again; nothing of theirs was overwritten."))
    if row.withdrawn_at:
        raise Conflict(say("This was taken back already."), code="withdrawn")
    _end(row, ends_on, at)
    _record(by, "scheduling.expectation_ended", row, {"ends_on": ends_on})
    return row


def _make_room(episode: Episode, kind: str, starts_on: dt.date, at: dt.datetime) -> None:
    standing = Expectation.objects.filter(episode=episode, kind=kind, withdrawn_at__isnull=True)
    for row in standing.select_for_update(of=("self",)):
        if row.ends_on is None or row.ends_on >= starts_on:
            _end(row, starts_on - ONE_DAY, at)


def _end(row: Expectation, ends_on: dt.date, at: dt.datetime) -> None:
    if row.starts_on > ends_on:
        row.withdrawn_at = at
    else:
        row.ends_on = ends_on
    row.version += 1
    row.save(update_fields=["ends_on", "withdrawn_at", "version"])


def _record(by: Actor, verb: str, row: Expectation, detail: dict[str, Any]) -> None:
    record(
        by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id,
        detail={"starts_on": row.starts_on, **detail},
    )  # fmt: skip
