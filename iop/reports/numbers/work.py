"""The work itself: notes in time, caseloads, what is overdue, drug tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, Count, DateTimeField, DurationField, F, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from clients.choices import CareRole, EpisodeStatus
from clients.models import CareTeamMembership
from iop.clinic import settings as clinic_settings
from iop.clinic.choices import SETTINGS
from iop.clinic.models import SettingValue
from iop.core.words import Sentence, say
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
    today,
)
from iop.reports.numbers.names import site_names
from iop.reports.numbers.people import BY_MONTH, BY_SITE, every_month
from iop.reports.registry import report
from iop.reports.rules.rates import percent, tenth
from iop.reports.shapes import Ask, Chart, Column, Filter, Period, Result, Row, Unit
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from therapy.choices.drug_tests import OrderReason, TestStatus
from therapy.models import DrugTest, GroupNote, ProgressNote

GROUP = "work"
BY_CLINICIAN = ("clinician", say("Clinician"))
KINDS: dict[str, Sentence] = {"group": say("Group notes"), "progress": say("Progress notes")}
HEADINGS: dict[str, Any] = dict((BY_MONTH, BY_SITE, BY_CLINICIAN, ("kind", say("Kind"))))


def hours_to_sign(ask: Ask) -> Case:
    """Give each site's hours for signing a note, as one expression over ``site_key``; one statement."""
    rows = SettingValue.objects.filter(
        Q(site__isnull=True) | Q(site__in=ask.sites), key="notes.sign_hours", valid_from__lte=today(ask)
    ).order_by("valid_from", "pk")
    by_site: dict[Any, int] = {row.site_id: int(row.value) for row in rows}
    usual = by_site.get(None, int(SETTINGS["notes.sign_hours"].default))
    return Case(
        *(When(site_key=site, then=Value(dt.timedelta(hours=hours))) for site, hours in by_site.items() if site),
        default=Value(dt.timedelta(hours=usual)), output_field=DurationField(),
    )  # fmt: skip


def _notes(rows: QuerySet[Any], ask: Ask, site: str, ends: Any) -> QuerySet[Any]:
    """Give notes of services that ended in the period, with until when they were to be signed."""
    rows = rows.annotate(site_key=F(site), ends=ends).filter(around("ends", ask), site_key__in=ask.sites)
    rows = rows.annotate(day=local_day("ends", f"{site}__time_zone")).filter(day__gte=ask.first, day__lte=ask.last)
    if ask.clinician:
        rows = rows.filter(author=ask.clinician)
    return rows.annotate(due=F("ends") + hours_to_sign(ask))


@report(
    "note_timeliness",
    group=GROUP,
    title=say("Notes signed in time"),
    definition=say(
        "Notes of services that ended in the period and whose time for signing is over, or that are signed: signed within the clinic's "
        "hours after the service, out of all of them. Services without any note are in the list of what is overdue."
    ),
    by=(BY_CLINICIAN, BY_MONTH, BY_SITE, ("kind", HEADINGS["kind"])),
    filters=(Filter.CLINICIAN,),
)
def note_timeliness(ask: Ask) -> Result:
    """Count notes by whether they were signed in time. Four statements and one for names."""
    session_ends = F("session__ends_at")
    parts = {
        "group": _notes(GroupNote.objects.all(), ask, "session__site", session_ends),
        "progress": _notes(
            ProgressNote.objects.all(), ask, "episode__site", Coalesce("ends_at", "created_at", output_field=DateTimeField())
        ),
    }  # fmt: skip
    groups: dict[Any, Cells] = {}
    for kind, rows in parts.items():
        for key, cells in _timely(rows, ask, kind).items():
            _add(groups.setdefault(key, dict.fromkeys(TIMELY, 0)), cells)
    done = derived(groups, _timely_rates)
    blank = _timely_rates(dict.fromkeys(TIMELY, 0))
    columns = (
        Column("notes", say("Notes due or signed"), Unit.COUNT),
        Column("in_time", say("Signed in time"), Unit.COUNT),
        Column("rate", say("In time"), Unit.PERCENT),
        Column("late", say("Signed late"), Unit.COUNT),
        Column("unsigned", say("Overdue, not signed"), Unit.COUNT),
        Column("mean_hours", say("Hours until signed, mean"), Unit.NUMBER),
    )
    if ask.by == "month":
        rows_ = labelled({key: done.get(key, blank) for key in every_month(ask)}, month_words)
    else:
        rows_ = labelled(done, _who(ask.by, groups))
    totals = summed(groups, _timely_rates) if groups else blank
    return Result(HEADINGS[ask.by], columns, rows_, totals, Chart("bar", ("rate",)))


