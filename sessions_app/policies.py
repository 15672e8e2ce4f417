"""Who may run, move and correct a treatment day. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from clients.portal import is_own
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from sessions_app.choices import MISSED, AttendanceStatus, SessionStatus

if TYPE_CHECKING:
    from sessions_app.models import Attendance, ProgramSession


def may_view(actor: Actor, session: ProgramSession) -> Sentence | None:
    """A treatment day is opened by those whose role at its site includes it."""
    return _holds(actor, Permission.SESSION_VIEW, session.site_id, say("Your role does not include opening this day."))


def may_run(actor: Actor, session: ProgramSession) -> Sentence | None:
    """A treatment day is run by those whose role at its site includes running sessions."""
    return _holds(
        actor, Permission.SESSION_RUN, session.site_id, say("Your role does not include running sessions here.")
    )


def may_move(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Days are moved, cancelled and staffed by those whose role at the site includes it."""
    return _holds(
        actor, Permission.SESSION_MOVE, site_id, say("Your role does not include moving or staffing sessions here.")
    )


def may_materialise(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Days are made ahead by the clinic's own background work, or by those who may move them."""
    return may_move(actor, site_id)


def may_start(actor: Actor, session: ProgramSession) -> Sentence | None:
    """A planned day is started once, by somebody who may run it."""
    if session.status == SessionStatus.CANCELLED:
        return say("This day is cancelled.")
    if session.status != SessionStatus.PLANNED:
        return say("This day has already been started.")
    return may_run(actor, session)


def may_change_plan(actor: Actor, session: ProgramSession) -> Sentence | None:
    """Only a day that has not started may be moved, cancelled or given another room; its past is never rewritten."""
    if session.status != SessionStatus.PLANNED:
        return say("This day has started or is cancelled; it can no longer be changed.")
    return may_move(actor, session.site_id)


def may_staff(actor: Actor, session: ProgramSession) -> Sentence | None:
    """Facilitators change until a day is closed: by who plans the site, and while it runs by who runs it."""
    if session.status == SessionStatus.RUNNING:
        return None if may_run(actor, session) is None else may_move(actor, session.site_id)
    return may_change_plan(actor, session)


def may_mark(actor: Actor, session: ProgramSession, reason: str = "") -> Sentence | None:
    """Attendance is marked by who runs the day; after closing only as a correction with a reason; never once final.

    The clinical director corrects a final day by a late entry, which keeps the history.
    """
    if session.status == SessionStatus.CANCELLED:
        return say("This day is cancelled; nobody attended it.")
    if session.status == SessionStatus.FINAL:
        return say("Attendance of this day is final. The clinical director can still correct it by a late entry.")
    if session.status == SessionStatus.CLOSED:
        return may_correct(actor, session, reason)
    return may_run(actor, session)


def may_correct(actor: Actor, session: ProgramSession, reason: str) -> Sentence | None:
    """After closing, attendance is corrected by those whose role says so, and with a reason that stays on record."""
    if not actor.can(Permission.ATTENDANCE_CORRECT, session.site_id):
        return say("This day is closed. Ask the clinical director to correct it.")
    return None if reason.strip() else say("This day is closed: say why it is corrected.")


def may_record_contact(actor: Actor, session: ProgramSession) -> Sentence | None:
    """Somebody who was missed is called by who runs the day or by who looks after enrolment."""
    if actor.can(Permission.ENROL, session.site_id):
        return None
    return may_run(actor, session)


def may_offer_make_up(actor: Actor, line: Attendance) -> Sentence | None:
    """A make-up is offered for a miss, by who runs the day or by who looks after enrolment; clients choose their own."""
    if line.status not in MISSED:
        return say("A make-up is offered for a day that was missed.")
    if is_own(actor, line.client_id):
        return None
    return may_record_contact(actor, line.session)


def may_see_absences(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """What is done about missed days is read by those who look after clients: whoever may raise a concern about one."""
    if actor.can(Permission.CONCERN_RAISE, site_id) if site_id else actor.can(Permission.CONCERN_RAISE):
        return None
    return say("Your role does not include following up missed days.")


def may_follow_up(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Missed days are followed up by who runs days at the site or looks after enrolment there."""
    if actor.can(Permission.ENROL, site_id) or actor.can(Permission.SESSION_RUN, site_id):
        return None
    return say("Your role does not include following up missed days.")


def may_settle_limit(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """What was decided about a limit is written down by those who write notes at the site: the team that treats the client."""
    return _holds(
        actor, Permission.NOTE_WRITE, site_id, say("What was decided about a limit is written down by the care team.")
    )


def may_set_absence_policy(actor: Actor, site_id: uuid.UUID | None) -> Sentence | None:
    """The policy about missed days is set by those whose role says so: at the site, or anywhere for all sites."""
    if actor.can(Permission.ABSENCE_SETUP, site_id) if site_id else actor.can(Permission.ABSENCE_SETUP):
        return None
    return say("Your role does not include the policy about missed days.")


def may_change_roster(actor: Actor, session: ProgramSession) -> Sentence | None:
    """Somebody is added to or taken off the roster of a day that is planned or under way."""
    if session.status not in (SessionStatus.PLANNED, SessionStatus.RUNNING):
        return say("The roster of this day can no longer change.")
    return may_record_contact(actor, session)


def may_write_for(actor: Actor, line: Attendance, *, by_client: bool = False) -> Sentence | None:
    """Check-in and wrap-up belong to somebody who is on the roster and not missing, until the day is closed.

    ``by_client`` says that the client writes their own words through a face that has checked who they are.
    """
    if line.status in MISSED or line.status == AttendanceStatus.REMOVED:
        return say("They are not here today.")
    if by_client:
        return None if _is_open(line.session) else say("This day is closed.")
    return may_mark(actor, line.session, "late entry")


def may_see_self_report(actor: Actor, line: Attendance, *, by_client: bool = False) -> Sentence | None:
    """What a client says of use, sleep and stress is for those who treat them: whoever may read clinical notes there.

    ``by_client`` says that the client writes their own words through a face that has checked who they are.
    """
    if by_client or actor.can(Permission.NOTE_VIEW, line.session.site_id):
        return None
    return say("What clients say of use, sleep and stress is for their care team.")


def _is_open(session: ProgramSession) -> bool:
    return session.status in (SessionStatus.PLANNED, SessionStatus.RUNNING)


def _holds(actor: Actor, permission: Permission, site_id: uuid.UUID, refusal: Sentence) -> Sentence | None:
    return None if actor.can(permission, site_id) else refusal
