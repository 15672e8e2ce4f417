"""What intake reads: who may be known already, the board, the checklist as it stands, and how many calls lead to admission."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Case, Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber, Upper

from clients import intake_policies, intake_rules
from clients.choices import INQUIRY_CLOSED, InquiryStatus, ReferralKind, Urgency
from clients.intake_rules import Alike, Fit, Known, Line
from clients.models import Client, ContactPoint, Inquiry, InquiryStatusChange, IntakeAnswer, IntakeCheck
from clients.rules import phone_e164, plain_line
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require

MOST_CANDIDATES = 60
"""Rows read before names are compared more closely."""
SHORTEST_WORD = 4
"""Of a shorter name the beginning is compared: it has too few trigrams for "nearly"."""
OPEN_STATUSES = tuple(status for status in InquiryStatus if status not in INQUIRY_CLOSED)


@dataclass(frozen=True)
class Lookalike:
    """Somebody the caller may be: enough to tell people apart, nothing more (42 CFR 2.13).

    ``kind`` is "client", "inquiry" or "restricted"; of the last nothing is said but that the privacy officer is to be asked.
    ``is_open_to`` says that the asker may open it.
    """

    kind: str
    id: uuid.UUID | None
    initials: str
    birth_year: int | None
    last_contact: dt.date | None
    reason: Alike
    is_open_to: bool = False


@dataclass(frozen=True)
class BoardRow:
    """One inquiry on the board."""

    inquiry: Inquiry
    name: str
    is_restricted: bool
    age_days: int
    in_status_days: int
    is_late: bool
    is_urgent: bool


@dataclass(frozen=True)
class Column:
    """The inquiries of one status: the first ones, and how many there are in all."""

    status: InquiryStatus
    total: int
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True)
class Checklist:
    """The checks of one inquiry with their answers, what they come to, and what the payer still needs."""

    checks: tuple[tuple[IntakeCheck, IntakeAnswer | None], ...]
    fit: Fit
    payer_needs: tuple[Line, ...]


@dataclass(frozen=True)
class Figures:
    """What became of the inquiries of a stretch of days that came from one source; ``source_id`` is none for a kind alone.

    Medians are days from the call to the assessment and to the admission, of those that got there.
    """

    source_id: uuid.UUID | None
    source: str
    kind: str
    inquiries: int
    assessed: int
    admitted: int
    still_open: int
    days_to_assessment: float | None
    days_to_admission: float | None


def lookalikes(
    *,
    by: Actor,
    first_name: str,
    last_name: str,
    phone: str,
    date_of_birth: dt.date | None,
    limit: int = 5,
    leave_out: uuid.UUID | None = None,
) -> list[Lookalike]:
    """Find clients and earlier inquiries, anywhere in the clinic, who may be the person named; the likeliest first.

    Misspellings, swapped names and slips in a birth date are forgiven. ``leave_out`` is the inquiry being written. A fixed
    number of statements, none when too little was typed.
    """
    require(intake_policies.may_take_inquiries(by))
    typed = _typed(first_name, last_name, phone, date_of_birth)
    if not (typed.phones or all(typed.names)):
        return []
    clients = _clients_like(typed)
    inquiries = _inquiries_like(typed, leave_out)
    open_ids = set(
        Client.objects.visible_to(by).filter(pk__in=[each.id for each in clients]).values_list("pk", flat=True)
    )
    sites = by.sites_where(Permission.INTAKE_WORK)
    found = [
        *(_as_lookalike(each, each.id in open_ids) for each in clients),
        *(_as_lookalike(each, by.is_system or each.site_id in sites) for each in inquiries),
    ]
    order = intake_rules.closest_first([(row.reason, row.last_contact, str(row.id)) for row in found])
    return [found[number] for number in order][:limit]


def board(
    *,
    by: Actor,
    at: dt.datetime,
    zone: str,
    site_ids: Collection[uuid.UUID] = (),
    statuses: Sequence[InquiryStatus] = OPEN_STATUSES,
    owner_id: uuid.UUID | None = None,
    unowned: bool = False,
    urgency: str = "",
    referral_kind: str = "",
    source_id: uuid.UUID | None = None,
    track_id: uuid.UUID | None = None,
    late_only: bool = False,
    per_column: int = 50,
) -> list[Column]:
    """Read the board: each status with its inquiries, those in danger first, then by next step, then by age.

    A restricted chart is on the board of those alone who may open it. Two statements, whatever the number of inquiries.
    """
    require(intake_policies.may_take_inquiries(by))
    found = Inquiry.objects.visible_to(by, Permission.INTAKE_WORK).filter(status__in=statuses)
    wanted = {
        "site__in": list(site_ids), "owner": owner_id, "urgency": urgency, "referral_kind": referral_kind,
        "referral_source": source_id, "wished_track_id": track_id,
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if unowned:
        found = found.filter(owner__isnull=True)
    if late_only:
        found = found.filter(next_step_at__lt=at)
    totals = dict(found.order_by().values_list("status").annotate(Count("pk")))
    rows = _first_of_each(found, per_column)
    by_status: dict[str, list[BoardRow]] = defaultdict(list)
    for row in rows:
        by_status[row.status].append(_board_row(row, at, zone))
    return [Column(status, totals.get(status, 0), tuple(by_status[status])) for status in statuses]


def name_for(by: Actor, inquiry: Inquiry) -> str:
    """Give the name an inquiry shows to ``by``: empty for a restricted chart they may not open."""
    guarded = inquiry.client and inquiry.client.is_restricted
    seen = Client.objects.visible_to(by).filter(pk__in=[inquiry.client_id] if inquiry.client_id else [])
    return "" if guarded and not seen.exists() else inquiry.name


def checklist(inquiry: Inquiry) -> Checklist:
    """Read the checks asked of an inquiry, their answers, and what they come to: two statements."""
    asked = list(IntakeCheck.objects.filter(is_active=True).order_by("kind", "position", "key"))
    answers = {row.check_item_id: row for row in IntakeAnswer.objects.filter(inquiry=inquiry)}
    payer = inquiry.payer_kind
    shown = [check for check in asked if not check.payer_kinds or payer in check.payer_kinds]
    lines = [as_line(check, answers.get(check.pk)) for check in shown]
    return Checklist(
        tuple((check, answers.get(check.pk)) for check in shown),
        intake_rules.fit(lines),
        tuple(intake_rules.payer_still_needs(lines, payer)),
    )


def as_line(check: IntakeCheck, answer: IntakeAnswer | None) -> Line:
    """Give a check and its answer as the plain value that rules read."""
    known = {"answer": answer.answer, "reason": answer.reason} if answer else {}
    return Line(check.kind, check.text, check.is_needed, payer_kinds=frozenset(check.payer_kinds), **known)


def history(inquiry: Inquiry) -> list[InquiryStatusChange]:
    """Give what happened to an inquiry, the newest first."""
    return list(inquiry.status_changes.order_by("-at", "-id"))


def figures(site_ids: Collection[uuid.UUID], first: dt.date, last: dt.date) -> list[Figures]:
    """Count the inquiries received from ``first`` to ``last`` at the sites, by source, and what became of them until now.

    Days are the sites' own. The last row, of no source and kind, is all together. One statement, worked out where the rows are.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            FIGURES, {"sites": list(site_ids), "first": first, "last": last, "closed": sorted(INQUIRY_CLOSED)}
        )
        rows = cursor.fetchall()
    labels = dict(ReferralKind.choices)
    return [
        Figures(
            row[0],
            row[1] or str(labels.get(row[2], "")),
            row[2] or "",
            row[3],
            row[4],
            row[5],
            row[6],
            _days(row[7]),
            _days(row[8]),
        )
        for row in rows
    ]


