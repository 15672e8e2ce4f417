"""Asking for a safety plan: work for the client's own counselor, closed by keeping a version."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import Sentence, say, sentence
from iop.work.actions import open_item
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from therapy.actions.owners import DIRECTORS, owners_of
from therapy.choices.own_plans import SAFETY_PLAN_OF


@transaction.atomic
def ask_for(*, by: Actor, client: Client, site_id: uuid.UUID, reason: Sentence, at: dt.datetime) -> WorkItem:
    """Ask that a safety plan is made or gone through again; ``reason`` is a short sentence that names no client.

    One open item a client is enough: while one waits, that one is given back. It is due within the clinic's days (setting
    ``safety_plan.due_days``; 0 is the same day) and belongs to the primary counselor, else to the clinical directors.
    Source: documentation.md §7 (a moderate or high C-SSRS asks for one).
    """
    today = clock.local_date(at, Site.objects.values_list("time_zone", flat=True).get(pk=site_id))
    days = settings.value("safety_plan.due_days", on=today, site_id=site_id)
    episode_id = Episode.objects.filter(client=client).admitted().values_list("pk", flat=True).first()
    owner = owners_of([episode_id], today).get(episode_id) if episode_id else None
    return open_item(
        by=by, kind=WorkKind.SAFETY_PLAN, site_id=site_id, subject=(SAFETY_PLAN_OF, client.pk),
        summary=sentence(say("Make or go through the safety plan together. {reason}"), reason=reason),
        due_at=at + dt.timedelta(days=days) if days else at + dt.timedelta(hours=4), dedupe_key=f"safety_plan:{client.pk}",
        assignee_id=owner, role_key="" if owner else DIRECTORS, client_id=client.pk,
    )  # fmt: skip
