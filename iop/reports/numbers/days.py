"""The treatment days and meetings: who came, which seats were used, which hours were given."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, FloatField, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest, Least, TruncMinute

from iop.clinic import settings as clinic_settings
from iop.clinic.choices import Weekday
from iop.core.words import say
from iop.reports.numbers.ground import (
    Cells,
    MinutesBetween,
    around,
    choice,
    derived,
    grouped,
    labelled,
    local_day,
    merged,
    month,
    month_words,
    named,
    staff_names,
    summed,
    weekday,
    whole,
)
from iop.reports.numbers.names import level_names, site_names, track_names
from iop.reports.numbers.people import BY_LEVEL, BY_MONTH, BY_SITE, every_month
from iop.reports.registry import report
from iop.reports.rules.rates import percent
from iop.reports.shapes import Ask, Chart, Column, Filter, Result, Row, Unit
from scheduling.choices import AppointmentKind, AppointmentStatus, ComponentCategory
from scheduling.models import Appointment
from sessions_app.choices import ATTENDED, AttendanceMode, AttendanceStatus, SessionStatus
from sessions_app.group_choices import MeetingStatus, Presence
from sessions_app.models import Attendance, ComponentAttendance, OpenAttendance, OpenMeeting, ProgramSession

GROUP = "hours"
HELD = (SessionStatus.CLOSED, SessionStatus.FINAL)
BY_TRACK = ("track", say("Track"))
HEADINGS: dict[str, Any] = dict(
    (BY_MONTH, BY_LEVEL, BY_SITE, BY_TRACK, ("weekday", say("Weekday")), ("mode", say("How they came")),
     ("group", say("Group")), ("kind", say("Kind")))
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
    """Give the roster lines of those days, without whoever was taken off."""
    rows = Attendance.objects.on_roster().filter(
        session__site__in=ask.sites, session__on__gte=ask.first, session__on__lte=ask.last,
        session__status__in=statuses,
    )  # fmt: skip
    if ask.track:
        rows = rows.filter(session__track=ask.track)
    return rows.filter(session__track__program__level=ask.level) if ask.level else rows


def _by(ask: Ask, prefix: str) -> Any:
    return {
        "month": lambda: month(f"{prefix}on"), "track": lambda: f"{prefix}track", "site": lambda: f"{prefix}site",
        "level": lambda: f"{prefix}track__program__level", "weekday": lambda: weekday(f"{prefix}on"),
        "mode": lambda: "mode",
    }[ask.by]()  # fmt: skip


def _rows(ask: Ask, groups: dict[Any, Cells], blank: Cells) -> list[Row]:
    if ask.by == "month":
        return labelled({key: groups.get(key, blank) for key in every_month(ask)}, month_words)
    if ask.by == "weekday":
        names = {number + 1: label for number, label in Weekday.choices}
        return labelled(groups, named(names), order=list(names))
    if ask.by == "mode":
        return labelled(groups, choice(AttendanceMode), order=AttendanceMode.values)
    names = {"track": track_names, "site": site_names, "level": level_names}[ask.by]()
    return labelled(groups, named(names))


@report(
    "attendance",
    group=GROUP,
    title=say("Attendance and no-show"),
    definition=say(
        "Roster lines of treatment days that were held (days the clinic cancelled count for nothing): attended out of scheduled; no-show "
        "is absent without an excuse out of scheduled; in minutes, credited out of planned service."
    ),
    by=(
        BY_MONTH, BY_TRACK, BY_LEVEL, BY_SITE, ("weekday", HEADINGS["weekday"]), ("mode", HEADINGS["mode"]),
    ),
    filters=(Filter.LEVEL, Filter.TRACK),
)  # fmt: skip
def attendance(ask: Ask) -> Result:
    """Count who came, in people and in minutes. Three statements and one for names."""
    lines = roster(ask)
    by = _by(ask, "session__")
    found = grouped(
        lines, by, scheduled=Count("pk"), attended=Count("pk", filter=Q(status__in=ATTENDED)),
        excused=Count("pk", filter=Q(status=AttendanceStatus.ABSENT_EXCUSED)),
        no_show=Count("pk", filter=Q(status=AttendanceStatus.ABSENT)),
        open=Count("pk", filter=Q(status=AttendanceStatus.EXPECTED)), credited=Sum("credited_minutes"),
    )  # fmt: skip
    service = lines.filter(session__components__counts_as_service=True)
    length = MinutesBetween(F("session__components__ends_at"), F("session__components__starts_at"))
    planned = grouped(service, by, planned=Sum(length))
    cancelled = grouped(roster(ask, (SessionStatus.CANCELLED,)), by, cancelled=Count("pk"))
    keys = ("scheduled", "attended", "excused", "no_show", "open", "credited", "planned", "cancelled")
    groups = merged(found, planned, cancelled, blank=keys)

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys(keys, 0), **cells}
        return {
            **cells, "planned": whole(cells["planned"]),
            "attendance_rate": percent(cells["attended"], cells["scheduled"]),
            "no_show_rate": percent(cells["no_show"], cells["scheduled"]),
            "minutes_rate": percent(whole(cells["credited"]), whole(cells["planned"])),
        }  # fmt: skip

    columns = (
        Column("scheduled", say("Scheduled")),
        Column("attended", say("Attended")),
        Column("attendance_rate", say("Attendance rate"), Unit.PERCENT),
        Column("excused", say("Excused")),
        Column("no_show", say("No-show")),
        Column("no_show_rate", say("No-show rate"), Unit.PERCENT),
        Column("open", say("Not marked")),
        Column("planned", say("Planned hours"), Unit.MINUTES),
        Column("credited", say("Credited hours"), Unit.MINUTES),
        Column("minutes_rate", say("Hours attended"), Unit.PERCENT),
        Column("cancelled", say("Cancelled by the clinic")),
    )
    rows = _rows(ask, derived(groups, derive), derive({}))
    return Result(
        HEADINGS[ask.by], columns, rows, summed(groups, derive), Chart("bar", ("attendance_rate", "no_show_rate"))
    )


def meetings(ask: Ask) -> QuerySet[Any]:
    """Give the appointments of the period by their site's own date, ``day``."""
    rows: QuerySet[Any] = Appointment.objects.filter(around("starts_at", ask), site__in=ask.sites)
    rows = rows.annotate(day=local_day("starts_at", "site__time_zone")).filter(day__gte=ask.first, day__lte=ask.last)
    return rows.filter(staff=ask.clinician) if ask.clinician else rows