FIGURES = """
    WITH asked AS (
        SELECT i.id, i.referral_source_id AS source_id, i.referral_kind AS kind, i.received_at, i.status
        FROM clients_inquiry i JOIN clinic_site s ON s.id = i.site_id
        WHERE i.site_id = ANY(%(sites)s)
            AND i.received_at >= %(first)s::date::timestamp AT TIME ZONE s.time_zone
            AND i.received_at < (%(last)s::date + 1)::timestamp AT TIME ZONE s.time_zone
    ), reached AS (
        SELECT asked.id, asked.source_id, asked.kind, asked.status, asked.received_at,
            min(c.at) FILTER (WHERE c.status = 'assessed') AS assessed_at,
            min(c.at) FILTER (WHERE c.status = 'admitted') AS admitted_at
        FROM asked LEFT JOIN clients_inquirystatuschange c
            ON c.inquiry_id = asked.id AND c.status IN ('assessed', 'admitted')
        GROUP BY asked.id, asked.source_id, asked.kind, asked.status, asked.received_at
    )
    SELECT r.source_id, min(o.organization), r.kind, count(*), count(r.assessed_at), count(r.admitted_at),
        count(*) FILTER (WHERE r.status <> ALL(%(closed)s)),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.assessed_at - r.received_at)::float / 86400),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.admitted_at - r.received_at)::float / 86400)
    FROM reached r LEFT JOIN clients_referralsource o ON o.id = r.source_id
    GROUP BY GROUPING SETS ((r.source_id, r.kind), ())
    ORDER BY grouping(r.source_id, r.kind), count(*) DESC, min(o.organization) NULLS LAST, r.kind
"""


