"""What came after treatment, and who asked for more: for the timeline, and when somebody decides or sums up."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.discharge_choices import Destination, FirstAppointment, Kept
from clients.evidence import Fact, Subject
from clients.models import DischargeDetail, Episode
from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence
from therapy.choices.follow_ups import ASK, DISCHARGE_OF, FOLLOW_UP, AskAnswer, FollowUpStatus
from therapy.models import FollowUp, MoreSupportAsk

SHOWN = (FollowUpStatus.REACHED, FollowUpStatus.NOT_REACHED, FollowUpStatus.DECLINED)
TONES: dict[str, str] = {FollowUpStatus.REACHED: "good", FollowUpStatus.NOT_REACHED: "warn"}
KEPT_TONES: dict[str, str] = {Kept.YES: "good", Kept.NO: "warn"}


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """First appointments and check-ins after treatment, and wishes for more support, as events (three statements)."""
    after = sorted([*_first(client_id, first, last), *_checks(client_id, first, last)], key=lambda point: point.on)
    asked = _asked(client_id, first, last)
    return [
        Line("after_treatment", say("After treatment"), LineKind.EVENT, after, needs=Permission.SUPPORT_KEEP),
        Line("more_support", say("Asked for more support"), LineKind.EVENT, asked, needs=Permission.CONCERN_RAISE),
    ]


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Where they go and the first appointment, once that is kept; wishes for more support between the days (two statements)."""
    return [*_destination(episode), *_wishes(episode, first, last)]


def _first(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    rows = DischargeDetail.objects.filter(episode__client=client_id, first_at__isnull=False).order_by("first_at")
    found = []
    for episode_id, at, kept, zone in rows.values_list("episode", "first_at", "first_kept", "episode__site__time_zone"):
        on = clock.local_date(at, zone) if at else last
        if first <= on <= last:
            words = sentence(say("First appointment elsewhere: {kept}"), kept=_kept(kept))
            found.append(Point(on, words, tone=KEPT_TONES.get(kept, "neutral"), place=(DISCHARGE_OF, episode_id)))
    return found


def _checks(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    rows = FollowUp.objects.filter(episode__client=client_id, status__in=SHOWN).order_by("settled_at")
    found = []
    for pk, status, after, settled_at, zone in rows.values_list(
        "pk", "status", "after_days", "settled_at", "episode__site__time_zone"
    ):
        on = clock.local_date(settled_at, zone) if settled_at else last
        if first <= on <= last:
            label = FollowUpStatus(status).label
            words = sentence(say("{days} days after treatment: {how}"), days=after, how=label)
            found.append(Point(on, words, tone=TONES.get(status, "neutral"), place=(FOLLOW_UP, pk)))
    return found


def _asked(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    rows = MoreSupportAsk.objects.filter(episode__client=client_id).order_by("asked_at")
    found = []
    for pk, asked_at, answer, zone in rows.values_list("pk", "asked_at", "answer", "episode__site__time_zone"):
        on = clock.local_date(asked_at, zone)
        if first <= on <= last:
            words = AskAnswer(answer).label if answer else say("Not answered yet")
            found.append(Point(on, words, tone="neutral" if answer else "warn", place=(ASK, pk)))
    return found


def _destination(episode: Episode) -> list[Fact]:
    detail = DischargeDetail.objects.filter(episode=episode).first()
    if detail is None:
        return []
    place = (DISCHARGE_OF, episode.pk)
    goes = sentence(say("They go: {where}"), where=Destination(detail.destination).label)
    found = [Fact(Subject.AFTERCARE, goes, episode.discharged_on, "neutral", place, Permission.SUPPORT_KEEP)]
    words = _appointment(detail, episode.site.time_zone)
    tone = KEPT_TONES.get(detail.first_kept, "neutral")
    return [*found, Fact(Subject.AFTERCARE, words, episode.discharged_on, tone, place, Permission.SUPPORT_KEEP)]


def _appointment(detail: DischargeDetail, zone: str) -> Sentence:
    if detail.first_at is None:
        return sentence(say("First appointment: {how}"), how=FirstAppointment(detail.first_appointment).label)
    on = clock.local_date(detail.first_at, zone)
    words = say("First appointment on {day} with {whom}: {kept}")
    return sentence(words, day=day_words(on), whom=detail.first_with, kept=_kept(detail.first_kept))


def _wishes(episode: Episode, first: dt.date, last: dt.date) -> list[Fact]:
    zone = episode.site.time_zone
    start, end = clock.day_bounds(first, zone)[0], clock.day_bounds(last, zone)[1]
    rows = MoreSupportAsk.objects.filter(episode=episode, asked_at__gte=start, asked_at__lt=end).order_by("asked_at")
    return [
        Fact(
            Subject.CLIENTS_VIEW,
            say("They asked for more support.") if answer else say("They asked for more support; nobody has answered yet."),
            clock.local_date(asked_at, zone), "neutral" if answer else "warn", (ASK, pk), Permission.CONCERN_RAISE,
        )
        for pk, asked_at, answer in rows.values_list("pk", "asked_at", "answer")
    ]  # fmt: skip


def _kept(kept: str) -> Sentence:
    return Kept(kept).label if kept else say("not asked yet")