@report(
    "appointments",
    group=GROUP,
    title=say("Appointments kept"),
    definition=say(
        "Appointments whose day lies in the period and has come: completed out of those not cancelled; missed is noted as not attended."
    ),
    by=(("kind", HEADINGS["kind"]), BY_MONTH, BY_SITE, ("clinician", say("Clinician"))),
    filters=(Filter.CLINICIAN,),
)
def appointments(ask: Ask) -> Result:
    """Count appointments by what became of them. One statement and one for names."""
    by = {"kind": "kind", "month": month("day"), "site": "site", "clinician": "staff"}[ask.by]
    state = {
        "completed": (AppointmentStatus.COMPLETED,), "missed": (AppointmentStatus.NO_SHOW,),
        "open": (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED), "cancelled": (AppointmentStatus.CANCELLED,),
    }  # fmt: skip
    counts = {key: Count("pk", filter=Q(status__in=values)) for key, values in state.items()}
    groups = grouped(meetings(ask).filter(starts_at__lte=ask.at), by, **counts)

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys(state, 0), **cells}
        due = cells["completed"] + cells["missed"] + cells["open"]
        rates = {"kept_rate": percent(cells["completed"], due), "missed_rate": percent(cells["missed"], due)}
        return {**cells, "due": due, **rates}

    columns = (
        Column("due", say("Not cancelled")),
        Column("completed", say("Completed")),
        Column("kept_rate", say("Kept"), Unit.PERCENT),
        Column("missed", say("Missed")),
        Column("missed_rate", say("Missed, share"), Unit.PERCENT),
        Column("open", say("Not settled")),
        Column("cancelled", say("Cancelled")),
    )
    done = derived(groups, derive)
    if ask.by == "month":
        rows = labelled({key: done.get(key, derive({})) for key in every_month(ask)}, month_words)
    else:
        rows = labelled(done, _appointment_label(ask.by, groups))
    heading = say("Clinician") if ask.by == "clinician" else HEADINGS[ask.by]
    return Result(heading, columns, rows, summed(groups, derive), Chart("bar", ("completed", "missed", "cancelled")))


def _appointment_label(by: str, keys: Any) -> Any:
    if by == "kind":
        return choice(AppointmentKind)
    return named(site_names() if by == "site" else staff_names(keys))