@dataclass(frozen=True)
class _Found:
    """A candidate that is like the person typed."""

    kind: str
    id: uuid.UUID
    names: tuple[str, str]
    born: dt.date | None
    last: dt.date | None
    reason: Alike
    is_restricted: bool = False
    site_id: uuid.UUID | None = None


def _typed(first_name: str, last_name: str, phone: str, born: dt.date | None) -> Known:
    number = phone_e164(phone) if phone.strip() else None
    names = (plain_line(first_name), plain_line(last_name))
    return Known(names, born=born, phones=frozenset({number} if number else ()))


def _clients_like(typed: Known) -> list[_Found]:
    where = _names_like(typed)
    if typed.phones:
        reached = ContactPoint.objects.filter(kind="phone", value__in=typed.phones)
        where |= Q(pk__in=reached.values("client"))
    rows = (
        Client.objects.annotate(**_uppers("legal_first_name", "legal_last_name", "preferred_name"))
        .filter(where)
        .annotate(
            kept=Coalesce("merged_into_id", "pk"),
            closed=Coalesce("merged_into__is_restricted", "is_restricted"),
            last=Max("episodes__opened_on"),
            by_phone=Count("contact_points", filter=Q(contact_points__value__in=typed.phones)),
        )
        .order_by(*_likely_first(typed))
        .values_list(
            "kept",
            "legal_first_name",
            "legal_last_name",
            "preferred_name",
            "date_of_birth",
            "closed",
            "last",
            "by_phone",
        )[:MOST_CANDIDATES]
    )
    found: dict[uuid.UUID, _Found] = {}
    for pk, first, last, called, born, closed, seen, by_phone in rows:
        known = Known((first, last), called, born, typed.phones if by_phone else frozenset())
        reason = intake_rules.alike(typed, known)
        if reason:
            found.setdefault(
                pk, _Found("restricted" if closed else "client", pk, (first, last), born, seen, reason, closed)
            )
    return list(found.values())


