"""A call for help: taken in a minute, worked on by one colleague at a time, and never without a next step unnoticed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.module_loading import import_string

from clients import inquiry_fields, intake_policies, intake_rules, policies, rules
from clients.actions.registration import changed_meanwhile
from clients.choices import (
    CONCERN_FALLBACK_ROLE,
    INQUIRY_CLOSED,
    CallerIs,
    CheckAnswer,
    InquiryChannel,
    InquiryStatus,
    ReferralKind,
    SafetyAnswer,
    Urgency,
)
from clients.models import Client, Inquiry, InquiryStatusChange, IntakeAnswer, IntakeCheck
from clients.portal import is_own
from iop.access.actors import SYSTEM, Actor
from iop.access.choices import Permission
from iop.audit.models import AuditEvent
from iop.audit.recorder import record
from iop.clinic import on_call
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, require, require_current, require_valid
from iop.core.words import Sentence, say
from iop.work.actions import close_for, drop_for, open_item
from iop.work.choices import WorkKind

SUBJECT = "clients.inquiry"
INTAKE_ROLE = "intake"
LABELS = dict(InquiryStatus.choices)
FROM_THE_PAGE = frozenset(
    {
        "caller_is", "caller_name", "callback_phone", "callback_email", "may_leave_message", "reply_by", "safe_times",
        "first_name", "last_name", "presenting_problem", "payer_kind", "payer_told", "language", "urgency",
    }
)  # fmt: skip
"""What the form on the program page may say."""


@transaction.atomic
def take_inquiry(
    *, by: Actor, site_id: uuid.UUID, at: dt.datetime, channel: str = InquiryChannel.PHONE, **fields: Any
) -> Inquiry:
    """Take a call at a site. ``fields`` are of ``inquiry_fields.FIELDS``; raises ``Invalid`` beside the one that cannot be used.

    Whoever takes it owns it. Somebody who is not safe, or in danger, gets a colleague at once through a work item that
    names nobody.
    """
    require(intake_policies.may_take_inquiries(by, site_id))
    if channel not in InquiryChannel.values:
        raise Invalid(say("Choose from the list."), field="channel")
    return _take(by, site_id, at, channel, fields, by.staff_id)


@transaction.atomic
def receive_from_web(*, site_id: uuid.UUID, at: dt.datetime, **fields: Any) -> Inquiry:
    """Keep what somebody sent from the program page; intake at the site is asked to answer. Only ``FROM_THE_PAGE`` counts."""
    if set(fields) - FROM_THE_PAGE:
        raise NotAllowed(say("These details are not asked on this page."))
    return _take(SYSTEM, site_id, at, InquiryChannel.WEB, {"referral_kind": "web", **fields}, None)


@transaction.atomic
def take_return(
    *,
    by: Actor,
    client: Client,
    site_id: uuid.UUID,
    at: dt.datetime,
    channel: str,
    taken_by: uuid.UUID | None,
    **fields: Any,
) -> Inquiry:
    """Take the call of somebody who was in treatment here: the inquiry is linked to their chart from its first line.

    Whoever looks after people may take it down, and the client themselves; the caller says who owns it (``taken_by``).
    """
    if not by.is_system and not is_own(by, client.pk):
        require(policies.may_ask_more_support(by, site_id))
    known = Client.objects.get(pk=client.pk)
    told = {
        "first_name": known.legal_first_name, "last_name": known.legal_last_name, "preferred_name": known.preferred_name,
        "date_of_birth": known.date_of_birth, "language": known.language, "referral_kind": ReferralKind.ALUMNI,
    }  # fmt: skip
    return _take(by, site_id, at, channel, {**told, **fields}, taken_by, known)


@transaction.atomic
def change_inquiry(
    *, by: Actor, inquiry: Inquiry, version: int, changes: Mapping[str, Any], at: dt.datetime
) -> Inquiry:
    """Change what a caller told, if nobody else did since ``version`` was read (``Stale``)."""
    row = locked(inquiry, version)
    require(intake_policies.may_take_inquiries(by, row.site_id))
    if set(changes) - inquiry_fields.FIELDS:
        raise NotAllowed(say("These details are not changed here."))
    refuse_closed(row)
    found = inquiry_fields.checked(changes, clock.local_date(at, row.site.time_zone))
    altered = sorted(name for name, value in found.items() if getattr(row, name) != value)
    if not altered:
        return row
    for name in altered:
        setattr(row, name, found[name])
    inquiry_fields.refuse_unreachable(row)
    save(row, *altered)
    note_inquiry(by, "clients.inquiry_changed", row, {"fields": altered})
    if {"urgency", "safety"} & set(altered):
        _call_somebody(by, row, at)
    return row


@transaction.atomic
def move_inquiry(
    *,
    by: Actor,
    inquiry: Inquiry,
    to: str,
    at: dt.datetime,
    reason: str = "",
    destination: str = "",
    note: str = "",
    version: int | None = None,
) -> Inquiry:
    """Move an inquiry to its next status. Leaving for elsewhere asks for ``reason`` (``OutReason``), a referral for ``destination``.

    The apps above follow through the slot ``INQUIRY_MOVED``: a held seat is freed, an unused stay closes. Admitting and
    accepting are steps of their own (``iop.workflows``), which end here.
    """
    row = locked(inquiry, version)
    require(_may_move(by, row, to))
    refused = intake_rules.why_not_move(row.status, to, LABELS)
    if refused:
        raise Conflict(refused, code="not_that_way")
    place = rules.plain_line(destination)[:200]
    out = intake_rules.why_not_out(to, reason, place)
    if out:
        raise Invalid(out[1], field=out[0])
    before, words = row.status, rules.plain_text(note)
    _set_status(row, to, at, reason if to in intake_rules.OUT else "", place, words)
    _write_history(by, row, words or str(reason), at)
    _settle_work(by, row, at)
    note_inquiry(
        by, "clients.inquiry_moved", row, {"before": str(before), "status": str(to), "reason": str(row.out_reason)}
    )
    for path in settings.INQUIRY_MOVED:
        import_string(path)(by=by, inquiry=row, before=before, at=at)
    row.refresh_from_db()
    return row


@transaction.atomic
def answer_check(
    *, by: Actor, inquiry: Inquiry, check: IntakeCheck, answer: str, at: dt.datetime, reason: str = ""
) -> IntakeAnswer:
    """Say yes, no or not known yet to a check of the checklist, with a reason where one helps the next colleague."""
    row = locked(inquiry)
    require(intake_policies.may_judge_fit(by, row))
    refuse_closed(row)
    if answer not in CheckAnswer.values:
        raise Invalid(say("Choose yes, no or not known yet."), field="answer")
    if not check.is_active:
        raise Conflict(say("This check is no longer asked."), code="check_retired")
    kept = rules.plain_line(reason)
    require_valid(rules.why_too_long(kept, 300), "reason")
    answered, _ = IntakeAnswer.objects.update_or_create(
        inquiry=row, check_item=check, defaults={"answer": answer, "reason": kept}
    )
    note_inquiry(
        by,
        "clients.inquiry_check_answered",
        row,
        {"check": check.pk, "key": check.key, "answer": str(answer), "at": at},
    )
    return answered


@transaction.atomic
def assign(*, by: Actor, inquiry: Inquiry, owner: StaffMember | None, at: dt.datetime) -> Inquiry:
    """Give an inquiry to a colleague who takes calls at the site, or (none) to whoever is on intake. Open work goes along."""
    row = locked(inquiry)
    require(intake_policies.may_take_inquiries(by, row.site_id))
    refuse_closed(row)
    today = clock.local_date(at, row.site.time_zone)
    if owner is not None and not _may_own(owner.pk, row.site_id, today):
        raise Invalid(say("This colleague does not take calls at this site."), field="owner")
    row.owner = owner
    save(row, "owner")
    note_inquiry(by, "clients.inquiry_assigned", row, {"owner": owner.pk if owner else None, "at": at})
    if row.next_step_at and drop_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.INQUIRY_NEXT, at=at):
        open_next(by, row, at)
    return row


@transaction.atomic
def set_next_step(
    *, by: Actor, inquiry: Inquiry, next_step: str, next_step_at: dt.datetime | None, at: dt.datetime
) -> Inquiry:
    """Say what comes next and by when; it goes on the owner's work list. Without a time there is nothing to be late for."""
    row = locked(inquiry)
    require(intake_policies.may_take_inquiries(by, row.site_id))
    refuse_closed(row)
    words = rules.plain_line(next_step)
    if next_step_at and not words:
        raise Invalid(say("Say what comes next."), field="next_step")
    require_valid(rules.why_too_long(words, 200), "next_step")
    plan_next(by, row, words, next_step_at, at)
    note_inquiry(by, "clients.inquiry_next_set", row, {"due": next_step_at, "at": at})
    return row


