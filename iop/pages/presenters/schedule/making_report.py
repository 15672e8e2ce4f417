"""What planning ahead gave: the days there are, and why a date has none."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.clinic import settings as clinic_settings
from iop.clinic.models import Closure, Site
from iop.core import clock
from iop.pages.presenters.schedule import addresses, when
from scheduling.models import Track
from sessions_app import clashes, making
from sessions_app.actions.materialise import Report
from sessions_app.choices import SessionStatus
from sessions_app.models import ProgramSession
from sessions_app.rules import planning

STATUS_TONES: dict[str, str] = {
    SessionStatus.PLANNED: "good",
    SessionStatus.CANCELLED: "bad",
    SessionStatus.RUNNING: "info",
}


@dataclass(frozen=True)
class Row:
    """A date of a track: the day that is there, or why none is."""

    day: str
    url: str
    words: str
    tone: str
    note: str


@dataclass(frozen=True)
class OfTrack:
    """A track with its dates ahead."""

    name: str
    url: str
    there: int
    rows: list[Row]


def ahead(site: Site, at: dt.datetime) -> tuple[list[OfTrack], str]:
    """Compare what the weeks of active tracks name with the days there are, up to the setting; and say up to when.

    The statements grow with a site's tracks, of which there are a few, not with its days.
    """
    zone = ZoneInfo(site.time_zone)
    today = clock.local_date(at, zone)
    weeks = int(clinic_settings.value("sessions.weeks_ahead", on=today, site_id=site.pk))
    last = today + dt.timedelta(weeks=weeks)
    tracks = list(Track.objects.filter(program__site=site, is_active=True, program__is_active=True).order_by("name"))
    there = _there(site, today, last)
    closures = [
        planning.Closed(row.starts_on, row.ends_on or row.starts_on, row.reason)
        for row in Closure.objects.filter(site=site).overlapping(today, last)
    ]
    found = []
    for track in tracks:
        planned, skipped = planning.plan(
            making.versions(track.pk, last), closures, first=today, last=last, zone=site.time_zone, at=at
        )
        rows = _rows(there[track.pk], planned, skipped, zone)
        made = sum(bool(row.url) for row in rows)
        found.append(OfTrack(track.name, addresses.to("track")(track.pk), made, rows))
    return found, when.day_words_long(last)


def _there(site: Site, first: dt.date, last: dt.date) -> dict[Any, list[dict[str, Any]]]:
    rows: Any = ProgramSession.objects.filter(site=site, on__range=(first, last)).values(
        "id",
        "track_id",
        "lineage",
        "on",
        "original_on",
        "starts_at",
        "ends_at",
        "status",
        "cancel_reason",
        focus_words=F("focus"),
    )
    by_track: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("starts_at"):
        by_track[row["track_id"]].append(row)
    return by_track


def _rows(
    there: list[dict[str, Any]], planned: list[planning.PlannedDay], skipped: list[planning.SkippedDay], zone: ZoneInfo
) -> list[Row]:
    url = addresses.to("planned_session")
    notes = {(item.shape.lineage, item.on): item for item in planned if item.note}
    known = {(row["lineage"], row["original_on"]) for row in there}
    dated = [(row["on"], _made(row, url(row["id"]), notes, zone)) for row in there]
    dated += [
        (item.on, Row(when.day_words(item.on), "", _("Not made yet"), "wait", _("“Make the days now” makes it.")))
        for item in planned
        if (item.shape.lineage, item.on) not in known
    ]
    dated += [(item.on, Row(when.day_words(item.on), "", str(item.reason), "warn", "")) for item in skipped]
    return [row for _day, row in sorted(dated, key=lambda pair: pair[0])]


def _made(row: dict[str, Any], url: str, notes: dict[Any, planning.PlannedDay], zone: ZoneInfo) -> Row:
    status = SessionStatus(row["status"])
    item = notes.get((row["lineage"], row["original_on"]))
    note = row["cancel_reason"]
    if item and item.note:
        note = str(planning.note_sentence(item.note, item.on, item.shape.wall, item.starts_at.astimezone(zone).time()))
    elif row["on"] != row["original_on"]:
        note = _("Moved from %(day)s") % {"day": when.day_words(row["original_on"])}
    words = f"{when.moment_words(row['starts_at'], row['ends_at'], zone)}"
    return Row(words, url, str(status.label), STATUS_TONES.get(status, "quiet"), note)


def told(report: Report) -> list[str]:
    """Word what a run did just now."""
    said = [
        ngettext("%(count)d day was made.", "%(count)d days were made.", len(report.made)) % {"count": len(report.made)},
        ngettext("%(count)d day was already there.", "%(count)d days were already there.", report.already_there) % {"count": report.already_there},
    ]  # fmt: skip
    said += sorted({str(item.reason) for item in report.skipped})
    said += [str(item.note) for item in report.notes]
    said += sorted({str(clashes.sentence_for(clash)) for clash in report.clashes[:10]})
    if report.without_lead:
        words = ngettext(
            "%(count)d day has nobody who may lead it.",
            "%(count)d days have nobody who may lead them.",
            len(report.without_lead),
        )
        said.append(words % {"count": len(report.without_lead)})
    return said