def _inquiries_like(typed: Known, leave_out: uuid.UUID | None) -> list[_Found]:
    where = _names_like(typed)
    if typed.phones:
        where |= Q(callback_phone__in=typed.phones) | Q(phone__in=typed.phones)
    rows = (
        Inquiry.objects.filter(client__isnull=True)
        .exclude(pk__in=[leave_out] if leave_out else [])
        .annotate(**_uppers("first_name", "last_name", "preferred_name"))
        .filter(where)
        .order_by(*_likely_first(typed), "-received_at")[:MOST_CANDIDATES]
    )
    found = []
    for row in rows:
        known = Known((row.first_name, row.last_name), row.preferred_name, row.date_of_birth, _phones(row))
        reason = intake_rules.alike(typed, known)
        if reason:
            day = row.received_at.date()
            found.append(_Found("inquiry", row.pk, known.names, row.date_of_birth, day, reason, site_id=row.site_id))
    return found


def _phones(row: Inquiry) -> frozenset[str]:
    return frozenset({row.phone, row.callback_phone} - {""})


def _uppers(first: str, last: str, called: str) -> dict[str, Upper]:
    """Names as their trigram index keeps them."""
    return {"first_upper": Upper(first), "last_upper": Upper(last), "called_upper": Upper(called)}


def _names_like(typed: Known) -> Q:
    if not all(typed.names):
        return Q(pk__in=[])
    first, last = (name.upper() for name in typed.names)
    straight = _near("last_upper", last) & (_near("first_upper", first) | _near("called_upper", first))
    swapped = _near("last_upper", first) & _near("first_upper", last)
    born = Q(date_of_birth=typed.born) if typed.born else Q(pk__in=[])
    return straight | swapped | born


def _near(column: str, word: str) -> Q:
    begins = Q(**{f"{column}__startswith": word})
    return begins | Q(**{f"{column}__trigram_similar": word}) if len(word) >= SHORTEST_WORD else begins


def _likely_first(typed: Known) -> list[Any]:
    """Rows to compare closely: those of the same birth date, then by how much their names are alike."""
    first, last = (name.upper() for name in typed.names)
    alike = TrigramSimilarity("last_upper", last) + TrigramSimilarity("first_upper", first)
    same_day = [Case(When(date_of_birth=typed.born, then=Value(0)), default=Value(1))] if typed.born else []
    return [*same_day, alike.desc(), "pk"]


def _as_lookalike(found: _Found, is_open: bool) -> Lookalike:
    if found.is_restricted and not is_open:
        return Lookalike("restricted", None, "", None, None, found.reason)
    month = found.last.replace(day=1) if found.last else None
    kind = "client" if found.kind == "restricted" else found.kind
    year = found.born.year if found.born else None
    return Lookalike(kind, found.id, intake_rules.initials(*found.names), year, month, found.reason, is_open)


def _first_of_each(found: QuerySet[Inquiry], number: int) -> list[Inquiry]:
    danger = Case(When(urgency=Urgency.EMERGENCY, then=Value(0)), default=Value(1))
    order = [danger, F("next_step_at").asc(nulls_last=True), F("received_at").asc()]
    ranked = found.annotate(
        place=Window(RowNumber(), partition_by="status", order_by=order), since=Coalesce(_since(), "received_at")
    )
    rows = ranked.filter(place__lte=number).select_related("owner", "referral_source", "site", "client")
    return list(rows.order_by("status", "place"))


def _since() -> Subquery:
    newest = InquiryStatusChange.objects.filter(inquiry=OuterRef("pk")).order_by("-at", "-id")
    return Subquery(newest.values("at")[:1])


def _board_row(row: Inquiry, at: dt.datetime, zone: str) -> BoardRow:
    since = getattr(row, "since", row.received_at)
    return BoardRow(
        inquiry=row,
        name=row.name,
        is_restricted=bool(row.client and row.client.is_restricted),
        age_days=_age(row.received_at, at, zone),
        in_status_days=_age(since, at, zone),
        is_late=row.next_step_at is None or row.next_step_at < at,
        is_urgent=intake_rules.needs_somebody_now(row.urgency, row.safety),
    )


def _age(then: dt.datetime, at: dt.datetime, zone: str) -> int:
    return (clock.local_date(at, zone) - clock.local_date(then, zone)).days


def _days(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
