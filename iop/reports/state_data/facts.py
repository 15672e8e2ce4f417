"""What the record knows of events, with where it stands: a fixed number of statements for as many events as there are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Min, Q

from billing.choices.coverage import Priority
from billing.models import Coverage
from clients.models import Diagnosis, Inquiry
from clients.rules import age
from iop.core import clock
from iop.core.words import Sentence, say
from iop.reports.state_data import codes, rules
from iop.reports.state_data.choices import RecordKind
from iop.reports.state_data.events import Event
from iop.reports.state_data.suggesting import suggested
from scheduling.choices import AppointmentStatus
from scheduling.models import Appointment
from sessions_app.choices import ATTENDED, AttendanceMode
from sessions_app.models import Attendance
from therapy.choices.medications import Treats
from therapy.models import AssessmentSection, Medication

PLANNED_DAYS = dt.timedelta(days=30)
"""A medication begun within so many days of the admission counts as part of the plan."""
PSYCHIATRIC = tuple(f"F{number}" for number in range(20, 100))
SPAN = ("client", "starts_on", "ends_on")
STAY, DAYS, CHART, CALL = say("Stay"), say("Treatment days"), say("Chart"), say("First call")
MEDICATIONS, COVER, DIAGNOSES, LEVEL = say("Medication list"), say("Coverage"), say("Diagnoses"), say("Level of care")
ASSESSMENT = say("Assessment")


@dataclass(frozen=True)
class Known:
    """One value with where it stands in the record."""

    value: str
    source: Sentence


@dataclass
class Facts:
    """What the record knows of one event, and what it proposes without being sure."""

    known: dict[str, Known] = field(default_factory=dict)
    proposed: dict[str, Known] = field(default_factory=dict)
    clinical: dict[str, Known] = field(default_factory=dict)
    """Proposed by the signed assessment: shown to who may read it."""

    def know(self, key: str, value: object, source: Sentence) -> None:
        """Keep a value that is there."""
        if value not in (None, ""):
            self.known[key] = Known(str(value), source)


@dataclass
class Sources:
    """Rows of the record by stay or client, read for all events together."""

    inquiries: Mapping[uuid.UUID, dict[str, Any]]
    attended: Mapping[uuid.UUID, dict[str, Any]]
    kept: Mapping[uuid.UUID, list[dt.datetime]]
    covers: Mapping[uuid.UUID, list[dict[str, Any]]]
    diagnoses: Mapping[uuid.UUID, list[dict[str, Any]]]
    medications: Mapping[uuid.UUID, list[dict[str, Any]]]
    sections: Mapping[uuid.UUID, dict[str, dict[str, Any]]]


def gather(events: Sequence[Event]) -> dict[Any, Facts]:
    """Give what the record knows of each event, by its key; seven statements."""
    sources = _read({each.episode.pk for each in events}, {each.episode.client_id for each in events})
    return {each.key: _facts(each, sources) for each in events}


def _facts(event: Event, sources: Sources) -> Facts:
    found = Facts()
    for part in PARTS:
        part(found, event, sources)
    return found


def _of_stay(found: Facts, event: Event, sources: Sources) -> None:
    stay = event.episode
    admitted = stay.admitted_on
    assert admitted is not None
    found.know("kind", event.kind, STAY)
    found.know("admitted_on", (event.on if event.placement_id else admitted).isoformat(), STAY)
    found.know("service", event.service, LEVEL)
    found.know("birth_date", stay.client.date_of_birth.isoformat(), CHART)
    found.know("age", age(stay.client.date_of_birth, admitted), CHART)
    found.know("sex", stay.client.sex if stay.client.sex in ("female", "male") else "unknown", CHART)
    if event.kind != RecordKind.DISCHARGE:
        found.know("prior_here", event.prior, STAY)
    elif stay.discharged_on is not None:
        found.know("discharged_on", stay.discharged_on.isoformat(), STAY)
        found.know("reason", codes.mapped("discharge", stay.discharge_kind), STAY)
        found.know("length", rules.length_of_stay(admitted, stay.discharged_on), STAY)


def _of_days(found: Facts, event: Event, sources: Sources) -> None:
    stay = event.episode
    days = sources.attended.get(stay.pk, {})
    zone = stay.site.time_zone
    kept = [clock.local_date(at, zone) for at in sources.kept.get(stay.pk, ())]
    if event.kind == RecordKind.DISCHARGE:
        last = [each for each in (days.get("seen") or days.get("last"), *kept) if each and _within(stay, each)]
        found.know("last_contact_on", max(last).isoformat() if last else "", DAYS)
        return
    begun = [each for each in (days.get("first"), *kept) if each and _within(stay, each)]
    inquiry = sources.inquiries.get(stay.pk)
    asked_on = clock.local_date(inquiry["received_at"], zone) if inquiry else None
    waited = rules.days_waiting(asked_on, min(begun) if begun else None)
    found.know("days_waiting", waited, DAYS)


def _within(stay: Any, day: dt.date) -> bool:
    return day >= stay.admitted_on and (stay.discharged_on is None or day <= stay.discharged_on)


def _of_call(found: Facts, event: Event, sources: Sources) -> None:
    inquiry = sources.inquiries.get(event.episode.pk)
    if inquiry is None or event.kind == RecordKind.DISCHARGE:
        return
    found.know("referral", codes.mapped("referral", inquiry["referral_kind"]), CALL)
    if inquiry["payer_kind"] != "unknown":
        for key in ("insurance", "payer"):
            told = codes.mapped(key, inquiry["payer_kind"])
            if told:
                found.proposed[key] = Known(told, CALL)


def _of_cover(found: Facts, event: Event, sources: Sources) -> None:
    if event.kind == RecordKind.DISCHARGE:
        return
    holding = [each for each in sources.covers.get(event.episode.client_id, ()) if _holds(each, event.on)]
    if not holding:
        return
    kind, filing = holding[0]["plan__payer__kind"], holding[0]["plan__payer__filing_code"]
    found.know("insurance", codes.mapped("insurance", kind), COVER)
    found.know("payer", codes.mapped("payer_by_filing", filing) or codes.mapped("payer", kind), COVER)


def _of_care(found: Facts, event: Event, sources: Sources) -> None:
    if event.kind == RecordKind.DISCHARGE:
        return
    told = [each for each in sources.diagnoses.get(event.episode.client_id, ()) if _holds(each, _soon(event))]
    told.sort(key=lambda each: each["rank"])
    found.know("diagnosis", told[0]["code__code"] if told else "", DIAGNOSES)
    if any(each["code__code"].startswith(PSYCHIATRIC) for each in told):
        found.know("psychiatric", "yes", DIAGNOSES)
    if any(_holds(each, _soon(event)) for each in sources.medications.get(event.episode.client_id, ())):
        found.know("moud", "yes", MEDICATIONS)


def _soon(event: Event) -> dt.date:
    """Diagnoses and medications are often written in the days after the first one."""
    ends = event.episode.discharged_on
    return min(event.on + PLANNED_DAYS, ends) if ends else event.on + PLANNED_DAYS


def _of_assessment(found: Facts, event: Event, sources: Sources) -> None:
    sections = sources.sections.get(event.episode.pk)
    if sections and event.kind != RecordKind.DISCHARGE:
        found.clinical = {key: Known(value, ASSESSMENT) for key, value in suggested(sections).items()}


PARTS: tuple[Callable[[Facts, Event, Sources], None], ...] = (
    _of_stay, _of_days, _of_call, _of_cover, _of_care, _of_assessment,
)  # fmt: skip


def _holds(row: Mapping[str, Any], on: dt.date) -> bool:
    return row["starts_on"] <= on and (row["ends_on"] is None or row["ends_on"] >= on)


def _read(stays: set[uuid.UUID], clients: set[uuid.UUID]) -> Sources:
    days = Attendance.objects.filter(episode__in=stays, status__in=ATTENDED).order_by()
    attended = days.values("episode").annotate(
        first=Min("session__on"), last=Max("session__on"),
        seen=Max("session__on", filter=Q(mode=AttendanceMode.IN_PERSON)),
    )  # fmt: skip
    kept = Appointment.objects.filter(episode__in=stays, status=AppointmentStatus.COMPLETED).order_by()
    inquiries = Inquiry.objects.filter(episode__in=stays)
    covers = Coverage.objects.filter(client__in=clients, error_at__isnull=True, priority=Priority.PRIMARY)
    diagnoses = Diagnosis.objects.filter(client__in=clients, entered_in_error_at__isnull=True)
    taken = Medication.objects.filter(client__in=clients, treats=Treats.MOUD, entered_in_error_at__isnull=True)
    return Sources(
        inquiries=_by("episode", inquiries.values("episode", "received_at", "referral_kind", "payer_kind")),
        attended=_by("episode", attended),
        kept=_grouped(kept.values_list("episode", "starts_at")),
        covers=_many(
            "client", covers.order_by("-starts_on").values(*SPAN, "plan__payer__kind", "plan__payer__filing_code")
        ),
        diagnoses=_many("client", diagnoses.values(*SPAN, "code__code", "rank")),
        medications=_many("client", taken.values(*SPAN)),
        sections=_sections(stays),
    )


def _sections(stays: set[uuid.UUID]) -> dict[uuid.UUID, dict[str, dict[str, Any]]]:
    rows = AssessmentSection.objects.filter(
        assessment__episode__in=stays, assessment__signed_at__isnull=False,
        key__in=("substances", "medical", "work", "living", "mental_health"),
    ).order_by("assessment__signed_at")  # fmt: skip
    found: dict[uuid.UUID, dict[str, dict[str, Any]]] = defaultdict(dict)
    for stay, key, answers in rows.values_list("assessment__episode", "key", "answers"):
        found[stay][key] = answers
    return found


def _by(key: str, rows: Iterable[Any]) -> dict[uuid.UUID, dict[str, Any]]:
    return {row[key]: row for row in rows}


def _many(key: str, rows: Iterable[Any]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    found: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _grouped(rows: Iterable[Any]) -> dict[uuid.UUID, list[dt.datetime]]:
    found: dict[uuid.UUID, list[dt.datetime]] = defaultdict(list)
    for stay, at in rows:
        found[stay].append(at)
    return found
