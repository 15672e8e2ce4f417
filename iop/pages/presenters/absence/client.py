"""One client's missed days: how they stand, what was tried, what comes next, and each miss with what it counts for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext as _

from clients import recipients
from clients.choices import Ground, Information, PartyKind, Purpose
from clients.models import ContactPoint, Relationship
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.absence.words import VERDICTS, count_chip, due_words, limit_words, owner_words
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words, instant_words, span_words
from sessions_app import absence, policies
from sessions_app.absence_choices import CaseEnd, Consequence
from sessions_app.actions.absence.noticing import CAN_BE_EXCUSED, OPEN_DAYS
from sessions_app.choices import AttendanceStatus, OutreachMethod, OutreachOutcome
from sessions_app.models import AbsenceCase, AbsenceCaseStep, AbsenceNotice, Attendance, LimitReached

CALLED = (
    OutreachOutcome.REACHED_COMING,
    OutreachOutcome.REACHED_EXCUSED,
    OutreachOutcome.REACHED_DECLINED,
    OutreachOutcome.LEFT_MESSAGE,
    OutreachOutcome.NO_ANSWER,
    OutreachOutcome.SAFETY_WORRY,
)
OUTCOMES = {
    OutreachMethod.PHONE: CALLED,
    OutreachMethod.VISIT: CALLED,
    OutreachMethod.CONTACT: (
        OutreachOutcome.REACHED_COMING,
        OutreachOutcome.REACHED_DECLINED,
        OutreachOutcome.NO_ANSWER,
        OutreachOutcome.SAFETY_WORRY,
    ),
    OutreachMethod.TEXT: (OutreachOutcome.SENT, OutreachOutcome.REACHED_COMING, OutreachOutcome.SAFETY_WORRY),
    OutreachMethod.EMAIL: (OutreachOutcome.SENT, OutreachOutcome.REACHED_COMING, OutreachOutcome.SAFETY_WORRY),
    OutreachMethod.LETTER: (OutreachOutcome.SENT,),
}
"""What may come of a step, by how it reaches somebody."""
ENDS = {CaseEnd.RETURNED: "good", CaseEnd.EXCUSED: "good", CaseEnd.CORRECTED: "quiet"}
EARLIER = 10
AHEAD = dt.timedelta(days=28)


@dataclass(frozen=True)
class ClientPage:
    """The whole page about one client."""

    says: Any
    tone: str
    policy: str
    counts: Sequence[dict[str, Any]]
    limits: Sequence[dict[str, Any]]
    case: dict[str, Any] | None
    earlier: Sequence[dict[str, Any]]
    misses: Sequence[dict[str, Any]]
    phones: Sequence[dict[str, Any]]
    contacts: Sequence[dict[str, Any]]
    may_follow: bool
    may_settle: bool


def read_client(chart: Chart) -> ClientPage:
    """Read the page in a fixed number of statements, whatever the number of misses and steps."""
    standing = absence.standing([chart.episode.pk], chart.at).get(chart.episode.pk)
    cases = list(_cases_of(chart))
    case = next((row for row in cases if row.closed_at is None), None)
    asks_contact = case is not None and any(
        step.step.method == OutreachMethod.CONTACT and step.done_at is None for step in case.steps.all()
    )
    site_id = chart.episode.site_id
    return ClientPage(
        says=standing.says if standing and standing.policy else _("No policy about missed days holds here."),
        tone=standing.tone if standing else "quiet",
        policy=standing.policy.name if standing and standing.policy else "",
        counts=[count_chip(count) for count in standing.counts] if standing else [],
        limits=[_limit(row, ZoneInfo(chart.zone)) for row in _limits_of(chart)],
        case=_case(case, chart) if case else None,
        earlier=[_ended(row, chart) for row in cases if row.closed_at is not None][:EARLIER],
        misses=_misses(standing, chart),
        phones=_phones(chart) if case else [],
        contacts=_contacts(chart) if asks_contact else [],
        may_follow=policies.may_follow_up(chart.actor, site_id) is None,
        may_settle=policies.may_settle_limit(chart.actor, site_id) is None,
    )


def case_of(actor: Actor, case_id: uuid.UUID) -> AbsenceCase:
    """Give a case that the colleague may see. Raises ``Http404``."""
    rows = AbsenceCase.objects.visible_to(actor, Permission.CONCERN_RAISE).select_related("episode")
    return _or_404(rows.filter(pk=case_id).first())


def step_of(actor: Actor, step_id: uuid.UUID) -> AbsenceCaseStep:
    """Give a step of a case that the colleague may see. Raises ``Http404``."""
    cases = AbsenceCase.objects.visible_to(actor, Permission.CONCERN_RAISE)
    rows = AbsenceCaseStep.objects.select_related("case__episode", "step")
    return _or_404(rows.filter(pk=step_id, case__in=cases.order_by()).first())


def limit_of(actor: Actor, limit_id: uuid.UUID) -> LimitReached:
    """Give a limit that was reached by somebody the colleague may see. Raises ``Http404``."""
    rows = LimitReached.objects.visible_to(actor, Permission.CONCERN_RAISE).select_related("episode", "limit")
    return _or_404(rows.filter(pk=limit_id).first())


def days_ahead(chart: Chart) -> list[tuple[Attendance, str]]:
    """Give the days of the weeks to come that a client may call about, each in words; short notice is said beforehand."""
    zone = ZoneInfo(chart.zone)
    lines = (
        Attendance.objects.visible_to(chart.actor, Permission.CONCERN_RAISE)
        .filter(
            client=chart.client, status__in=sorted(CAN_BE_EXCUSED), session__status__in=sorted(OPEN_DAYS),
            session__ends_at__gt=chart.at, session__starts_at__lt=chart.at + AHEAD,
        )
        .select_related("session__track", "session__site")
        .order_by("session__starts_at")
    )  # fmt: skip
    known = absence.policies()
    return [(line, _ahead(line, known, zone, chart.at)) for line in lines.select_related("session__track__program")]


def read_notice_policy(chart: Chart) -> int | None:
    """Say how many hours of notice the policy of today asks for; nothing without a policy."""
    standing = absence.standing([chart.episode.pk], chart.at).get(chart.episode.pk)
    return standing.policy.notice_hours if standing and standing.policy else None


def _ahead(line: Attendance, known: absence.Policies, zone: ZoneInfo, at: dt.datetime) -> str:
    session = line.session
    when = f"{day_words(session.on)}, {span_words(session.starts_at, session.ends_at, zone)} · {session.track.name}"
    policy = known.holding(session.site_id, session.track.program.level_id, session.on)
    notes = []
    if line.status == AttendanceStatus.ABSENT_EXCUSED:
        notes.append(_("already excused"))
    if policy and session.starts_at - at < dt.timedelta(hours=policy.notice_hours):
        notes.append(_("short notice if they call now"))
    return f"{when} ({', '.join(notes)})" if notes else when


def _cases_of(chart: Chart) -> Any:
    return (
        AbsenceCase.objects.filter(episode=chart.episode)
        .select_related("newest_line__session__track", "first_line__session", "ended_by", "policy")
        .prefetch_related("steps__step", "steps__outreach__by", "steps__done_by")
        .order_by("-opened_at")[: EARLIER + 1]
    )


def _limits_of(chart: Chart) -> Any:
    rows = LimitReached.objects.filter(episode=chart.episode).select_related("limit", "line__session", "settled_by")
    return rows.order_by("settled_at", "-reached_at")[:EARLIER]


def _limit(row: LimitReached, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "words": limit_words(row.limit),
        "asks": Consequence(row.limit.consequence).label,
        "by": day_words(row.line.session.on),
        "url": to("absence_limit")(row.pk),
        "is_open": row.settled_at is None and row.ended_at is None,
        "settled": _("%(when)s · %(who)s: %(what)s")
        % {"when": instant_words(row.settled_at, zone), "who": row.settled_by, "what": row.settled_note}
        if row.settled_at
        else "",
        "passed": _("The count has fallen below it since.") if row.ended_at and not row.settled_at else "",
    }


def _case(row: AbsenceCase, chart: Chart) -> dict[str, Any]:
    zone = ZoneInfo(chart.zone)
    newest = row.newest_line.session
    return {
        "id": str(row.pk),
        "missed": f"{day_words(newest.on)}, {newest.track.name}",
        "since": "" if row.first_line_id == row.newest_line_id else day_words(row.first_line.session.on),
        "url": to("absence_case")(row.pk),
        "call_url": to("session_calls")(newest.pk),
        "offer_url": f"/sessions/{newest.pk}/clients/{row.newest_line_id}/offers/",
        "steps": [_step(step, zone, chart.at) for step in row.steps.all()],
        "policy": row.policy.name,
    }


def _step(row: AbsenceCaseStep, zone: ZoneInfo, at: dt.datetime) -> dict[str, Any]:
    method = OutreachMethod(row.step.method)
    tone, state = due_words(row.due_at, at)
    if row.done_at:
        tone, state = ("quiet", _("left out")) if row.left_out else ("good", _("done"))
    elif row.opens_at > at:
        tone, state = "quiet", _("later")
    return {
        "id": str(row.pk),
        "url": to("absence_step")(row.pk),
        "words": row.step.words,
        "method": method.label,
        "owner": owner_words(row.step.owner),
        "due": instant_words(row.due_at, zone),
        "tone": tone,
        "state": state,
        "is_open": row.done_at is None,
        "is_next": row.done_at is None and row.opens_at <= at,
        "asks_contact": method == OutreachMethod.CONTACT,
        "is_letter": method == OutreachMethod.LETTER,
        "outcomes": [(each.value, each.label) for each in OUTCOMES[method]],
        "done": _done(row, zone),
    }


def _done(row: AbsenceCaseStep, zone: ZoneInfo) -> str:
    if row.done_at is None:
        return ""
    what = str(OutreachOutcome(row.outreach.outcome).label) if row.outreach else row.left_out
    note = f" {row.outreach.note}" if row.outreach and row.outreach.note else ""
    return f"{instant_words(row.done_at, zone)} · {row.done_by} · {what}.{note}"


def _ended(row: AbsenceCase, chart: Chart) -> dict[str, Any]:
    end = CaseEnd(row.end)
    return {
        "missed": day_words(row.first_line.session.on),
        "end": end.label,
        "tone": ENDS.get(end, "warn"),
        "when": instant_words(row.closed_at, ZoneInfo(chart.zone)) if row.closed_at else "",
        "note": row.end_note,
        "steps": [text for step in row.steps.all() if (text := _done(step, ZoneInfo(chart.zone)))],
    }


def _misses(standing: absence.AbsenceStanding | None, chart: Chart) -> list[dict[str, Any]]:
    if standing is None:
        return []
    notices: dict[uuid.UUID, AbsenceNotice] = {}
    for notice in AbsenceNotice.objects.filter(attendance__in=[day.line_id for day, _found in standing.misses]):
        known = notices.get(notice.attendance_id)
        if known is None or notice.created_at > known.created_at:
            notices[notice.attendance_id] = notice
    sessions = dict(
        Attendance.objects.filter(pk__in=[day.line_id for day, _found in standing.misses]).values_list(
            "pk", "session_id"
        )
    )
    zone = ZoneInfo(chart.zone)
    return [
        {
            "day": f"{day_words(day.on)} {day.on.year}",
            "url": to("session")(sessions[day.line_id]),
            "tone": VERDICTS[found][0],
            "counts": VERDICTS[found][1],
            "notice": _notice(notices.get(day.line_id), zone),
        }
        for day, found in reversed(standing.misses)
    ]


def _notice(row: AbsenceNotice | None, zone: ZoneInfo) -> str:
    if row is None:
        return ""
    excused = f" · {_('excused all the same')}" if row.is_excused else ""
    return f"{_('Called')} {instant_words(row.called_at, zone)}{excused} · {row.reason}"


def _phones(chart: Chart) -> list[dict[str, Any]]:
    rows = ContactPoint.objects.filter(client=chart.client, kind="phone").order_by("-is_preferred", "id")
    return [{"value": row.value, "label": row.label, "may_leave_message": row.may_leave_message} for row in rows]


def _contacts(chart: Chart) -> list[dict[str, Any]]:
    """List the emergency contacts, each with what the gate says now about telling them that somebody is missed."""
    people = list(
        Relationship.objects.filter(client=chart.client, is_emergency_contact=True)
        .select_related("person")
        .order_by("pk")
    )
    found = recipients.options(
        client=chart.client, ground=Ground.CONSENT, purpose=Purpose.FAMILY_SUPPORT,
        information=[Information.PRESENCE, Information.ATTENDANCE], at=chart.at, kinds=[PartyKind.RELATIVE],
    )  # fmt: skip
    free = {option.party.person_id for option in found if option.why is None}
    return [
        {
            "id": str(row.pk),
            "name": f"{row.person.first_name} {row.person.last_name}".strip(),
            "role": row.role,
            "phone": row.person.phone,
            "may": row.person_id in free,
        }
        for row in people
    ]


def _or_404(row: Any) -> Any:
    if row is None:
        raise Http404
    return row
