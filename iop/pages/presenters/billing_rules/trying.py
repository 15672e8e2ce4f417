"""What rules come to on a real or made-up day, and what a draft would have done to last month."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from billing import deciding
from billing.choices.rules import DayState
from billing.draft_effect import Changed, Effect
from billing.models import BillingRule, ClientDay
from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.money import money
from iop.pages.presenters.billing_rules.words import TONES, decision_shown
from iop.pages.presenters.schedule.when import day_words

MOST_SHOWN = 50


def real_day(
    actor: Actor, day_id: uuid.UUID, drafts: Sequence[BillingRule], at: dt.datetime
) -> dict[str, Any] | None:  # fmt: skip
    """Decide a client-day as rules are, and with drafts; none for a day that the actor may not see."""
    row = days_seen(actor).filter(pk=day_id).select_related("client").first()
    if row is None:
        return None
    key = (row.client_id, row.on)
    found = deciding.decide([key], at).get(key)
    if found is None:
        return None
    tried = deciding.decide([key], at, drafts).get(key) if drafts else None
    return {
        "title": _("%(name)s, %(day)s") % {"name": row.client.short_name, "day": day_words(row.on)},
        "now": decision_shown(found[1]),
        "tried": decision_shown(tried[1]) if tried else None,
    }


def days_seen(actor: Actor) -> Any:
    """Keep the client-days of clients whom the actor may see."""
    return ClientDay.objects.filter(client__in=Client.objects.visible_to(actor, Permission.BILLING_VIEW).values("pk"))


def effect_shown(effect: Effect, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    """Put what a draft would have done on a page: totals, and the days that differ; the first 50."""
    change = effect.cents_after - effect.cents_before
    return {
        "month": _("%(first)s to %(last)s") % {"first": day_words(effect.first), "last": day_words(effect.last)},
        "days": effect.days,
        "left_out": effect.left_out,
        "before": {"days": effect.billable_before, "cents": money(effect.cents_before)},
        "after": {"days": effect.billable_after, "cents": money(effect.cents_after)},
        "change": {"days": f"{effect.billable_after - effect.billable_before:+d}", "cents": money(change, plus=True)},
        "differ": len(effect.changed),
        "more": max(len(effect.changed) - MOST_SHOWN, 0),
        "rows": [_row(one, names) for one in effect.changed[:MOST_SHOWN]],
    }


def names_of(actor: Actor, effect: Effect) -> dict[uuid.UUID, str]:
    """Name the clients of the days that differ, as far as the actor may see them. One statement."""
    wanted = {one.client_id for one in effect.changed[:MOST_SHOWN]}
    rows = Client.objects.visible_to(actor, Permission.BILLING_VIEW).filter(pk__in=wanted)
    return {row.pk: row.short_name for row in rows}


def _row(one: Changed, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    return {
        "name": names.get(one.client_id, _("A client whose chart is closed to you")),
        "day": day_words(one.on),
        "before": _side(one.state_before, one.cents_before, one.words_before),
        "after": _side(one.state_after, one.cents_after, one.words_after),
    }


def _side(state: str, cents: int, words: object) -> dict[str, Any]:
    return {"state": DayState(state).label, "tone": TONES[state], "cents": money(cents), "words": str(words)}
