"""How long a stay lasts against its target, and to whom a review may go."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from clients import policies
from clients.choices import EpisodeStatus, Ground, Information, Purpose
from clients.models import Placement, StayExtension
from clients.recipients import Option, options
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.when import day_words_long
from iop.workflows.review_packets import offered, opened
from scheduling.lengths import target_weeks
from scheduling.rules.lengths import says
from therapy.models import LevelReview


def read_length(chart: Chart) -> dict[str, Any]:
    """Give the stay's levels with their weeks, what was added to the target, and whether more may be added."""
    episode = chart.episode
    length = target_weeks([episode.pk], chart.at).get(episode.pk)
    rows = Placement.objects.filter(episode=episode).select_related("level", "decided_by").order_by("-starts_on")
    extensions = StayExtension.objects.filter(placement__episode=episode).select_related(
        "decided_by", "placement__level", "withdrawn_by"
    )
    may = episode.status == EpisodeStatus.ADMITTED and policies.may_place(chart.actor, episode) is None
    return {
        "length": length,
        "says": says(length) if length else _("They are in no level of care today."),
        "ends_on": day_words_long(length.ends_on) if length and length.ends_on else "",
        "levels": [_level_row(row, chart) for row in rows],
        "extensions": [_extension_row(row, chart, may) for row in extensions.order_by("-decided_on", "-created_at")],
        "may_extend": may and length is not None,
    }


def _level_row(row: Placement, chart: Chart) -> dict[str, Any]:
    last = min(row.ends_on or chart.today, max(chart.today, row.starts_on))
    weeks = max(0, (last - row.starts_on).days) // 7 + 1
    return {
        "level": row.level.name, "from": day_words_long(row.starts_on),
        "until": day_words_long(row.ends_on) if row.ends_on else "", "weeks": weeks, "is_ahead": row.starts_on > chart.today,
        "by": row.decided_by.name, "reason": row.reason,
    }  # fmt: skip


def _extension_row(row: StayExtension, chart: Chart, may: bool) -> dict[str, Any]:
    return {
        "weeks": row.weeks, "level": row.placement.level.short_name, "on": day_words_long(row.decided_on), "by": row.decided_by.name,
        "reason": row.reason, "withdrawn": row.withdrawn_by.name if row.withdrawn_by else "",
        "withdraw_url": reverse("stay_extension_withdraw", args=[row.pk]) if may and row.withdrawn_at is None else "",
    }  # fmt: skip


def signed_review(chart_reader: Any, review_id: uuid.UUID) -> tuple[LevelReview, Chart]:
    """Find a review that is signed, of a client within the reader's reach; 404 for any other."""
    row = (
        LevelReview.objects.filter(pk=review_id, signed_at__isnull=False)
        .select_related("episode__site", "episode__client", "level", "chosen_level", "indicated_level", "signed_by")
        .first()
    )
    if row is None:
        raise Http404
    return row, chart_reader(row.episode.client_id)


def read_packet(chart: Chart, review: LevelReview, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Give to whom the review may go for a purpose, why not to others, and what the ground opens for the one chosen."""
    chosen, purpose = str(asked.get("to", "")), str(asked.get("purpose") or Purpose.PAYMENT)
    if purpose not in Purpose.values:
        purpose = Purpose.PAYMENT
    found = options(
        client=chart.client, ground=Ground.CONSENT, purpose=purpose, information=[Information.ASSESSMENT], at=chart.at
    )
    possible = [option for option in found if option.why is None]
    party = next((option.party for option in possible if str(option.party.pk) == chosen), None)
    kinds = offered(review, chart.actor)
    open_kinds: set[str] = set()
    if chosen == "client":
        open_kinds = set(kinds)
    elif party is not None:
        open_kinds = set(opened(review, chart.actor, party, purpose, chart.at))
    return {
        "review": review,
        "reviewed_on": day_words_long(review.signed_at.date()) if review.signed_at else "",
        "takers": [*((str(each.party.pk), each.party.name) for each in possible), ("client", _("%(name)s themselves") % {"name": chart.name})],
        "not_possible": [_not_possible(option) for option in found if option.why is not None],
        "chosen": chosen if party or chosen == "client" else "",
        "taker": party.name if party else chart.name,
        "to_client": chosen == "client",
        "purpose": purpose,
        "purposes": Purpose.choices,
        "kinds": [{"value": kind.value, "label": kind.label, "is_open": kind in open_kinds} for kind in kinds],
        "any_open": bool(open_kinds),
        "reference": str(asked.get("reference", ""))[:80],
        "consents_url": reverse("client_consents", args=[chart.client.pk]),
    }  # fmt: skip


def _not_possible(option: Option) -> dict[str, Any]:
    return {
        "name": option.party.name,
        "why": option.why.reason if option.why else "",
        "mend": option.why.mend if option.why else "",
    }