TIMELY = ("notes", "in_time", "late", "unsigned", "signed_minutes", "signed")


def _timely(rows: QuerySet[Any], ask: Ask, kind: str) -> dict[Any, Cells]:
    by = {"clinician": "author", "month": month("day"), "site": "site_key", "kind": Value(kind)}[ask.by]
    signed = Q(signed_at__isnull=False)
    return grouped(
        rows, by, notes=Count("pk", filter=signed | Q(due__lt=ask.at)), in_time=Count("pk", filter=Q(signed_at__lte=F("due"))),
        late=Count("pk", filter=Q(signed_at__gt=F("due"))), unsigned=Count("pk", filter=Q(signed_at__isnull=True, due__lt=ask.at)),
        signed_minutes=Sum(MinutesBetween(F("signed_at"), F("ends")), filter=signed), signed=Count("pk", filter=signed),
    )  # fmt: skip


def _add(cells: Cells, more: Cells) -> None:
    for key, value in more.items():
        cells[key] += value or 0


def _timely_rates(cells: Cells) -> Cells:
    hours = tenth(cells["signed_minutes"] / 60 / cells["signed"]) if cells["signed"] else None
    kept = {key: cells[key] for key in ("notes", "in_time", "late", "unsigned")}
    return {**kept, "rate": percent(cells["in_time"], cells["notes"]), "mean_hours": hours}


def _who(by: str, keys: Any) -> Any:
    if by == "kind":
        return named(KINDS)
    return named(site_names() if by == "site" else staff_names(keys), say("Nobody named"))


@report(
    "caseload",
    group=GROUP,
    title=say("Caseload by clinician"),
    definition=say(
        "People in treatment now by who looks after them in which role; full: primary counselor of as many as the clinic's own number "
        "or more."
    ),
    period=Period.NOW,
)
def caseload(ask: Ask) -> Result:
    """Count who looks after how many. Four statements."""
    on = today(ask)
    rows = CareTeamMembership.objects.on(on).filter(
        episode__site__in=ask.sites, episode__status=EpisodeStatus.ADMITTED
    )  # fmt: skip
    roles = {role: Count("episode", distinct=True, filter=Q(role=role)) for role in CareRole.values}
    everybody = Count("episode", distinct=True)
    groups = grouped(rows, "staff", clients=everybody, **roles)
    total = rows.order_by().aggregate(clients=everybody, **roles)
    limit = int(clinic_settings.value("caseload.warn_at", on=on))

    def derive(cells: Cells) -> Cells:
        # Whoever is nobody's primary counselor has no such caseload to be filled.
        primary = cells[CareRole.PRIMARY_COUNSELOR]
        return {**cells, "filled": percent(primary, limit) if primary else None}

    columns = (
        Column("clients", say("Clients")),
        *(Column(role.value, role.label) for role in CareRole),
        Column("filled", say("Primary caseload, of the clinic's number"), Unit.PERCENT),
    )
    rows_ = labelled(derived(groups, derive), named(staff_names(groups)))
    rows_.sort(key=lambda row: -int(row.cells[CareRole.PRIMARY_COUNSELOR] or 0))  # type: ignore[arg-type]
    return Result(
        say("Clinician"), columns, rows_, {**total, "filled": None}, Chart("stack", tuple(CareRole.values)),
        (say("The total counts each client once."),),
    )  # fmt: skip


DOCUMENTATION = (
    WorkKind.SIGN_NOTE, WorkKind.COSIGN_NOTE, WorkKind.WRITE_PLAN, WorkKind.REVIEW_PLAN, WorkKind.PLAN_SIGNATURE,
    WorkKind.FINISH_ASSESSMENT, WorkKind.SAFETY_PLAN, WorkKind.OPEN_AFTERCARE, WorkKind.DISCHARGE_SUMMARY,
    WorkKind.REVIEW_DUE, WorkKind.REVIEW_COSIGN, WorkKind.GIVE_MEASURES, WorkKind.RECONCILE_MEDICATIONS,
    WorkKind.TEST_REVIEW, WorkKind.BROKEN_THREAD, WorkKind.CONSENT_EXPIRING, WorkKind.REVOCATION_IN_WRITING,
)  # fmt: skip


