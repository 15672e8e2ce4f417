"""Who could join a day beside those enrolled, and who may be taken off its roster."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.days import roster
from iop.pages.presenters.days.client import as_uuid
from sessions_app.choices import AttendanceStatus
from sessions_app.models import ProgramSession
from sessions_app.policies import may_change_roster


def page(session: ProgramSession, actor: Actor) -> dict[str, Any]:
    """List who is in treatment at the site and not on this day, and whose line may still be taken off; two statements."""
    rows = roster.rows(session)
    on_it = [row["client_id"] for row in rows]
    episodes = (
        Episode.objects.visible_to(actor, Permission.SESSION_VIEW)
        .admitted()
        .filter(site=session.site_id)
        .exclude(client__in=on_it)
        .select_related("client")
    )
    names = sorted((episode.client.name, str(episode.client_id)) for episode in episodes)
    return {
        "others": [{"id": client_id, "name": name} for name, client_id in names],
        "on_it": [row for row in roster.shown(session, actor, rows) if row["status"] == AttendanceStatus.EXPECTED],
        "why_not": may_change_roster(actor, session),
    }


def client_of(actor: Actor, typed: str) -> Client:
    """Give the client chosen on the form, of a site of the actor's."""
    return get_object_or_404(Client.objects.visible_to(actor), pk=as_uuid(typed))
