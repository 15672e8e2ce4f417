"""Files for the state: what one would hold, and those that were made."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clients.choices import PartyKind
from clients.models import RecipientParty
from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core import clock
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.state_data.asking import openable
from iop.pages.presenters.state_data.lists import RESTRICTED, address
from iop.reports.state_data import codes
from iop.reports.state_data.actions import preview
from iop.reports.state_data.actions.handing_in import Preview
from iop.reports.state_data.checking import errors
from iop.reports.state_data.choices import RecordKind
from iop.reports.state_data.models import StateExtract, StateSite

LATEST = 30
SHOWN = 20


def parties() -> list[RecipientParty]:
    """Name the authorities that are kept."""
    return list(RecipientParty.objects.filter(kind=PartyKind.AUTHORITY, is_active=True).order_by("name"))


def state_of(site: Site) -> StateSite | None:
    """Say how a site stands with its state."""
    return StateSite.objects.select_related("party").filter(site=site).first()


def site_of(actor: Actor, sites: Mapping[str, Site], chosen: str) -> Site | None:
    """Give the site that was chosen, else the first."""
    return sites.get(chosen) or next(iter(sites.values()), None)


def read_preview(actor: Actor, found: Preview) -> dict[str, Any]:
    """Say what a file would hold, and what stays out with a link to where it is mended."""
    seen = openable(actor, {item.event.episode.client_id for item in found.faulty[:SHOWN]})
    counts = found.counts
    return {
        "lines": len(found.inside), "by_kind": [(label, counts.get(key, 0)) for key, label in RecordKind.choices if key in found.layout.kinds],
        "changed": counts["changed"], "unchanged": counts["unchanged"], "left_out": counts["left_out"],
        "layout": found.layout.name, "family": found.family.name, "unconfirmed": found.family.unconfirmed,
        "source": found.family.source, "more": max(0, len(found.faulty) - SHOWN),
        "faulty": [
            {
                "kind": RecordKind(item.event.kind).label, "on": date_format(item.event.on, "SHORT_DATE_FORMAT"),
                "client": item.event.episode.client.name if item.event.episode.client_id in seen else RESTRICTED,
                "url": address(item.event) if item.event.episode.client_id in seen else "", "errors": errors(item.findings),
            }
            for item in found.faulty[:SHOWN]
        ],
    }  # fmt: skip


def made(actor: Actor, site: Site | None) -> list[dict[str, Any]]:
    """List the files that were made, the newest first."""
    rows = StateExtract.objects.visible_to(actor).select_related("site", "party", "made_by")
    rows = rows.filter(site=site) if site else rows
    url = to("state_data_file")
    return [_extract(row) | {"url": url(row.pk)} for row in rows[:LATEST]]


def extract_of(actor: Actor, extract_id: uuid.UUID) -> StateExtract:
    """Find a file within the colleague's reach."""
    rows = StateExtract.objects.visible_to(actor).select_related("site", "party", "made_by", "file")
    return get_object_or_404(rows, pk=extract_id)


def read_extract(row: StateExtract) -> dict[str, Any]:
    """Show one file that was made."""
    shown = _extract(row)
    # A page's own template is called "layout" too.
    shown["layout_name"] = shown.pop("layout")
    return shown | {"extract": row, "authority": row.authority, "digest": row.digest, "size": row.file.size_bytes}


def _extract(row: StateExtract) -> dict[str, Any]:
    zone = str(row.site.time_zone)
    counts = row.counts
    name = next((each.name for each in codes.layouts(row.made_at.date()) if each.key == row.layout), row.layout)
    return {
        "when": date_format(clock.local_date(row.made_at, zone), "SHORT_DATE_FORMAT"), "site": row.site.name,
        "days": f"{date_format(row.starts_on, 'M j')} – {date_format(row.ends_on, 'M j, Y')}", "layout": name,
        "party": row.party.name, "by": row.made_by.name if row.made_by else _("The system"),
        "lines": sum(counts.get(key, 0) for key in RecordKind.values),
        "by_kind": [(label, counts.get(key, 0)) for key, label in RecordKind.choices if counts.get(key)],
        "left_out": counts.get("left_out", 0), "changed": counts.get("changed", 0), "unchanged": counts.get("unchanged", 0),
    }  # fmt: skip


def read_page(actor: Actor, site: Site | None, found: Preview | None) -> dict[str, Any]:
    """Show the page of files: how the site stands with its state, what a file would hold, and what was made."""
    return {
        "state": state_of(site) if site else None, "chosen": site, "files": made(actor, site),
        "found": read_preview(actor, found) if found else None, "site_url": f"{reverse('state_data_site')}?site={site.pk if site else ''}",
    }  # fmt: skip


__all__ = [
    "extract_of",
    "made",
    "parties",
    "preview",
    "read_extract",
    "read_page",
    "read_preview",
    "site_of",
    "state_of",
]