@report(
    "documentation_overdue",
    group=GROUP,
    title=say("Documentation overdue"),
    definition=say(
        "Open pieces of work about documentation, now: overdue out of all that are open. The oldest is how many days past its time."
    ),
    period=Period.NOW,
    by=(("kind", say("What")), BY_CLINICIAN, BY_SITE),
    filters=(Filter.CLINICIAN,),
)
def documentation_overdue(ask: Ask) -> Result:
    """Count open documentation by whether its time is over. One statement and one for names."""
    rows = WorkItem.objects.open().filter(site__in=ask.sites, kind__in=DOCUMENTATION)
    if ask.clinician:
        rows = rows.filter(assignee=ask.clinician)
    by = {"kind": "kind", "clinician": "assignee", "site": "site"}[ask.by]
    numbers = {"open": Count("pk"), "overdue": Count("pk", filter=Q(due_at__lt=ask.at)), "first_due": Min("due_at")}
    groups = grouped(rows, by, **numbers)
    firsts = [cells["first_due"] for cells in groups.values()]

    def derive(cells: Cells) -> Cells:
        late = (ask.at - cells["first_due"]).days if cells["first_due"] else 0
        return {
            "open": cells["open"], "overdue": cells["overdue"], "rate": percent(cells["overdue"], cells["open"]),
            "oldest": max(late, 0) if cells["overdue"] else None,
        }  # fmt: skip

    columns = (
        Column("overdue", say("Overdue"), Unit.COUNT),
        Column("open", say("Open"), Unit.COUNT),
        Column("rate", say("Overdue, share"), Unit.PERCENT),
        Column("oldest", say("Oldest, days"), Unit.DAYS),
    )
    label = choice(WorkKind) if ask.by == "kind" else _who(ask.by, groups)
    rows_ = labelled(derived(groups, derive), label, place=(lambda key: str(key)) if ask.by == "kind" else None)
    total = {
        "open": sum(cells["open"] for cells in groups.values()), "first_due": min(firsts, default=None),
        "overdue": sum(cells["overdue"] for cells in groups.values()),
    }  # fmt: skip
    heading = say("What") if ask.by == "kind" else HEADINGS[ask.by]
    return Result(heading, columns, rows_, derive(total), Chart("bar", ("overdue", "open")))


@report(
    "drug_tests",
    group=GROUP,
    title=say("Drug tests expected and done"),
    definition=say(
        "Tests due in the period that were not cancelled: collected out of expected. Missed, declined and could not provide are different "
        "things, and none of them is a result."
    ),
    by=(BY_MONTH, ("reason", say("Why it was ordered")), BY_SITE),
)
def drug_tests(ask: Ask) -> Result:
    """Count tests by what became of them. Two statements and one for names."""
    rows = DrugTest.objects.filter(
        episode__site__in=ask.sites, due_on__gte=ask.first, due_on__lte=ask.last
    ).exclude(status=TestStatus.CANCELLED)  # fmt: skip
    by = {"month": month("due_on"), "reason": "reason", "site": "episode__site"}[ask.by]
    numbers = {
        "expected": Count("pk"), "tested": Count("collected_at"),
        "missed": Count("pk", filter=Q(status=TestStatus.MISSED)), "refused": Count("pk", filter=Q(status=TestStatus.REFUSED)),
        "unable": Count("pk", filter=Q(status=TestStatus.UNABLE)), "waiting": Count("pk", filter=Q(status=TestStatus.ORDERED)),
    }  # fmt: skip
    people, everybody = heads(pairs(rows, by, "episode__client"))
    groups = merged(grouped(rows, by, **numbers), people)

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys((*numbers, "people"), 0), **cells}
        return {**cells, "rate": percent(cells["tested"], cells["expected"])}

    columns = (
        PEOPLE,
        Column("expected", say("Expected")),
        Column("tested", say("Collected")),
        Column("rate", say("Collected, share"), Unit.PERCENT),
        Column("missed", say("Missed")),
        Column("refused", say("Declined")),
        Column("unable", say("Could not provide")),
        Column("waiting", say("Not collected yet")),
    )
    done = derived(groups, derive)
    if ask.by == "month":
        rows_: list[Row] = labelled({key: done.get(key, derive({})) for key in every_month(ask)}, month_words)
    else:
        rows_ = labelled(done, choice(OrderReason) if ask.by == "reason" else named(site_names()))
    heading = say("Why it was ordered") if ask.by == "reason" else HEADINGS[ask.by]
    return Result(
        heading, columns, rows_, summed(groups, derive, people=everybody), Chart("bar", ("expected", "tested"))
    )
