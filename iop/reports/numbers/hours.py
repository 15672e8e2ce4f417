"""Appointments kept, and the hours given by kind of service, in treatment days and one to one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, DateTimeField, F, FloatField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest, Least, TruncMinute

from iop.core.words import Sentence, say
from iop.reports.numbers.days import GROUP, breaks_count, days_held, roster, setting_of
from iop.reports.numbers.ground import (
    PEOPLE,
    Cells,
    MinutesBetween,
    around,
    choice,
    derived,
    grouped,
    heads,
    labelled,
    local_day,
    merged,
    month,
    month_words,
    named,
    pairs,
    staff_names,
    summed,
    whole,
)
from iop.reports.numbers.names import site_names
from iop.reports.numbers.people import BY_MONTH, BY_SITE, every_month
from iop.reports.registry import report
from iop.reports.rules.rates import percent
from iop.reports.shapes import Ask, Chart, Column, Filter, Result, Unit
from scheduling.choices import AppointmentKind, AppointmentStatus, ComponentCategory
from scheduling.models import Appointment
from sessions_app.choices import ATTENDED
from sessions_app.models import Attendance, ComponentAttendance

BY_KIND = ("kind", say("Kind"))
BY_CLINICIAN = ("clinician", say("Clinician"))
HEADINGS: dict[str, Sentence] = dict((BY_KIND, BY_MONTH, BY_SITE, BY_CLINICIAN))


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
    by=(BY_KIND, BY_MONTH, BY_SITE, BY_CLINICIAN),
    filters=(Filter.CLINICIAN,),
)
def appointments(ask: Ask) -> Result:
    """Count appointments by what became of them. Two statements and one for names."""
    by = {"kind": "kind", "month": month("day"), "site": "site", "clinician": "staff"}[ask.by]
    state = {
        "completed": (AppointmentStatus.COMPLETED,), "missed": (AppointmentStatus.NO_SHOW,),
        "open": (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED), "cancelled": (AppointmentStatus.CANCELLED,),
    }  # fmt: skip
    counts = {key: Count("pk", filter=Q(status__in=values)) for key, values in state.items()}
    found = meetings(ask).filter(starts_at__lte=ask.at)
    people, everybody = heads(pairs(found, by, "client"))
    groups = merged(grouped(found, by, **counts), people)

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys((*state, "people"), 0), **cells}
        due = cells["completed"] + cells["missed"] + cells["open"]
        rates = {"kept_rate": percent(cells["completed"], due), "missed_rate": percent(cells["missed"], due)}
        return {**cells, "due": due, **rates}

    columns = (
        PEOPLE,
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
    total = summed(groups, derive, people=everybody)
    return Result(HEADINGS[ask.by], columns, rows, total, Chart("bar", ("completed", "missed", "cancelled")))


def _appointment_label(by: str, keys: Any) -> Any:
    if by == "kind":
        return choice(AppointmentKind)
    return named(site_names() if by == "site" else staff_names(keys))


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
    by=(BY_KIND,),
    filters=(Filter.LEVEL, Filter.TRACK, Filter.CLINICIAN),
)
def hours_by_modality(ask: Ask) -> Result:
    """Add up hours by modality, of the clinic and of its clients. Seven statements at most."""
    groups: dict[Any, Cells] = {}
    days = _Days.read(ask)
    people, everybody = heads(_served(days))
    for part in (*_parts(days), _one_to_one(ask), people):
        for key, cells in part.items():
            into = groups.setdefault(key, {"people": 0, "held": 0, "minutes": 0, "client_minutes": 0})
            into.update({name: into[name] + (value or 0) for name, value in cells.items()})
    total = sum(whole(cells["client_minutes"]) for cells in groups.values())

    def derive(cells: Cells) -> Cells:
        minutes, client_minutes = whole(cells.get("minutes")), whole(cells.get("client_minutes"))
        return {
            "people": cells.get("people", 0), "held": cells.get("held", 0), "minutes": minutes,
            "client_minutes": client_minutes, "share": percent(client_minutes, total),
        }  # fmt: skip

    own_check_in = (COUNSELOR_CHECK_IN, AppointmentKind.CHECK_IN.label)
    names = dict([*AppointmentKind.choices, *ComponentCategory.choices, own_check_in])
    order = [*ComponentCategory.values, *AppointmentKind.values, COUNSELOR_CHECK_IN]
    columns = (
        PEOPLE,
        Column("held", say("Times held"), Unit.COUNT),
        Column("minutes", say("Hours given"), Unit.MINUTES),
        Column("client_minutes", say("Client hours"), Unit.MINUTES),
        Column("share", say("Share of client hours"), Unit.PERCENT),
    )
    rows = labelled(derived(groups, derive), named(names), order=order)
    totals = summed(groups, derive, people=everybody)
    return Result(say("Kind of service"), columns, rows, totals, Chart("bar", ("client_minutes",)))


@dataclass(frozen=True)
class _Days:
    """What of treatment days counts as hours: no breaks, unless the clinic counts them; and whose parts, if asked."""

    ask: Ask
    grace: dt.timedelta
    """An early closing is one by more than this."""
    narrows: Cells

    @classmethod
    def read(cls, ask: Ask) -> _Days:
        """Read the clinic's settings as they hold on the last day asked for. Two statements."""
        led = {"facilitators__staff": ask.clinician} if ask.clinician else {}
        counts = {} if breaks_count(ask) else {"counts_as_service": True}
        grace = dt.timedelta(minutes=int(setting_of(ask, "attendance.late_after_minutes")))
        return cls(ask, grace, {**counts, **led})

    def parts(self, path: str) -> Cells:
        """Narrow parts that lie under ``path``. One filter for all: a second one would pair each part with the others."""
        return {f"{path}{key}": value for key, value in {"isnull": False, **self.narrows}.items()}

    @property
    def lines(self) -> QuerySet[Attendance]:
        """Who came, once for each part that counts."""
        return roster(self.ask).filter(status__in=ATTENDED, **self.parts(f"session__{PARTS}"))


