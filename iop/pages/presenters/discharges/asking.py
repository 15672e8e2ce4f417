"""Who asks for which stay, check-in or wish. Not theirs looks like not there (404); theirs but not allowed is refused (403)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404

from clients.models import Episode
from clients.policies import may_ask_more_support, may_keep_discharge
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.errors import NotAllowed, require
from iop.core.words import say
from iop.pages.presenters.clients.head import Chart, read_chart
from therapy.models import FollowUp, MoreSupportAsk
from therapy.policies.follow_ups import may_follow_up


def after_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who looks after people, in treatment or after it."""
    chart = read_chart(actor, client_id, at)
    if not chart.can(Permission.CONCERN_RAISE) and not chart.can(Permission.SUPPORT_KEEP):
        raise NotAllowed(say("Your role does not include what comes after treatment."))
    return chart


def stay_of(actor: Actor, episode_id: uuid.UUID, at: dt.datetime) -> tuple[Episode, Chart]:
    """Give a stay with its client's chart, for somebody who keeps what comes after it."""
    row = Episode.objects.select_related("site", "client").filter(pk=episode_id).first()
    if row is None:
        raise Http404
    chart = after_chart(actor, row.client_id, at)
    require(may_keep_discharge(actor, row.site_id))
    return row, chart


def follow_up_of(actor: Actor, follow_up_id: uuid.UUID, at: dt.datetime) -> tuple[FollowUp, Chart]:
    """Give a check-in after treatment with its client's chart."""
    rows = FollowUp.objects.select_related("episode__site", "episode__client", "settled_by")
    row = rows.filter(pk=follow_up_id).first()
    if row is None:
        raise Http404
    chart = read_chart(actor, row.episode.client_id, at)
    require(may_follow_up(actor, row.episode.site_id))
    return row, chart


def ask_of(actor: Actor, ask_id: uuid.UUID, at: dt.datetime) -> tuple[MoreSupportAsk, Chart]:
    """Give a wish for more support with its client's chart."""
    rows = MoreSupportAsk.objects.select_related("episode__site", "taken_by", "answered_by")
    row = rows.filter(pk=ask_id).first()
    if row is None:
        raise Http404
    chart = read_chart(actor, row.episode.client_id, at)
    require(may_ask_more_support(actor, row.episode.site_id))
    return row, chart