@transaction.atomic
def link_client(*, by: Actor, inquiry: Inquiry, client: Client, at: dt.datetime) -> Inquiry:
    """Say that the caller is somebody who has a chart already: chart and record number stay, the course of care will be new.

    The birth date or a phone number of the two must agree, so that nobody reaches a chart by guessing. A restricted chart is
    linked by those alone who may open it.
    """
    row = locked(inquiry)
    require(intake_policies.may_take_inquiries(by, row.site_id))
    refuse_closed(row)
    known = Client.objects.get(pk=client.pk)
    _refuse_other(by, row, known)
    row.client = known
    save(row, "client")
    note_inquiry(by, "clients.inquiry_linked", row, {"at": at})
    return row


@transaction.atomic
def unlink_client(*, by: Actor, inquiry: Inquiry, at: dt.datetime) -> Inquiry:
    """Take back that the caller is somebody with a chart, while no stay has been opened for them yet."""
    row = locked(inquiry)
    require(intake_policies.may_take_inquiries(by, row.site_id))
    refuse_closed(row)
    if row.episode_id:
        raise Conflict(say("A stay has been opened for this chart already."), code="episode_opened")
    before, row.client = row.client_id, None
    save(row, "client")
    record(
        by=by, verb="clients.inquiry_unlinked", subject=row, clients=[before] if before else [], site_id=row.site_id,
        detail={"at": at},
    )  # fmt: skip
    return row