def _served(days: _Days) -> QuerySet[Any, Any]:
    """Give each kind of service with each client who had some of it, of treatment days and of appointments together."""
    lines = days.lines.annotate(there=_there(f"session__{PARTS}", "", days.grace)).filter(there__gt=0)
    found = pairs(lines, f"session__{PARTS}kind__category", "client")
    if days.ask.level or days.ask.track:
        return found
    kept = meetings(days.ask).filter(status=AppointmentStatus.COMPLETED)
    return found.union(pairs(kept, _kind_of_appointment(), "client"))


def _kind_of_appointment() -> Case:
    return Case(
        When(kind=AppointmentKind.CHECK_IN, then=Value(COUNSELOR_CHECK_IN)), default=F("kind"), output_field=CharField()
    )


def _parts(days: _Days) -> tuple[dict[Any, Cells], ...]:
    given = grouped(
        days_held(days.ask).filter(**days.parts(PARTS)), f"{PARTS}kind__category", held=Count("components"),
        minutes=Sum(MinutesBetween(_end(PARTS), _start(PARTS))),
    )  # fmt: skip
    there = _there(f"session__{PARTS}", "", days.grace)
    stayed = grouped(days.lines, f"session__{PARTS}kind__category", client_minutes=Sum(there))
    for key, cells in _corrected(days).items():
        stayed[key]["client_minutes"] = (stayed[key]["client_minutes"] or 0) - (cells["less"] or 0)
    return given, stayed


def _corrected(days: _Days) -> dict[Any, Cells]:
    """Give the minutes that corrections take off a part: whoever was away from it is credited its cap at most."""
    there = _there("component__", "attendance__", days.grace)
    rows = ComponentAttendance.objects.filter(attendance__in=days.lines.values("pk"), **days.parts("component__"))
    cap = Least(there, F("minutes"), output_field=FloatField())
    return grouped(rows, "component__kind__category", less=Sum(there - cap))


def _start(prefix: str) -> Coalesce:
    return Coalesce(F(f"{prefix}actual_starts_at"), F(f"{prefix}starts_at"))


def _end(prefix: str) -> Coalesce:
    return Coalesce(F(f"{prefix}actual_ends_at"), Greatest(F(f"{prefix}ends_at"), _start(prefix)))


def _there(part: str, line: str, grace: dt.timedelta) -> Greatest:
    """The minutes of a part between arrival and leaving; an early closing ends it for everybody (``rules.attendance``)."""
    day = f"{line}session__"
    closed = Case(
        When(**{f"{day}closed_at__lt": F(f"{day}ends_at") - Value(grace)}, then=TruncMinute(f"{day}closed_at")),
        default=None, output_field=DateTimeField(),
    )  # fmt: skip
    come = Greatest(F(f"{line}arrived_at"), F(f"{day}starts_at"), _start(part))
    gone = Least(F(f"{line}left_at"), closed, _end(part))
    return Greatest(MinutesBetween(gone, come), Value(0.0), output_field=FloatField())


def _one_to_one(ask: Ask) -> dict[Any, Cells]:
    """Appointments completed: one client each, for as long as they were planned. A level or track leaves them out."""
    if ask.level or ask.track:
        return {}
    length = Sum(MinutesBetween(F("ends_at"), F("starts_at")))
    rows = meetings(ask).filter(status=AppointmentStatus.COMPLETED)
    found = grouped(rows, _kind_of_appointment(), held=Count("pk"), minutes=length)
    return {key: {**cells, "client_minutes": cells["minutes"]} for key, cells in found.items()}