@report(
    "seats",
    group=GROUP,
    title=say("Seat use"),
    definition=say(
        "Seats of every day held: the track's seats (a group's places) as they are now, times the days. Used: names on the roster (for "
        "groups outside a stay, people who came); filled: people who came."
    ),
    by=(BY_TRACK, ("group", HEADINGS["group"]), BY_MONTH, BY_LEVEL, BY_SITE),
    filters=(Filter.LEVEL, Filter.TRACK),
)
def seats(ask: Ask) -> Result:
    """Compare seats with who was on the roster and who came. Two statements and one for names."""
    groups, names = _group_seats(ask) if ask.by == "group" else (_track_seats(ask), {})

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys(("days", "seats", "used", "filled"), 0), **cells}
        rates = {
            "use_rate": percent(cells["used"], cells["seats"]),
            "fill_rate": percent(cells["filled"], cells["seats"]),
        }
        return {**cells, **rates}

    columns = (
        Column("days", say("Days held"), Unit.COUNT),
        Column("seats", say("Seats"), Unit.COUNT),
        Column("used", say("On the roster")),
        Column("use_rate", say("Used"), Unit.PERCENT),
        Column("filled", say("Came")),
        Column("fill_rate", say("Filled"), Unit.PERCENT),
    )
    done = derived(groups, derive)
    rows = labelled(done, named(names)) if ask.by == "group" else _rows(ask, done, derive({}))
    return Result(HEADINGS[ask.by], columns, rows, summed(groups, derive), Chart("bar", ("use_rate", "fill_rate")))


def _track_seats(ask: Ask) -> dict[Any, Cells]:
    days = grouped(days_held(ask), _by(ask, ""), days=Count("pk"), seats=Sum("track__capacity"))
    lines = grouped(
        roster(ask), _by(ask, "session__"), used=Count("pk"), filled=Count("pk", filter=Q(status__in=ATTENDED))
    )
    return merged(days, lines, blank=("days", "seats", "used", "filled"))


def _group_seats(ask: Ask) -> tuple[dict[Any, Cells], dict[Any, Any]]:
    held = {"status": MeetingStatus.HELD, "on__gte": ask.first, "on__lte": ask.last, "group__site__in": ask.sites}
    rows = OpenMeeting.objects.filter(**held)
    days = grouped(rows, "group", days=Count("pk"), seats=Sum("group__capacity"), guests=Sum("guests"))
    came = grouped(
        OpenAttendance.objects.filter(status=Presence.CAME, **{f"meeting__{key}": value for key, value in held.items()}),
        "meeting__group", came=Count("pk"),
    )  # fmt: skip
    names = grouped(rows, "group", name=Min("group__name"))
    found = merged(days, came, blank=("days", "seats", "guests", "came"))
    return {key: _guests_in(cells) for key, cells in found.items()}, {key: row["name"] for key, row in names.items()}


def _guests_in(cells: Cells) -> Cells:
    there = cells["came"] + cells["guests"]
    return {"days": cells["days"], "seats": cells["seats"], "used": there, "filled": there}


PARTS = "components__"
COUNSELOR_CHECK_IN = "counselor_check_in"
"""A check-in one to one, apart from the part that opens a treatment day; one-to-one and family therapy are the same in both."""


@report(
    "hours_by_modality",
    group=GROUP,
    title=say("Hours by kind of service"),
    definition=say(
        "Hours given: parts of treatment days that were held, as timed, and appointments completed, as planned. Client hours: the minutes "
        "each client was there, less corrections. Breaks and groups outside a stay are no service."
    ),
    by=(("kind", HEADINGS["kind"]),),
    filters=(Filter.LEVEL, Filter.TRACK, Filter.CLINICIAN),
)
def hours_by_modality(ask: Ask) -> Result:
    """Add up hours by modality, of the clinic and of its clients. Four statements."""
    groups: dict[Any, Cells] = {}
    for part in (*_parts(ask), _one_to_one(ask)):
        for key, cells in part.items():
            into = groups.setdefault(key, {"held": 0, "minutes": 0, "client_minutes": 0})
            into.update({name: into[name] + (value or 0) for name, value in cells.items()})
    total = sum(whole(cells["client_minutes"]) for cells in groups.values())

    def derive(cells: Cells) -> Cells:
        minutes, client_minutes = whole(cells.get("minutes")), whole(cells.get("client_minutes"))
        return {
            "held": cells.get("held", 0), "minutes": minutes, "client_minutes": client_minutes,
            "share": percent(client_minutes, total),
        }  # fmt: skip

    own_check_in = (COUNSELOR_CHECK_IN, AppointmentKind.CHECK_IN.label)
    names = dict([*AppointmentKind.choices, *ComponentCategory.choices, own_check_in])
    order = [*ComponentCategory.values, *AppointmentKind.values, COUNSELOR_CHECK_IN]
    columns = (
        Column("held", say("Times held"), Unit.COUNT),
        Column("minutes", say("Hours given"), Unit.MINUTES),
        Column("client_minutes", say("Client hours"), Unit.MINUTES),
        Column("share", say("Share of client hours"), Unit.PERCENT),
    )
    rows = labelled(derived(groups, derive), named(names), order=order)
    return Result(say("Kind of service"), columns, rows, summed(groups, derive), Chart("bar", ("client_minutes",)))