def step_back(*, by: Actor, row: Inquiry, to: str, why: str, at: dt.datetime) -> None:
    """Take a held inquiry back to an earlier status because its seat is gone; inside an action's transaction.

    ``why`` is a code for the history. The slot is not asked: whoever calls this has settled the seat.
    """
    refused = intake_rules.why_not_move(row.status, to, LABELS)
    if refused:
        raise Conflict(refused, code="not_that_way")
    before = row.status
    _set_status(row, to, at, "", "", "")
    _write_history(by, row, why, at)
    note_inquiry(by, "clients.inquiry_moved", row, {"before": str(before), "status": str(to), "reason": why})


def open_inquiry(*, by: Actor, inquiry: Inquiry, at: dt.datetime) -> AuditEvent:
    """Record that somebody opened an inquiry: it is a record of treatment from its first line (42 CFR 2.11)."""
    require(intake_policies.may_open_inquiry(by, inquiry))
    return note_inquiry(by, "clients.inquiry_opened", inquiry, {"at": at})


def locked(inquiry: Inquiry, version: int | None = None) -> Inquiry:
    """Hold an inquiry's row, before any track, stay or held seat; ``Stale`` when somebody changed it since ``version``."""
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related("site", "client", "referral_source")
    row = rows.get(pk=inquiry.pk)
    require_current(row.version, version, changed_meanwhile())
    return row


