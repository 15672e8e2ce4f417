"""Who asks for which review. Not theirs looks like not there (404); theirs but not allowed is refused (403)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.errors import NotAllowed
from iop.core.words import say
from iop.pages.presenters.clients.head import Chart, read_chart
from therapy.models import LevelReview

NOT_READ = say("Your role does not include reading reviews of the level of care.")


def reviews_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who reads clinical notes there."""
    chart = read_chart(actor, client_id, at)
    if not chart.can(Permission.NOTE_VIEW):
        raise NotAllowed(NOT_READ)
    return chart


def review_of(actor: Actor, review_id: uuid.UUID, at: dt.datetime) -> tuple[LevelReview, Chart]:
    """Give a review with its client's chart."""
    row = (
        LevelReview.objects.select_related(
            "episode__site", "episode__client", "level", "indicated_level", "chosen_level", "author", "handed_to", "signed_by",
            "saved_by", "previous",
        )
        .filter(pk=review_id)
        .first()
    )  # fmt: skip
    if row is None:
        raise Http404
    return row, reviews_chart(actor, row.episode.client.merged_into_id or row.episode.client_id, at)
