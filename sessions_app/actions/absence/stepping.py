"""Doing a step, leaving one out, ending a case by hand, and writing down what was decided about a limit."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients.actions.disclosing import tell
from clients.actions.parties import name_relative
from clients.choices import Information, Purpose
from clients.models import Relationship
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, NotAllowed, require
from iop.core.words import Sentence, say
from iop.work.actions import close_for
from sessions_app import policies
from sessions_app.absence_choices import CaseEnd
from sessions_app.actions.absence.hearing import end_case, finish
from sessions_app.actions.attendance import lock_session
from sessions_app.actions.outreach import record_outreach
from sessions_app.choices import OutreachMethod, OutreachOutcome
from sessions_app.models import AbsenceCase, AbsenceCaseStep, Attendance, LimitReached, Outreach

LIMIT = "sessions_app.limitreached"
SPOKE = frozenset(
    {OutreachOutcome.REACHED_COMING, OutreachOutcome.REACHED_EXCUSED, OutreachOutcome.REACHED_DECLINED, OutreachOutcome.SAFETY_WORRY}
)  # fmt: skip
"""Outcomes after which the other side knows that we called about a client."""


@transaction.atomic
def do_step(
    *,
    by: Actor,
    step: AbsenceCaseStep,
    outcome: str,
    at: dt.datetime,
    note: str = "",
    contact: Relationship | None = None,
    said: str = "",
) -> Outreach:
    """Note what came of a step. A call to an emergency contact passes the gate: nobody is told without a release.

    ``contact`` and ``said`` are who was told what, in a sentence. Raises ``NotDisclosable`` when no release stands.
    """
    case, row = _locked(by, step)
    method = row.step.method
    if method == OutreachMethod.CONTACT and outcome in SPOKE:
        _tell(by, case, contact, said, at)
    return record_outreach(
        by=by, attendance=case.newest_line, method=method, outcome=outcome, at=at, note=note, step_id=row.pk
    )


@transaction.atomic
def leave_out_step(*, by: Actor, step: AbsenceCaseStep, reason: str, at: dt.datetime) -> AbsenceCaseStep:
    """Leave a step out, with the reason that stays with it."""
    case, row = _locked(by, step)
    words = _said(reason, "reason", say("Say why this step is left out."))
    finish(by, case, row, at, left_out=words)
    return row


@transaction.atomic
def settle_case(*, by: Actor, case: AbsenceCase, note: str, at: dt.datetime) -> AbsenceCase:
    """End following somebody up before they are back, with what was agreed."""
    row = _case(by, case)
    end_case(by, row, CaseEnd.SETTLED, at, _said(note, "note", say("Say what was agreed.")))
    return row


@transaction.atomic
def settle_limit(*, by: Actor, reached: LimitReached, note: str, at: dt.datetime) -> LimitReached:
    """Write down what was talked about or decided after a limit was reached; its work is done. It ends no stay."""
    row = LimitReached.objects.select_for_update(of=("self",)).select_related("episode", "limit").get(pk=reached.pk)
    require(policies.may_settle_limit(by, row.episode.site_id))
    if row.settled_at is not None:
        raise Conflict(say("Somebody has already written down what was decided."), code="already_settled")
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can write down what was decided."))
    row.settled_note = _said(note, "note", say("Say what was talked about or decided."), 500)
    row.settled_at, row.settled_by_id = at, by.staff_id
    row.save(update_fields=["settled_at", "settled_by", "settled_note"])
    close_for(by=by, subject=(LIMIT, row.pk), at=at)
    record(
        by=by, verb="sessions.absence_limit_settled", subject=row, site_id=row.episode.site_id,
        clients=[row.episode.client_id], detail={"asked": row.limit.consequence},
    )  # fmt: skip
    return row


def _locked(by: Actor, step: AbsenceCaseStep) -> tuple[AbsenceCase, AbsenceCaseStep]:
    case = _case(by, step.case)
    row = AbsenceCaseStep.objects.select_for_update(of=("self",)).select_related("step").get(pk=step.pk)
    if row.done_at is not None:
        raise Conflict(say("This step is already done."), code="step_done")
    return case, row


def _case(by: Actor, case: AbsenceCase) -> AbsenceCase:
    # The day is locked first, as everywhere where attendance changes, so that two writers queue in order.
    lock_session(Attendance.objects.values_list("session_id", flat=True).get(pk=case.newest_line_id))
    row = AbsenceCase.objects.select_for_update(of=("self",)).select_related(
        "episode__client", "newest_line__session"
    ).get(pk=case.pk)  # fmt: skip
    require(policies.may_follow_up(by, row.episode.site_id))
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can follow up a missed day."))
    if row.closed_at is not None:
        raise Conflict(say("Following up this missed day has ended."), code="case_closed")
    return row


def _tell(by: Actor, case: AbsenceCase, contact: Relationship | None, said: str, at: dt.datetime) -> None:
    if contact is None or contact.client_id != case.episode.client_id:
        raise Invalid(say("Choose who was called."), field="contact")
    party = name_relative(by=by, client=case.episode.client, person=contact.person, at=at)
    tell(
        by=by, client=case.episode.client, party=party, purpose=Purpose.FAMILY_SUPPORT,
        information=[Information.PRESENCE, Information.ATTENDANCE], said=said, at=at,
    )  # fmt: skip


def _said(typed: str, field: str, reason: Sentence, most: int = 300) -> str:
    words = plain_line(typed)
    if not words:
        raise Invalid(reason, field=field)
    if len(words) > most:
        raise Invalid(say("Say it more shortly."), field=field)
    return words