def save(row: Inquiry, *names: str) -> None:
    """Write some fields of a held inquiry as its next version."""
    row.version += 1
    row.save(update_fields=[*names, "version"])


def refuse_closed(row: Inquiry) -> None:
    """Raise ``Conflict`` when an inquiry asks nothing of us any more."""
    if row.status in INQUIRY_CLOSED:
        raise Conflict(say("This inquiry is closed. Reopen it first."), code="inquiry_closed")


def plan_next(
    by: Actor, row: Inquiry, words: Sentence, next_step_at: dt.datetime | None, at: dt.datetime, *, work: bool = True
) -> None:
    """Write the next step of a held inquiry and put it on the work list; inside an action's transaction."""
    row.next_step, row.next_step_at = str(words), next_step_at
    save(row, "next_step", "next_step_at")
    close_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.INQUIRY_NEXT, at=at)
    if work and next_step_at:
        open_next(by, row, at)


def open_next(by: Actor, row: Inquiry, at: dt.datetime) -> None:
    """Put an inquiry's next step on the list of its owner, or of whoever is on intake."""
    words = (
        say("Call somebody back who asked for help.")
        if not row.next_step
        else say("An inquiry asks for its next step.")
    )
    assignee = working_owner(row, clock.local_date(at, row.site.time_zone))
    open_item(
        by=by, kind=WorkKind.INQUIRY_NEXT, site_id=row.site_id, subject=(SUBJECT, row.pk), client_id=row.client_id,
        summary=words, due_at=row.next_step_at or at, dedupe_key=f"inquiry-next:{row.pk}", assignee_id=assignee,
        role_key="" if assignee else INTAKE_ROLE,
    )  # fmt: skip


def working_owner(row: Inquiry, on: dt.date) -> uuid.UUID | None:
    """Name the owner while they take calls at the site; nobody once they have left, so that the role is asked."""
    return row.owner_id if row.owner_id and _may_own(row.owner_id, row.site_id, on) else None


def note_inquiry(by: Actor, verb: str, row: Inquiry, detail: dict[str, Any]) -> AuditEvent:
    """Record what was done with an inquiry."""
    clients = [row.client_id] if row.client_id else []
    return record(by=by, verb=verb, subject=row, clients=clients, site_id=row.site_id, detail=detail)


def _take(
    by: Actor, site_id: uuid.UUID, at: dt.datetime, channel: str, fields: Mapping[str, Any], taken_by: uuid.UUID | None,
    client: Client | None = None,
) -> Inquiry:  # fmt: skip
    if set(fields) - inquiry_fields.FIELDS:
        raise NotAllowed(say("These details are not asked here."))
    site = Site.objects.get(pk=site_id)
    if not site.is_active:
        raise Invalid(say("This site is closed; choose another."), field="site")
    kept = inquiry_fields.checked({"first_name": "", **fields}, clock.local_date(at, site.time_zone))
    row = Inquiry(
        site=site, channel=channel, received_at=at, taken_by_id=taken_by, owner_id=taken_by, client=client, **kept
    )
    inquiry_fields.refuse_unreachable(row)
    if row.caller_is == CallerIs.SELF and not row.phone:
        row.phone = row.callback_phone
    if row.referral_source and "referral_kind" not in fields:
        row.referral_kind = row.referral_source.kind
    row.next_step_at = intake_rules.answer_by(row.urgency, at)
    row.save(force_insert=True)
    _write_history(by, row, "", at)
    note_inquiry(
        by,
        "clients.inquiry_taken",
        row,
        {"channel": str(channel), "urgency": str(row.urgency), "safety": str(row.safety)},
    )
    open_next(by, row, at)
    _call_somebody(by, row, at)
    return row


