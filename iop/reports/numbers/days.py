"""The treatment days: who came, and which seats were used."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from iop.clinic import settings as clinic_settings
from iop.clinic.choices import Weekday
from iop.core.words import say
from iop.reports.numbers.ground import (
    PEOPLE,
    Cells,
    MinutesBetween,
    derived,
    grouped,
    heads,
    labelled,
    merged,
    month,
    month_words,
    named,
    pairs,
    person,
    summed,
    weekday,
    whole,
)
from iop.reports.numbers.names import level_names, site_names, track_names
from iop.reports.numbers.people import BY_LEVEL, BY_MONTH, BY_SITE, every_month
from iop.reports.registry import report
from iop.reports.rules.rates import percent
from iop.reports.shapes import Ask, Chart, Column, Filter, Result, Row, Unit
from scheduling.seats import seats_then
from sessions_app.choices import ATTENDED, AttendanceMode, AttendanceStatus, SessionStatus
from sessions_app.group_choices import MeetingStatus, Presence
from sessions_app.models import Attendance, OpenAttendance, OpenMeeting, ProgramSession
from sessions_app.open_groups import places_then

GROUP = "hours"
HELD = (SessionStatus.CLOSED, SessionStatus.FINAL)
PARTLY = (AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY)
BY_TRACK = ("track", say("Track"))
HEADINGS: dict[str, Any] = dict(
    (BY_MONTH, BY_LEVEL, BY_SITE, BY_TRACK, ("weekday", say("Weekday")), ("mode", say("How they came")),
     ("group", say("Group")))
)  # fmt: skip


def days_held(ask: Ask, statuses: Any = HELD) -> QuerySet[ProgramSession]:
    """Give the treatment days of the period that were held (or have another status)."""
    rows = ProgramSession.objects.filter(
        site__in=ask.sites, on__gte=ask.first, on__lte=ask.last, status__in=statuses
    )  # fmt: skip
    if ask.track:
        rows = rows.filter(track=ask.track)
    return rows.filter(track__program__level=ask.level) if ask.level else rows


def roster(ask: Ask, statuses: Any = HELD) -> QuerySet[Attendance]:
    """Give the roster lines of those days, without whoever was taken off.

    Of somebody who stood on a roster under two charts, since joined, one line stays with the chart that is gone: it does
    not count.
    """
    rows = Attendance.objects.on_roster().filter(
        session__site__in=ask.sites, session__on__gte=ask.first, session__on__lte=ask.last,
        session__status__in=statuses, client__merged_into__isnull=True,
    )  # fmt: skip
    if ask.track:
        rows = rows.filter(session__track=ask.track)
    return rows.filter(session__track__program__level=ask.level) if ask.level else rows


def _by(ask: Ask, prefix: str) -> Any:
    return {
        "month": lambda: month(f"{prefix}on"), "track": lambda: f"{prefix}track", "site": lambda: f"{prefix}site",
        "level": lambda: f"{prefix}track__program__level", "weekday": lambda: weekday(f"{prefix}on"),
        # How somebody comes is known of those who came: a line says "in person" until it is marked.
        "mode": lambda: Case(When(status__in=ATTENDED, then=F("mode")), default=Value(""), output_field=CharField()),
    }[ask.by]()  # fmt: skip


def _rows(ask: Ask, groups: dict[Any, Cells], blank: Cells) -> list[Row]:
    if ask.by == "month":
        return labelled({key: groups.get(key, blank) for key in every_month(ask)}, month_words)
    if ask.by == "weekday":
        names = {number + 1: label for number, label in Weekday.choices}
        return labelled(groups, named(names), order=list(names))
    if ask.by == "mode":
        modes = {**dict(AttendanceMode.choices), "": say("Did not come")}
        return labelled(groups, named(modes), order=list(modes))
    names = {"track": track_names, "site": site_names, "level": level_names}[ask.by]()
    return labelled(groups, named(names))


ATTENDANCE = (
    PEOPLE,
    Column("scheduled", say("Scheduled")),
    Column("attended", say("Attended")),
    Column("attendance_rate", say("Attendance rate"), Unit.PERCENT),
    Column("partly", say("Late or left early")),
    Column("excused", say("Excused")),
    Column("no_show", say("No-show")),
    Column("no_show_rate", say("No-show rate"), Unit.PERCENT),
    Column("open", say("Not marked")),
    Column("planned", say("Planned hours"), Unit.MINUTES),
    Column("credited", say("Credited hours"), Unit.MINUTES),
    Column("minutes_rate", say("Hours attended"), Unit.PERCENT),
    Column("cancelled", say("Cancelled by the clinic")),
)


@report(
    "attendance",
    group=GROUP,
    title=say("Attendance and no-show"),
    definition=say(
        "Roster lines of treatment days that were held (days the clinic cancelled count for nothing): attended out of scheduled, late and "
        "left early included; no-show is absent without an excuse out of scheduled; what of a day was missed shows in the hours, credited "
        "out of planned. A make-up is one more line."
    ),
    by=(
        BY_MONTH, BY_TRACK, BY_LEVEL, BY_SITE, ("weekday", HEADINGS["weekday"]), ("mode", HEADINGS["mode"]),
    ),
    filters=(Filter.LEVEL, Filter.TRACK),
)  # fmt: skip
def attendance(ask: Ask) -> Result:
    """Count who came, in people and in minutes. Five statements and one for names."""
    lines = roster(ask)
    by = _by(ask, "session__")
    found = grouped(
        lines, by, scheduled=Count("pk"), attended=Count("pk", filter=Q(status__in=ATTENDED)),
        partly=Count("pk", filter=Q(status__in=PARTLY)),
        excused=Count("pk", filter=Q(status=AttendanceStatus.ABSENT_EXCUSED)),
        no_show=Count("pk", filter=Q(status=AttendanceStatus.ABSENT)),
        open=Count("pk", filter=Q(status=AttendanceStatus.EXPECTED)), credited=Sum("credited_minutes"),
    )  # fmt: skip
    counts = {} if breaks_count(ask) else {"session__components__counts_as_service": True}
    service = lines.filter(session__components__isnull=False, **counts)
    length = MinutesBetween(F("session__components__ends_at"), F("session__components__starts_at"))
    planned = grouped(service, by, planned=Sum(length))
    cancelled = grouped(roster(ask, (SessionStatus.CANCELLED,)), by, cancelled=Count("pk"))
    people, everybody = heads(pairs(lines, by, "client"))
    keys = (
        "people",
        "scheduled",
        "attended",
        "partly",
        "excused",
        "no_show",
        "open",
        "credited",
        "planned",
        "cancelled",
    )
    groups = merged(found, planned, cancelled, people, blank=keys)

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys(keys, 0), **cells}
        return {
            **cells, "planned": whole(cells["planned"]),
            "attendance_rate": percent(cells["attended"], cells["scheduled"]),
            "no_show_rate": percent(cells["no_show"], cells["scheduled"]),
            "minutes_rate": percent(whole(cells["credited"]), whole(cells["planned"])),
        }  # fmt: skip

    done, chart = derived(groups, derive), Chart("bar", ("attendance_rate", "no_show_rate"))
    if ask.by == "mode":
        done = {key: {**cells, "attendance_rate": None, "no_show_rate": None} for key, cells in done.items()}
        chart = Chart("bar", ("scheduled",))
    total = summed(groups, derive, people=everybody)
    return Result(HEADINGS[ask.by], ATTENDANCE, _rows(ask, done, derive({})), total, chart)


@report(
    "seats",
    group=GROUP,
    title=say("Seat use"),
    definition=say(
        "Seats of every day held: the seats that the track (the places that the group) had on that day, added up. Used: names on the "
        "roster (for groups outside a stay, people who came); filled: people who came."
    ),
    by=(BY_TRACK, ("group", HEADINGS["group"]), BY_MONTH, BY_LEVEL, BY_SITE),
    filters=(Filter.LEVEL, Filter.TRACK),
)
def seats(ask: Ask) -> Result:
    """Compare seats with who was on the roster and who came. Three statements and one for names."""
    groups, everybody, names = _group_seats(ask) if ask.by == "group" else (*_track_seats(ask), {})

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys(SEATS, 0), **cells}
        rates = {
            "use_rate": percent(cells["used"], cells["seats"]),
            "fill_rate": percent(cells["filled"], cells["seats"]),
        }
        return {**cells, **rates}

    columns = (
        PEOPLE,
        Column("days", say("Days held"), Unit.COUNT),
        Column("seats", say("Seats"), Unit.COUNT),
        Column("used", say("On the roster")),
        Column("use_rate", say("Used"), Unit.PERCENT),
        Column("filled", say("Came")),
        Column("fill_rate", say("Filled"), Unit.PERCENT),
    )
    done = derived(groups, derive)
    rows = labelled(done, named(names)) if ask.by == "group" else _rows(ask, done, derive({}))
    total = summed(groups, derive, people=everybody)
    return Result(HEADINGS[ask.by], columns, rows, total, Chart("bar", ("use_rate", "fill_rate")))


SEATS = ("people", "days", "seats", "used", "filled")


def _track_seats(ask: Ask) -> tuple[dict[Any, Cells], int]:
    held = days_held(ask).annotate(seats_of_day=seats_then("track", "on"))
    days = grouped(held, _by(ask, ""), days=Count("pk"), seats=Sum("seats_of_day"))
    names, by = roster(ask), _by(ask, "session__")
    lines = grouped(names, by, used=Count("pk"), filled=Count("pk", filter=Q(status__in=ATTENDED)))
    people, everybody = heads(pairs(names, by, "client"))
    return merged(days, lines, people, blank=SEATS), everybody


def _group_seats(ask: Ask) -> tuple[dict[Any, Cells], int, dict[Any, Any]]:
    """Guests count as people who came, and as nobody in particular: their names are not kept."""
    held = {"status": MeetingStatus.HELD, "on__gte": ask.first, "on__lte": ask.last, "group__site__in": ask.sites}
    rows = OpenMeeting.objects.filter(**held).annotate(places_of_day=places_then("group", "on"))
    days = grouped(
        rows, "group", days=Count("pk"), seats=Sum("places_of_day"), guests=Sum("guests"), name=Min("group__name")
    )
    there = OpenAttendance.objects.filter(
        status=Presence.CAME, **{f"meeting__{key}": value for key, value in held.items()}
    )
    came = grouped(there, "meeting__group", came=Count("pk"))
    people, everybody = heads(pairs(there, "meeting__group", Coalesce(person("member__client"), "member__person")))
    names = {key: cells.pop("name") for key, cells in days.items()}
    found = merged(days, came, people, blank=("people", "days", "seats", "guests", "came"))
    return {key: _guests_in(cells) for key, cells in found.items()}, everybody, names


def _guests_in(cells: Cells) -> Cells:
    there = cells["came"] + cells["guests"]
    return {**{key: cells[key] for key in ("people", "days", "seats")}, "used": there, "filled": there}


def setting_of(ask: Ask, key: str) -> Any:
    """A setting of the clinic as it holds on the last day asked for."""
    return clinic_settings.value(key, on=ask.last)


def breaks_count(ask: Ask) -> bool:
    """Whether the clinic counts breaks as service."""
    return bool(setting_of(ask, "attendance.break_counts"))
