"""What publishing a week does to the treatment days that are already planned, told before it is done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.core import clock
from iop.pages.presenters.schedule import when
from iop.pages.presenters.schedule.week_draft import Day, Draft
from iop.pages.presenters.schedule.week_options import Options
from scheduling.models import Track
from sessions_app.choices import SessionStatus
from sessions_app.models import ProgramSession


@dataclass(frozen=True)
class Row:
    """One planned day, as it stands and as it will."""

    day: str
    now: str
    then: str
    words: str
    tone: str


@dataclass(frozen=True)
class Effects:
    """The planned days one by one, and in sentences."""

    rows: list[Row]
    sentences: list[str]


def effects(track: Track, draft: Draft, options: Options, valid_from: dt.date) -> Effects:
    """Compare the draft with the planned days from ``valid_from`` on, up to the next version there is (two statements)."""
    until = (
        track.templates.filter(valid_from__gt=valid_from)
        .order_by("valid_from")
        .values_list("valid_from", flat=True)
        .first()
    )
    planned = ProgramSession.objects.filter(track=track, status=SessionStatus.PLANNED, original_on__gte=valid_from)
    if until:
        planned = planned.filter(original_on__lt=until)
    by_lineage = {day.lineage: day for day in draft.running if day.lineage}
    zone = ZoneInfo(options.zone)
    rows = [_row(session, by_lineage.get(str(session.lineage)), zone) for session in planned.order_by("starts_at")]
    return Effects(rows, _sentences(rows, draft, by_lineage, valid_from, until))


def _row(session: ProgramSession, day: Day | None, zone: ZoneInfo) -> Row:
    name = when.day_words(session.on)
    now = when.span_words(session.starts_at, session.ends_at, zone)
    if session.is_customised:
        return Row(name, now, now, _("Changed by hand: stays as it is"), "lock")
    if day is None or day.starts_at is None:
        return Row(name, now, "—", _("No longer takes place"), "bad")
    start = clock.at_local(session.original_on, day.starts_at, zone)
    then = when.span_words(start, start + dt.timedelta(minutes=day.minutes), zone)
    if then == now:
        return Row(name, now, then, _("Keeps its times"), "quiet")
    return Row(name, now, then, _("New times"), "warn")


def _sentences(
    rows: list[Row], draft: Draft, kept: dict[str, Day], valid_from: dt.date, until: dt.date | None
) -> list[str]:
    said = [
        _("Days before %(day)s, and days that have begun, stay exactly as they are.")
        % {"day": when.day_words(valid_from)}
    ]
    gone = sum(row.then == "—" for row in rows)
    changed = sum(row.tone in ("quiet", "warn") for row in rows)
    if changed:
        said.append(
            ngettext(
                "%(count)d planned day takes the new parts and times. People whose times change are told.",
                "%(count)d planned days take the new parts and times. People whose times change are told.",
                changed,
            ) % {"count": changed}
        )  # fmt: skip
    if gone:
        said.append(
            ngettext(
                "%(count)d planned day no longer takes place. The people on its roster are told.",
                "%(count)d planned days no longer take place. The people on their rosters are told.",
                gone,
            ) % {"count": gone}
        )  # fmt: skip
    new = [when.weekday_words(day.weekday) for day in draft.running if day.lineage not in kept]
    if new:
        said.append(_("New days are made for: %(days)s.") % {"days": ", ".join(new)})
    if until:
        said.append(_("It holds until %(day)s, when a later version begins.") % {"day": when.day_words(until)})
    return said