def _call_somebody(by: Actor, row: Inquiry, at: dt.datetime) -> None:
    """Ask the colleague on call, or the clinical director, to take over now; take that back once they are safe."""
    if not intake_rules.needs_somebody_now(row.urgency, row.safety):
        if row.safety == SafetyAnswer.SAFE and row.urgency != Urgency.EMERGENCY:
            close_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.CONCERN, at=at)
        return
    called = on_call.now(row.site_id, at)
    open_item(
        by=by, kind=WorkKind.CONCERN, site_id=row.site_id, subject=(SUBJECT, row.pk), client_id=row.client_id,
        summary=say("Somebody who asked for help may not be safe: call them now."), due_at=at,
        dedupe_key=f"inquiry-safety:{row.pk}", assignee_id=called.staff_id if called else None,
        role_key="" if called else CONCERN_FALLBACK_ROLE,
    )  # fmt: skip


def _may_move(by: Actor, row: Inquiry, to: str) -> Sentence | None:
    if to == InquiryStatus.ASSESSED:
        return intake_policies.may_judge_fit(by, row)
    admitting = intake_policies.may_complete_admission(by, row.site_id)
    if to == InquiryStatus.ADMITTED or (to == InquiryStatus.ACCEPTED and admitting is None):
        return admitting
    return intake_policies.may_take_inquiries(by, row.site_id)


def _set_status(row: Inquiry, to: str, at: dt.datetime, reason: str, destination: str, note: str) -> None:
    row.status, row.out_reason, row.destination, row.out_note = to, reason, destination, note if reason else ""
    row.closed_at = at if to in INQUIRY_CLOSED else None
    row.next_step, row.next_step_at = "", None
    save(row, "status", "out_reason", "destination", "out_note", "closed_at", "next_step", "next_step_at")


def _write_history(by: Actor, row: Inquiry, reason: str, at: dt.datetime) -> None:
    """Write a held inquiry's status as the newest line: whoever waited for the row read the clock before whoever had it."""
    newest = InquiryStatusChange.objects.filter(inquiry=row).aggregate(at=Max("at"))["at"]
    InquiryStatusChange.objects.create(
        inquiry=row, status=row.status, at=max(at, newest or at), by_id=by.staff_id or by.id, reason=reason
    )


def _settle_work(by: Actor, row: Inquiry, at: dt.datetime) -> None:
    """Moving was the next step. Once it is closed nothing is asked any more, save about somebody who is not safe."""
    subject = (SUBJECT, row.pk)
    close_for(by=by, subject=subject, kind=WorkKind.INQUIRY_NEXT, at=at)
    if row.status in INQUIRY_CLOSED or row.status == InquiryStatus.ACCEPTED:
        drop_for(by=by, subject=subject, kind=WorkKind.HOLD_EXPIRED, at=at)


def _may_own(staff_id: uuid.UUID, site_id: uuid.UUID, on: dt.date) -> bool:
    working = StaffMember.objects.working(on).at_site(site_id, on, Permission.INTAKE_WORK)
    return working.filter(pk=staff_id).exists()


def _refuse_other(by: Actor, row: Inquiry, known: Client) -> None:
    if known.merged_into_id:
        raise Conflict(say("This chart was joined with another one. Choose that one."), code="merged")
    if known.is_restricted and not Client.objects.visible_to(by).filter(pk=known.pk).exists():
        raise NotAllowed(say("Ask the privacy officer about this chart before you go on."))
    phones = {row.phone, row.callback_phone} - {""}
    by_phone = known.contact_points.filter(kind="phone", value__in=phones).exists() if phones else False
    if known.date_of_birth != row.date_of_birth and not by_phone:
        raise Invalid(
            say("Neither birth date nor phone number agrees with that chart. Ask the caller for their birth date."),
            field="date_of_birth",
        )
    if row.client_id and row.client_id != known.pk and row.episode_id:
        raise Conflict(say("A stay has been opened for another chart already."), code="episode_opened")
