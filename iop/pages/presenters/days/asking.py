"""Who asks for which treatment day. Not theirs looks like not there (404); theirs but not allowed is refused (403)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from sessions_app.caseload import may_know
from sessions_app.models import Attendance, ProgramSession, SessionComponent, ShortTermGoal
from sessions_app.policies import may_run, may_view
from therapy.models import GroupNote, GroupNoteLine

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class StaffRequest(HttpRequest):
    """A request by a signed-in colleague, as the middleware leaves it."""

    actor: Actor
    htmx: HtmxDetails


class CheckInWords(TypedDict):
    """How somebody arrives, as it was typed."""

    mood: int | None
    cravings: int | None
    triggers: str
    successes: str
    setbacks: str
    chose_not_to_share: bool


def session_of(actor: Actor, session_id: uuid.UUID) -> ProgramSession:
    """Give a treatment day at a site of the actor's. Raises ``Http404``, and ``NotAllowed`` for a role without days."""
    found = get_object_or_404(
        _at_my_sites(actor).select_related("site", "track", "started_by", "closed_by"), pk=session_id
    )
    require(may_view(actor, found))
    return found


def attendance_of(actor: Actor, session_id: uuid.UUID, attendance_id: uuid.UUID) -> Attendance:
    """Give one roster line of a treatment day at a site of the actor's."""
    found = get_object_or_404(
        Attendance.objects.filter(session__site__in=actor.site_ids).select_related(
            "session__site", "session__track", "client", "episode", "check_in", "wrap_up"
        ),
        pk=attendance_id,
        session_id=session_id,
    )
    require(may_view(actor, found.session))
    return found


def person_of(actor: Actor, session_id: uuid.UUID, attendance_id: uuid.UUID) -> Attendance:
    """Give one roster line with what is known about the person. Somebody restricted is there for few (``sessions_app.caseload``)."""
    found = attendance_of(actor, session_id, attendance_id)
    if not may_know(actor, found, clock.now()):
        raise Http404
    return found


def component_of(actor: Actor, session_id: uuid.UUID, component_id: uuid.UUID) -> SessionComponent:
    """Give one part of a treatment day at a site of the actor's."""
    found = get_object_or_404(
        SessionComponent.objects.filter(session__site__in=actor.site_ids).select_related(
            "session__site", "session__track", "kind", "topic", "exercise", "room"
        ),
        pk=component_id,
        session_id=session_id,
    )
    require(may_view(actor, found.session))
    return found


def goal_of(actor: Actor, attendance: Attendance, goal_id: uuid.UUID) -> ShortTermGoal:
    """Give a goal of the client on a roster line."""
    return get_object_or_404(ShortTermGoal, pk=goal_id, client_id=attendance.client_id)


def note_of(actor: Actor, note_id: uuid.UUID) -> GroupNote:
    """Give a note that the actor may read; a draft only its author, all others only with the right to read notes."""
    found = get_object_or_404(
        GroupNote.objects.filter(session__site__in=actor.site_ids).select_related(
            "session__site", "session__track", "author", "component"
        ),
        pk=note_id,
    )
    if found.signed_at is None and found.author_id != actor.staff_id:
        raise Http404
    to_read(actor, found.session)
    return found


def line_of(note: GroupNote, line_id: uuid.UUID) -> GroupNoteLine:
    """Give one client's line of a note."""
    return get_object_or_404(
        note.lines.select_related("client", "note__session__site", "error").filter(error__isnull=True), pk=line_id
    )


def version_of(request: HttpRequest) -> int:
    """Read the version that a form was made from."""
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        raise Invalid(say("The form is incomplete; load the page again.")) from None


def to_run(actor: Actor, session: ProgramSession) -> None:
    """Refuse whoever does not run days at the site, before anything they sent is looked at."""
    require(may_run(actor, session))


def to_correct(actor: Actor, session: ProgramSession) -> None:
    """Refuse whoever does not correct attendance at the site."""
    require(None if actor.can(Permission.ATTENDANCE_CORRECT, session.site_id) else WHY_NO_CORRECTING)


def to_write(actor: Actor, session: ProgramSession) -> None:
    """Refuse whoever does not write notes at the site."""
    require(None if actor.can(Permission.NOTE_WRITE, session.site_id) else WHY_NO_WRITING)


def to_read(actor: Actor, session: ProgramSession) -> None:
    """Refuse whoever does not read notes at the site."""
    require(None if actor.can(Permission.NOTE_VIEW, session.site_id) else WHY_NO_NOTES)


def may_read_care(actor: Actor, site_id: uuid.UUID) -> bool:
    """Say whether somebody sees more of a client's day than that they came: check-in, wrap-up, what matters."""
    return actor.can(Permission.NOTE_VIEW, site_id) or actor.can(Permission.SESSION_RUN, site_id)


def to_care(actor: Actor, session: ProgramSession) -> None:
    """Refuse whoever may know that a client came, and no more (42 CFR 2.12(c)(3), need to know)."""
    require(None if may_read_care(actor, session.site_id) else WHY_NO_CARE)


def chart_url(client_id: uuid.UUID) -> str:
    """Give the address of a client's chart, or nothing in an installation without charts."""
    try:
        return reverse("client", args=[client_id])
    except NoReverseMatch:
        return ""


def chart_opens(actor: Actor, client: Client) -> bool:
    """Say whether a chart would open; a statement only for restricted people."""
    return not client.is_restricted or Client.objects.visible_to(actor).filter(pk=client.pk).exists()


def _at_my_sites(actor: Actor) -> QuerySet[ProgramSession]:
    return ProgramSession.objects.filter(site__in=actor.site_ids)


WHY_NO_NOTES = say("Your role does not include reading clinical notes.")
WHY_NO_WRITING = say("Your role does not include writing clinical notes.")
WHY_NO_CARE = say("Your role includes who came and when, and no more of a client's day.")
WHY_NO_CORRECTING = say("Only a clinical supervisor corrects attendance after closing.")


def check_in_of(typed: Mapping[str, str]) -> CheckInWords:
    """Read what a form says of how somebody arrives. Raises ``Invalid`` for a scale that is no number."""
    return {
        "mood": _scale(typed.get("mood")),
        "cravings": _scale(typed.get("cravings")),
        "triggers": typed.get("triggers", ""),
        "successes": typed.get("successes", ""),
        "setbacks": typed.get("setbacks", ""),
        "chose_not_to_share": bool(typed.get("chose_not_to_share")),
    }


def _scale(typed: str | None) -> int | None:
    if not typed:
        return None
    if not typed.isdecimal():
        raise Invalid(say("Choose a number from 0 to 10."))
    return int(typed)
