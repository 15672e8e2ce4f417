"""How tracks, days, rates and levels are said in a preview."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from decimal import Decimal
from zoneinfo import ZoneInfo

from iop.core.words import Sentence, count_words, day_words, say, sentence, time_words, weekday_words
from scheduling.models import Appointment, DayTemplate, Track, WeeklyTemplate
from scheduling.rules.enrolment import names
from therapy.models import ReviewRhythm


def track_words(track: Track, weekdays: Collection[int]) -> Sentence:
    """Say a track and its days: "Evening IOP: Monday, Wednesday"."""
    return sentence("{track}: {days}", track=track.name, days=names(weekdays))


def times_words(track: Track, weekdays: Collection[int], on: dt.date) -> Sentence:
    """Say when and in which rooms a track runs on weekdays, by the version of its week that holds then (two statements)."""
    versions = WeeklyTemplate.objects.filter(track=track).holding(on)
    rows = DayTemplate.objects.filter(template__in=versions.values("pk"), weekday__in=list(weekdays))
    days = rows.order_by("weekday").prefetch_related("components__room")
    return joined((_day_words(day) for day in days), "; ")


def appointment_words(row: Appointment, zone: str) -> Sentence:
    """Say an appointment: its kind, when, and with whom."""
    return sentence(
        say("{kind} with {who}, {day} at {time}"), kind=row.get_kind_display(), who=row.staff.name,
        day=day_words(row.starts_at.astimezone(ZoneInfo(zone)).date()), time=time_words(row.starts_at, zone),
    )  # fmt: skip


def day_count(number: int) -> Sentence:
    """Say a number of days."""
    return sentence(count_words("{n} planned day", "{n} planned days", number), n=number)


def a_week(times: int | Decimal) -> Sentence:
    """Say how often a week something is."""
    plain = f"{times:f}".rstrip("0").rstrip(".") if isinstance(times, Decimal) and "." in f"{times:f}" else f"{times}"
    return sentence(say("{n} a week"), n=plain) if plain != "0" else say("None")


def every(days: int | None) -> Sentence:
    """Say a rhythm in days."""
    if not days:
        return say("Not by rhythm")
    return sentence(count_words("Every day", "Every {n} days", days), n=days)


def review_words(row: ReviewRhythm | None) -> Sentence:
    """Say how often a level is reviewed."""
    if row is None:
        return say("By the clinic's usual rhythm")
    if row.first_every_days == row.then_every_days or not row.first_period_days:
        return every(row.then_every_days)
    return sentence(
        say("Every {first} days for {period} days, then every {then} days"), first=row.first_every_days,
        period=row.first_period_days, then=row.then_every_days,
    )  # fmt: skip


def newest_rhythms(level_ids: Iterable[uuid.UUID], on: dt.date) -> dict[uuid.UUID, ReviewRhythm]:
    """Give each level's rhythm of reviews that holds on a day (one statement)."""
    rows = ReviewRhythm.objects.filter(level__in=list(level_ids), valid_from__lte=on)
    return {row.level_id: row for row in rows.order_by("level_id", "-valid_from").distinct("level_id")}


def joined(parts: Iterable[Sentence], by: str = ", ") -> Sentence:
    """Say several things in a row, each translated when it is shown."""
    found = [part for part in parts if str(part)]
    places = by.join(f"{{p{number}}}" for number in range(len(found)))
    return sentence(places, **{f"p{number}": part for number, part in enumerate(found)}) if found else ""


def _day_words(day: DayTemplate) -> Sentence:
    parts = list(day.components.all())
    minutes = sum(part.minutes for part in parts)
    ends = (dt.datetime.combine(dt.date.min, day.starts_at) + dt.timedelta(minutes=minutes)).time()
    rooms = ", ".join(dict.fromkeys(part.room.name for part in parts if part.room))
    words = say("{day} {start} to {end}, {rooms}") if rooms else say("{day} {start} to {end}")
    return sentence(
        words, day=weekday_words(day.weekday), start=time_words(day.starts_at), end=time_words(ends), rooms=rooms
    )
