"""Who is asked to answer a client's message, and how the client learns that there is something to read."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.choices import EpisodeStatus
from clients.models import CareTeamMembership, Episode, Thread, ThreadRead
from clients.portal_news import tell_of_something_new
from clients.thread_choices import AFTER_TREATMENT_ROLE, CARE_ROLE, FALLBACK_ROLE, SITE_ROLE, THREAD, ThreadAbout
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import SiteRole, StaffMember
from iop.core import clock
from iop.core.words import say
from iop.work.actions import drop_for, open_item
from iop.work.choices import WorkKind


def ask_team(*, by: Actor, thread: Thread, at: dt.datetime, on: dt.date | None = None) -> None:
    """Put an answer on somebody's list: of who has taken the thread, else of the care team, else of a role at the site.

    While one is owed already it stays as it is, with the earlier deadline. Does nothing when nothing waits. ``on`` is the
    day whose care team is meant, when it is not that of ``at``.
    """
    if thread.answer_by is None:
        return
    on = on or clock.local_date(at, thread.site.time_zone)
    owner = thread.assigned_to_id or _of_care_team(thread, on)
    open_item(
        by=by, kind=WorkKind.THREAD_WAITS, site_id=thread.site_id, subject=(THREAD, thread.pk), client_id=thread.client_id,
        summary=say("A client wrote: answer them."), due_at=thread.answer_by, dedupe_key=f"thread:{thread.pk}",
        assignee_id=owner, role_key="" if owner else _role(thread, on),
    )  # fmt: skip


def ask_anew(*, by: Actor, thread: Thread, at: dt.datetime, on: dt.date | None = None) -> None:
    """Move what is owed to whoever has the thread now; ``on`` as in ``ask_team``."""
    if thread.waits_since is None:
        return
    drop_for(by=by, subject=(THREAD, thread.pk), kind=WorkKind.THREAD_WAITS, at=at)
    ask_team(by=by, thread=thread, at=at, on=on)


def tell_client(*, by: Actor, thread: Thread, at: dt.datetime) -> None:
    """Tell a client that there is something new, without a word of it, where they agreed to be told.

    Once a day for each thread, and again after they have read it: five answers in an hour are no five messages.
    """
    read = ThreadRead.objects.filter(thread=thread, staff__isnull=True).values_list("at", flat=True).first()
    key = f"{clock.local_date(at, thread.site.time_zone)}:{read.isoformat() if read else ''}"
    tell_of_something_new(
        by=by, client_id=thread.client_id, about=(THREAD, thread.pk), site_id=thread.site_id, key=key, at=at
    )


def home_of(client_id: uuid.UUID) -> Episode | None:
    """Give the stay under way, else the newest: its site answers."""
    stays = Episode.objects.filter(client=client_id).select_related("site").order_by("-opened_on", "-created_at")
    rows = list(stays)
    return next((row for row in rows if row.status == EpisodeStatus.ADMITTED), rows[0] if rows else None)


def _of_care_team(thread: Thread, on: dt.date) -> uuid.UUID | None:
    answers = StaffMember.objects.working(on).at_site(thread.site_id, on, Permission.THREAD_ANSWER)
    team = CareTeamMembership.objects.on(on).filter(
        episode__client=thread.client_id, episode__site=thread.site_id, episode__status=EpisodeStatus.ADMITTED,
        role=CARE_ROLE[ThreadAbout(thread.about)], staff__in=answers,
    )  # fmt: skip
    return team.order_by("starts_on").values_list("staff", flat=True).first()


def _role(thread: Thread, on: dt.date) -> str:
    treated = Episode.objects.filter(client=thread.client_id, status=EpisodeStatus.ADMITTED).exists()
    wanted = SITE_ROLE[ThreadAbout(thread.about)] if treated else AFTER_TREATMENT_ROLE
    held = SiteRole.objects.on(on).filter(
        site=thread.site_id, role__key=wanted, role__permissions__contains=[Permission.THREAD_ANSWER]
    )
    return wanted if held.exists() else FALLBACK_ROLE
