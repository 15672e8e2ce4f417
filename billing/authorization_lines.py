"""What payers authorized, in sums and pictures of a stay, without amounts of money (the slots ``TIMELINE`` and ``EVIDENCE``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal

from billing.authorizations import gives, used
from billing.choices.authorizations import AuthStatus
from billing.models import Authorization
from billing.rules import authorizations as rules
from clients.evidence import Fact, Subject
from clients.models import Episode
from clients.timeline import Line, LineKind, Point
from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence

KIND = "billing.authorization"
TONES: dict[str, str] = {AuthStatus.DENIED: "bad", AuthStatus.APPEALED: "warn", AuthStatus.REQUESTED: "warn"}


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> Sequence[Line]:
    """One line of bands: the days that payers authorized, with units and level; denials stand on it too. One statement."""
    rows = (
        Authorization.objects.filter(episode__client=client_id, starts_on__lte=last, ends_on__gte=first)
        .exclude(status=AuthStatus.CANCELLED)
        .select_related("level")
        .order_by("starts_on", "ends_on")
    )
    points = [Point(row.starts_on, _words(row), until=row.ends_on, tone=TONES.get(row.status, "good")) for row in rows]
    return [Line("authorizations", say("Authorized by the payer"), LineKind.BAND, points)]


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> Sequence[Fact]:
    """Say what is left of what holds, what the payer has not answered or denied, and by when. Two statements."""
    rows = list(
        Authorization.objects.filter(episode=episode, ends_on__gte=first, asked_at__lte=at)
        .exclude(status=AuthStatus.CANCELLED)
        .select_related("level")
        .order_by("ends_on", "starts_on")
    )
    today = clock.local_date(at, episode.site.time_zone)
    shown = [row for row in rows if not gives(row) or row.ends_on >= today]
    taken = used([row.pk for row in shown])
    return [
        Fact(
            Subject.AUTHORIZATION, _fact(row, row.units - taken[row.pk]), on=row.starts_on,
            tone=TONES.get(row.status, "neutral"),
        )
        for row in shown
    ]  # fmt: skip


def _words(row: Authorization) -> Sentence:
    if gives(row):
        return sentence("{level}: {units}", level=row.level.short_name, units=rules.units_words(row.units, row.unit))
    return sentence("{level}: {status}", level=row.level.short_name, status=AuthStatus(row.status).label)


def _fact(row: Authorization, left: Decimal) -> Sentence:
    if gives(row):
        words = rules.left_words(left, row.units, row.unit, row.ends_on)
        return sentence(say("Authorized for {level}: {left}"), level=row.level.name, left=words)
    if row.status == AuthStatus.DENIED and row.appeal_by:
        words = say("Denied for {level}; an appeal is possible until {day}")
        return sentence(words, level=row.level.name, day=day_words(row.appeal_by))
    return sentence(
        say("Authorization for {level}: {status}"), level=row.level.name, status=AuthStatus(row.status).label
    )
