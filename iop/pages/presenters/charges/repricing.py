"""What a change of rules or prices with a past date would alter, as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from billing.actions.repricing import MOST_DAYS, Repriced
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.money import money
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.addresses import to


def read_changes(found: Sequence[Repriced], actor: Actor) -> dict[str, Any]:
    """Give the days that would be charged differently, with before and after."""
    return {
        "rows": [
            {
                "id": one.day.pk, "url": to("billing_day")(one.day.pk), "client": one.day.client.name,
                "on": date_words(one.day.on), "before": money(one.before), "after": money(one.after),
                "change": money(one.after - one.before), "is_on_claim": one.is_on_claim,
            }
            for one in found
        ],
        "change": money(sum(one.after - one.before for one in found)), "most": MOST_DAYS,
        "may": actor.can(Permission.BILLING_WORK),
    }  # fmt: skip
