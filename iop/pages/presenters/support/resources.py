"""The list of community resources, and one of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words_long
from therapy.choices.support import Need
from therapy.models.support import CommunityResource

MOST_SHOWN = 200
STALE_AFTER = dt.timedelta(days=180)
"""After half a year somebody should make sure that phone and hours are still right."""


def read_resources(actor: Actor, need: str, text: str, *, gone: bool, today: dt.date) -> list[dict[str, Any]]:
    """List places by need and words; one statement."""
    rows = CommunityResource.objects.of(actor).filter(is_active=not gone).select_related("site")
    if need:
        rows = rows.offering(need)
    return [resource_row(row, today) for row in rows.named(text).order_by("name", "pk")[:MOST_SHOWN]]


def resource_row(row: CommunityResource, today: dt.date) -> dict[str, Any]:
    """Give one place as it is shown."""
    return {
        "id": str(row.pk),
        "url": to("resource")(row.pk),
        "name": row.name,
        "needs": [str(Need(each).label) for each in row.needs],
        "site": row.site.name if row.site else _("All sites"),
        "phone": row.phone,
        "facts": [
            {"label": label, "value": value}
            for label, value in (
                (_("For whom"), row.eligibility), (_("Cost"), row.cost), (_("Phone"), row.phone), (_("E-mail"), row.email),
                (_("Web address"), row.website), (_("Address"), row.address), (_("Hours"), row.hours),
                (_("Languages"), row.languages), (_("How to refer"), row.how_to_refer),
            )
            if value
        ],
        "description": row.description,
        "hours": row.hours,
        "languages": row.languages,
        "takes_medication": row.takes_medication,
        "staff_note": row.staff_note,
        "checked": day_words_long(row.checked_on) if row.checked_on else "",
        "is_stale": row.checked_on is None or row.checked_on < today - STALE_AFTER,
        "is_active": row.is_active,
        "version": row.version,
    }  # fmt: skip
