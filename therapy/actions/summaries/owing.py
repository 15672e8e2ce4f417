"""Which summaries are owed, and who answers one that waits."""

from __future__ import annotations

import datetime as dt

from clients.models import Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic import settings
from iop.clinic.actors import actor_of
from iop.core import clock
from iop.core.words import say
from iop.work.actions import NewItem, open_item, open_items
from iop.work.choices import WorkKind
from therapy.actions.owners import DIRECTORS, owners_of
from therapy.choices.own_plans import SUMMARY_OF
from therapy.models import DischargeSummary

DAYS_TO_ANSWER = 2
"""How long the author of a returned summary has for the addendum."""


def owe_summary(*, by: Actor, episode: Episode, on: dt.date) -> int:
    """Put the summary of a stay that ends ``on`` on its counselor's list, due in the clinic's days; 0 when it is signed.

    Called while the care team still holds. Source: documentation.md §7 (15 days by default, 30 at most).
    """
    if DischargeSummary.objects.signed().filter(episode=episode).exists():
        return 0
    owner = owners_of([episode.pk], on).get(episode.pk)
    _, due_at = clock.day_bounds(due_on(episode, on), episode.site.time_zone)
    item = NewItem(
        kind=WorkKind.DISCHARGE_SUMMARY, site_id=episode.site_id, subject=(SUMMARY_OF, episode.pk),
        summary=say("Write and sign the discharge summary."), due_at=due_at, dedupe_key=f"discharge_summary:{episode.pk}",
        assignee_id=owner, role_key="" if owner else DIRECTORS, client_id=episode.client_id,
    )  # fmt: skip
    return open_items(by=by, items=[item])


def due_on(episode: Episode, discharged_on: dt.date) -> dt.date:
    """Say by which day the summary is signed."""
    days = settings.value("discharge.summary_days", on=discharged_on, site_id=episode.site_id)
    return discharged_on + dt.timedelta(days=days)


def owe_cosignature(*, by: Actor, summary: DischargeSummary, at: dt.datetime) -> None:
    """Put a waiting summary on the supervisor's list; without one, on that of the clinical directors of the site."""
    site = summary.episode.site
    days = settings.value("notes.cosign_days", on=clock.local_date(at, site.time_zone), site_id=site.pk)
    supervisor_id = summary.signed_by.supervisor_id if summary.signed_by else None
    if supervisor_id and not actor_of(supervisor_id, at).can(Permission.NOTE_COSIGN, site.pk):
        supervisor_id = None
    open_item(
        by=by, kind=WorkKind.COSIGN_NOTE, site_id=site.pk, subject=(SUMMARY_OF, summary.episode_id),
        summary=say("Read a colleague's discharge summary and co-sign it, or return it"),
        due_at=at + dt.timedelta(days=days), dedupe_key=f"cosign_summary:{summary.pk}", assignee_id=supervisor_id,
        role_key="" if supervisor_id else DIRECTORS, client_id=summary.episode.client_id,
    )  # fmt: skip


def owe_answer(*, by: Actor, summary: DischargeSummary, at: dt.datetime) -> None:
    """Put a returned summary back on its author's list: the answer is an addendum."""
    open_item(
        by=by, kind=WorkKind.DISCHARGE_SUMMARY, site_id=summary.episode.site_id, subject=(SUMMARY_OF, summary.episode_id),
        summary=say("A supervisor returned your discharge summary: answer with an addendum"),
        due_at=at + dt.timedelta(days=DAYS_TO_ANSWER), dedupe_key=f"discharge_summary:{summary.episode_id}",
        assignee_id=summary.signed_by_id, client_id=summary.episode.client_id,
    )  # fmt: skip
