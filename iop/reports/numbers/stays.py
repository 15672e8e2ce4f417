"""How stays begin, end and last: admissions, discharges, length of stay, completion, retention."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Avg, Count, DateField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from clients.choices import CareRole, DischargeKind, EpisodeStatus, ReferralKind
from clients.models import CareTeamMembership, Episode, Inquiry, Placement
from iop.core.words import Sentence, say, sentence
from iop.reports.numbers.ground import (
    Cells,
    DaysBetween,
    Median,
    choice,
    day_label,
    derived,
    grouped,
    labelled,
    merged,
    month,
    month_words,
    named,
    staff_names,
    summed,
    today,
)
from iop.reports.numbers.names import level_names, site_names
from iop.reports.numbers.people import BY_LEVEL, BY_MONTH, BY_SITE, GROUP, every_month, spans, there_on
from iop.reports.registry import report
from iop.reports.rules.rates import percent, tenth
from iop.reports.shapes import Ask, Chart, Column, Filter, Result, Row, Unit
from scheduling.models import Program

NOT_COUNTED = (DischargeKind.DECEASED, DischargeKind.INCARCERATED, DischargeKind.TRANSFERRED)
"""Ends that are nobody's success or failure: left out of the rates' denominator (reporting.md §6)."""
RETENTION_DAYS = (30, 60, 90)
BY_KIND = ("kind", say("How it ended"))
BY_COUNSELOR = ("counselor", say("Primary counselor"))
BY_REFERRAL = ("referral", say("Who referred"))
HEADINGS: dict[str, Sentence] = dict((BY_MONTH, BY_LEVEL, BY_SITE, BY_KIND, BY_COUNSELOR, BY_REFERRAL))


def admitted(ask: Ask) -> QuerySet[Any]:
    """Give the stays that began in the period, with the level they began at."""
    rows: QuerySet[Any] = Episode.objects.filter(
        site__in=ask.sites, status__in=[EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED],
        admitted_on__gte=ask.first, admitted_on__lte=ask.last,
    )  # fmt: skip
    begins = Placement.objects.filter(episode=OuterRef("pk"), starts_on__lte=OuterRef("admitted_on"))
    rows = rows.annotate(first_level=Subquery(begins.order_by("-starts_on").values("level")[:1]))
    return rows.filter(first_level=ask.level) if ask.level else rows


def ended(ask: Ask) -> QuerySet[Any]:
    """Give the stays that ended in the period, with the level they ended at, their counselor, and their days."""
    rows: QuerySet[Any] = Episode.objects.filter(
        site__in=ask.sites, status=EpisodeStatus.DISCHARGED, discharged_on__gte=ask.first, discharged_on__lte=ask.last
    )
    ends = Placement.objects.filter(episode=OuterRef("pk"), starts_on__lte=OuterRef("discharged_on"))
    team = CareTeamMembership.objects.filter(
        episode=OuterRef("pk"), role=CareRole.PRIMARY_COUNSELOR, starts_on__lte=OuterRef("discharged_on")
    )
    rows = rows.annotate(
        last_level=Subquery(ends.order_by("-starts_on").values("level")[:1]),
        counselor=Subquery(team.order_by("-starts_on").values("staff")[:1]),
        stay=DaysBetween(F("discharged_on"), F("admitted_on")),
    )
    if ask.clinician:
        rows = rows.filter(counselor=ask.clinician)
    return rows.filter(last_level=ask.level) if ask.level else rows


def _labels(by: str, keys: Any) -> Any:
    """How the groups of a breakdown are called; at most one statement."""
    if by == "month":
        return month_words
    if by == "level":
        return named(level_names())
    if by == "site":
        return named(site_names())
    if by == "kind":
        return choice(DischargeKind)
    if by == "counselor":
        return named(staff_names(keys), say("Nobody"))
    return choice(ReferralKind)


def _rows(ask: Ask, groups: dict[Any, Cells], blank: Cells) -> list[Row]:
    if ask.by == "month":
        groups = {key: groups.get(key, blank) for key in every_month(ask)}
        return labelled(groups, month_words, order=list(groups))
    order = [*DischargeKind.values] if ask.by == "kind" else None
    return labelled(groups, _labels(ask.by, groups), order=order)


@report(
    "admissions",
    group=GROUP,
    title=say("Admissions"),
    definition=say(
        "Stays that began in the period, by the day of admission. A change of level inside a stay is no admission and is counted "
        "beside them."
    ),
    by=(BY_MONTH, BY_LEVEL, BY_SITE, BY_REFERRAL),
    filters=(Filter.LEVEL,),
)
def admissions(ask: Ask) -> Result:
    """Count admissions, of people who were here before, and changes of level. Three statements."""
    before = Episode.objects.filter(
        client=OuterRef("client"), admitted_on__lt=OuterRef("admitted_on"), status=EpisodeStatus.DISCHARGED
    )
    referral = Inquiry.objects.filter(episode=OuterRef("pk")).values("referral_kind")[:1]
    rows = admitted(ask).annotate(returned=Exists(before), referral=Coalesce(Subquery(referral), Value("")))
    by = {"month": month("admitted_on"), "level": "first_level", "site": "site", "referral": "referral"}[ask.by]
    found = grouped(rows, by, admissions=Count("pk"), returning=Count("pk", filter=Q(returned=True)))
    has_changes = ask.by != "referral"
    parts = [found, _changes(ask)] if has_changes else [found]
    keys = ("admissions", "returning", *(("level_changes",) if has_changes else ()))
    groups = merged(*parts, blank=keys)
    columns = [Column("admissions", say("Admissions")), Column("returning", say("Of people who were here before"))]
    if has_changes:
        columns.append(Column("level_changes", say("Changes of level, counted apart")))
    blank = dict.fromkeys(keys, 0)
    return Result(
        HEADINGS[ask.by], columns, _rows(ask, groups, blank), {**blank, **summed(groups, dict)},
        Chart("bar", ("admissions",)),
    )  # fmt: skip


def _changes(ask: Ask) -> dict[Any, Cells]:
    """Count days on which somebody went on at another level within a stay."""
    rows = Placement.objects.filter(
        episode__site__in=ask.sites, episode__admitted_on__isnull=False, starts_on__gte=ask.first,
        starts_on__lte=min(ask.last, today(ask)), starts_on__gt=F("episode__admitted_on"),
    )  # fmt: skip
    rows = rows.filter(Q(episode__discharged_on__isnull=True) | Q(episode__discharged_on__gte=F("starts_on")))
    if ask.level:
        rows = rows.filter(level=ask.level)
    by = {"month": month("starts_on"), "level": "level", "site": "episode__site"}[ask.by]
    return grouped(rows, by, level_changes=Count("pk"))


@report(
    "discharges",
    group=GROUP,
    title=say("Discharges by type"),
    definition=say(
        "Stays whose last day lies in the period, by how they ended; the share is of all discharges. A stay lasts from admission to the "
        "last day."
    ),
    by=(BY_KIND, BY_MONTH, BY_LEVEL, BY_SITE, BY_COUNSELOR),
    filters=(Filter.LEVEL, Filter.CLINICIAN),
)
def discharges(ask: Ask) -> Result:
    """Count discharges with how long their stays were. Two statements and one for names."""
    rows = ended(ask)
    by = _ended_by(ask.by)
    found = grouped(rows, by, discharges=Count("pk"), median=Median("stay"), mean=Avg("stay"))
    total = rows.order_by().aggregate(discharges=Count("pk"), median=Median("stay"), mean=Avg("stay"))

    def derive(cells: Cells) -> Cells:
        return {
            "discharges": cells["discharges"], "share": percent(cells["discharges"], total["discharges"]),
            "median": tenth(cells["median"]), "mean": tenth(cells["mean"]),
        }  # fmt: skip

    blank: Cells = {"discharges": 0, "share": percent(0, total["discharges"]), "median": None, "mean": None}
    columns = (
        Column("discharges", say("Discharges")),
        Column("share", say("Share"), Unit.PERCENT),
        Column("median", say("Median days"), Unit.DAYS),
        Column("mean", say("Mean days"), Unit.DAYS),
    )
    return Result(
        HEADINGS[ask.by], columns, _rows(ask, derived(found, derive), blank), derive(total),
        Chart("bar", ("discharges",)),
    )  # fmt: skip


def _ended_by(by: str) -> Any:
    return {
        "month": month("discharged_on"), "level": "last_level", "site": "site", "kind": "discharge_kind",
        "counselor": "counselor",
    }[by]  # fmt: skip


LENGTH_NUMBERS = {
    "stays": Count("pk"), "mean": Avg("stay"), "median": Median("stay"), "shortest": Min("stay"), "longest": Max("stay"),
}  # fmt: skip


@report(
    "length_of_stay",
    group=GROUP,
    title=say("Length of stay"),
    definition=say(
        "Days from admission to the last day in treatment, of stays that ended in the period: mean and median of all of them. "
        "Whoever is still in treatment is not among them; the sentence below says how many and for how long so far."
    ),
    by=(BY_LEVEL, BY_KIND, BY_MONTH, BY_SITE, BY_COUNSELOR),
    filters=(Filter.LEVEL, Filter.CLINICIAN),
)
def length_of_stay(ask: Ask) -> Result:
    """Say how long whole stays were, and how long those under way are so far. Three statements and one for names."""
    rows = ended(ask)
    found = grouped(rows, _ended_by(ask.by), **LENGTH_NUMBERS)
    total = rows.order_by().aggregate(**LENGTH_NUMBERS)
    blank: Cells = {"stays": 0, "mean": None, "median": None, "shortest": None, "longest": None}
    columns = (
        Column("stays", say("Stays ended")),
        Column("mean", say("Mean days"), Unit.DAYS),
        Column("median", say("Median days"), Unit.DAYS),
        Column("shortest", say("Shortest"), Unit.DAYS),
        Column("longest", say("Longest"), Unit.DAYS),
    )
    heading = say("Level at the end") if ask.by == "level" else HEADINGS[ask.by]
    rows_ = _rows(ask, derived(found, _in_tenths), blank)
    chart = Chart("bar", ("median", "mean"))
    return Result(heading, columns, rows_, _in_tenths(total), chart, counted=_under_way(ask))


def _under_way(ask: Ask) -> tuple[Sentence, ...]:
    """Say how many were still in treatment after the last day asked for, and for how long by then."""
    stays_on = Q(episode__discharged_on__isnull=True) | Q(episode__discharged_on__gt=ask.last)
    so_far = DaysBetween(Value(ask.last, output_field=DateField()), F("episode__admitted_on"))
    rows = there_on(ask, ask.last).filter(stays_on).order_by().annotate(so_far=so_far)
    found = rows.aggregate(people=Count("pk"), median=Median("so_far"))
    if not found["people"]:
        return ()
    words = say("Still in treatment after {day}: {people}, for {median} days so far (median).")
    return (sentence(words, day=day_label(ask.last), people=found["people"], median=f"{found['median']:g}"),)


def _in_tenths(cells: Cells) -> Cells:
    return {**cells, "mean": tenth(cells["mean"]), "median": tenth(cells["median"])}


@report(
    "length_at_level",
    group=GROUP,
    title=say("Time at each level"),
    definition=say(
        "Days at one level of care, first and last day included, of stretches that ended in the period. On target: as many weeks as "
        "the site's program at that level says (its shortest to its longest stay), of those whose program says so."
    ),
    filters=(Filter.LEVEL,),
)
def length_at_level(ask: Ask) -> Result:
    """Say how long people were at each level, and how many as long as the program means. Three statements."""
    offered = Program.objects.filter(
        site=OuterRef("episode__site"), level=OuterRef("level"), is_active=True
    ).order_by()  # fmt: skip
    last = min(ask.last, today(ask))
    rows = (
        spans(ask)
        .filter(end__gte=ask.first, end__lte=last)
        .annotate(
            stay=DaysBetween(F("end"), F("begin")) + 1,
            least=Subquery(offered.values("level").annotate(n=Min("min_weeks")).values("n")) * 7,
            most=Subquery(offered.values("level").annotate(n=Max("max_weeks")).values("n")) * 7,
        )
    )
    numbers = {
        **LENGTH_NUMBERS,
        "judged": Count("pk", filter=Q(least__isnull=False)),
        "on_target": Count("pk", filter=Q(stay__gte=F("least"), stay__lte=F("most"))),
        "shorter": Count("pk", filter=Q(stay__lt=F("least"))),
        "longer": Count("pk", filter=Q(stay__gt=F("most"))),
    }
    found = grouped(rows, "level", **numbers)
    total = rows.order_by().aggregate(**numbers)

    def derive(cells: Cells) -> Cells:
        return {**_in_tenths(cells), "rate": percent(cells["on_target"], cells["judged"])}

    columns = (
        Column("stays", say("Stretches ended")),
        Column("mean", say("Mean days"), Unit.DAYS),
        Column("median", say("Median days"), Unit.DAYS),
        Column("on_target", say("On target")),
        Column("shorter", say("Shorter")),
        Column("longer", say("Longer")),
        Column("rate", say("On target, share"), Unit.PERCENT),
    )
    rows_ = labelled(derived(found, derive), named(level_names()))
    return Result(say("Level of care"), columns, rows_, derive(total), Chart("bar", ("median", "mean")))


@report(
    "completion",
    group=GROUP,
    title=say("Completion and dropout"),
    definition=say(
        "Of the discharges of the period, without people who died, were incarcerated or were transferred: how many completed treatment, "
        "and how many left against professional advice."
    ),
    by=(BY_MONTH, BY_LEVEL, BY_SITE, BY_COUNSELOR),
    filters=(Filter.LEVEL, Filter.CLINICIAN),
)
def completion(ask: Ask) -> Result:
    """Work the completion and the dropout rate out. One statement and one for names."""
    excluded = Q(discharge_kind__in=NOT_COUNTED)
    found = grouped(
        ended(ask), _ended_by(ask.by),
        discharges=Count("pk"), excluded=Count("pk", filter=excluded), counted=Count("pk", filter=~excluded),
        completed=Count("pk", filter=Q(discharge_kind=DischargeKind.COMPLETED)),
        left=Count("pk", filter=Q(discharge_kind=DischargeKind.LEFT)),
        administrative=Count("pk", filter=Q(discharge_kind=DischargeKind.ADMINISTRATIVE)),
    )  # fmt: skip

    def derive(cells: Cells) -> Cells:
        rates = {
            "completion_rate": percent(cells["completed"], cells["counted"]),
            "dropout_rate": percent(cells["left"], cells["counted"]),
        }
        return {**cells, **rates}

    blank = derive(dict.fromkeys(("discharges", "excluded", "counted", "completed", "left", "administrative"), 0))
    columns = (
        Column("discharges", say("Discharges")),
        Column("excluded", say("Left out")),
        Column("counted", say("Counted")),
        Column("completed", say("Completed")),
        Column("completion_rate", say("Completion rate"), Unit.PERCENT),
        Column("left", say("Left against advice")),
        Column("dropout_rate", say("Dropout rate"), Unit.PERCENT),
        Column("administrative", say("Ended by the program")),
    )
    return Result(
        HEADINGS[ask.by], columns, _rows(ask, derived(found, derive), blank), {**blank, **summed(found, derive)} if found else blank,
        Chart("bar", ("completion_rate", "dropout_rate")),
    )  # fmt: skip


@report(
    "retention",
    group=GROUP,
    title=say("Retention at 30, 60 and 90 days"),
    definition=say(
        "Of the admissions of the period that are at least 30, 60 or 90 days ago: how many were still in treatment on that day, or had "
        "completed it before."
    ),
    by=(BY_MONTH, BY_LEVEL, BY_SITE),
    filters=(Filter.LEVEL,),
)
def retention(ask: Ask) -> Result:
    """Follow who was admitted. One statement and one for names."""
    on = today(ask)
    numbers: dict[str, Any] = {"admissions": Count("pk")}
    for days in RETENTION_DAYS:
        old_enough = Q(admitted_on__lte=on - dt.timedelta(days=days))
        numbers[f"reached_{days}"] = Count("pk", filter=old_enough)
        numbers[f"kept_{days}"] = Count("pk", filter=old_enough & _still_there(days))
    by = {"month": month("admitted_on"), "level": "first_level", "site": "site"}[ask.by]
    found = grouped(admitted(ask).annotate(stay=DaysBetween(F("discharged_on"), F("admitted_on"))), by, **numbers)

    def derive(cells: Cells) -> Cells:
        rates = {f"rate_{days}": percent(cells[f"kept_{days}"], cells[f"reached_{days}"]) for days in RETENTION_DAYS}
        return {**cells, **rates}

    columns = [Column("admissions", say("Admissions"))]
    for days in RETENTION_DAYS:
        columns += [
            Column(f"reached_{days}", sentence(say("{days} days ago"), days=days)),
            Column(f"kept_{days}", sentence(say("Kept at {days}"), days=days)),
            Column(f"rate_{days}", sentence(say("Retention at {days}"), days=days), Unit.PERCENT),
        ]
    blank = derive(dict.fromkeys(numbers, 0))
    totals = {**blank, **summed(found, derive)} if found else blank
    rates = tuple(f"rate_{days}" for days in RETENTION_DAYS)
    return Result(HEADINGS[ask.by], columns, _rows(ask, derived(found, derive), blank), totals, Chart("bar", rates))


def _still_there(days: int) -> Q:
    """Still in treatment on the N-th day after admission, or completed before."""
    return Q(discharged_on__isnull=True) | Q(stay__gte=days) | Q(discharge_kind=DischargeKind.COMPLETED)