def _parts(ask: Ask) -> tuple[dict[Any, Cells], ...]:
    led = {"components__facilitators__staff": ask.clinician} if ask.clinician else {}
    counts = {} if _breaks_count(ask) else {"components__counts_as_service": True}
    given = grouped(
        days_held(ask).filter(components__isnull=False, **counts, **led), "components__kind__category", held=Count("components"),
        minutes=Sum(MinutesBetween(_end(PARTS), _start(PARTS))),
    )  # fmt: skip
    lines = roster(ask).filter(status__in=ATTENDED)
    there = _there("session__components__", "", ask)
    lines = lines.filter(**{f"session__{key}": value for key, value in {**counts, **led}.items()})
    stayed = grouped(lines, "session__components__kind__category", client_minutes=Sum(there))
    less = _corrected(ask, lines, counts, led)
    for key, cells in less.items():
        stayed[key]["client_minutes"] = (stayed[key]["client_minutes"] or 0) - (cells["less"] or 0)
    return given, stayed


def _corrected(ask: Ask, lines: QuerySet[Attendance], counts: Cells, led: Cells) -> dict[Any, Cells]:
    """Give the minutes that corrections take off a part: whoever was away from it is credited its cap at most."""
    there = _there("component__", "attendance__", ask)
    own = {key.removeprefix("components__"): value for key, value in {**counts, **led}.items()}
    rows = ComponentAttendance.objects.filter(
        attendance__in=lines.values("pk"), **{f"component__{key}": value for key, value in own.items()}
    )
    cap = Least(there, F("minutes"), output_field=FloatField())
    return grouped(rows, "component__kind__category", less=Sum(there - cap))


def _start(prefix: str) -> Coalesce:
    return Coalesce(F(f"{prefix}actual_starts_at"), F(f"{prefix}starts_at"))


def _end(prefix: str) -> Coalesce:
    return Coalesce(F(f"{prefix}actual_ends_at"), Greatest(F(f"{prefix}ends_at"), _start(prefix)))


def _there(part: str, line: str, ask: Ask) -> Greatest:
    """The minutes of a part between arrival and leaving; an early closing ends it for everybody (``rules.attendance``)."""
    day = f"{line}session__"
    grace = dt.timedelta(minutes=int(_setting(ask, "attendance.late_after_minutes")))
    closed = Case(
        When(**{f"{day}closed_at__lt": F(f"{day}ends_at") - Value(grace)}, then=TruncMinute(f"{day}closed_at")),
        default=None, output_field=DateTimeField(),
    )  # fmt: skip
    come = Greatest(F(f"{line}arrived_at"), F(f"{day}starts_at"), _start(part))
    gone = Least(F(f"{line}left_at"), closed, _end(part))
    return Greatest(MinutesBetween(gone, come), Value(0.0), output_field=FloatField())


def _setting(ask: Ask, key: str) -> Any:
    return clinic_settings.value(key, on=ask.last)


def _breaks_count(ask: Ask) -> bool:
    return bool(_setting(ask, "attendance.break_counts"))


def _one_to_one(ask: Ask) -> dict[Any, Cells]:
    """Appointments completed: one client each, for as long as they were planned. A level or track leaves them out."""
    if ask.level or ask.track:
        return {}
    length = Sum(MinutesBetween(F("ends_at"), F("starts_at")))
    rows = meetings(ask).filter(status=AppointmentStatus.COMPLETED)
    found = grouped(rows, "kind", held=Count("pk"), minutes=length)
    return {
        COUNSELOR_CHECK_IN if key == AppointmentKind.CHECK_IN else key: {**cells, "client_minutes": cells["minutes"]}
        for key, cells in found.items()
    }
