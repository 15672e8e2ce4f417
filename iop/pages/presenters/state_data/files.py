"""Files for the state: what one would hold, and those that were made."""

from __future__ import annotations

import datetime as dt
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
from iop.pages.presenters.state_data.code_lists import lists_address
from iop.pages.presenters.state_data.lists import RESTRICTED, address
from iop.reports.state_data import codes
from iop.reports.state_data.actions import preview
from iop.reports.state_data.actions.handing_in import Preview
from iop.reports.state_data.checking import errors
from iop.reports.state_data.choices import RecordKind
from iop.reports.state_data.models import StateExtract, StateSite
from iop.reports.state_data.own_codes import LISTS

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
        "lines": len(found.inside) + counts["taken_back"],
        "by_kind": [(label, counts.get(key, 0)) for key, label in RecordKind.choices if key in found.layout.kinds],
        "changed": counts["changed"], "unchanged": counts["unchanged"], "left_out": counts["left_out"],
        "layout": found.layout.name, "family": found.family.name, "unconfirmed": [LISTS.get(each, each) for each in found.family.unconfirmed],
        "source": found.family.source, "codes_url": lists_address(found.site, found.family.key),
        "taken_back": counts["taken_back"], "by_hand": _by_hand(actor, found), "is_empty": found.is_empty,
        "more": max(0, len(found.faulty) - SHOWN),
        "faulty": [
            {
                "kind": RecordKind(item.event.kind).label, "on": date_format(item.event.on, "SHORT_DATE_FORMAT"),
                "client": item.event.episode.client.name if item.event.episode.client_id in seen else RESTRICTED,
                "url": address(item.event) if item.event.episode.client_id in seen else "", "errors": errors(item.findings),
            }
            for item in found.faulty[:SHOWN]
        ],
    }  # fmt: skip


def _by_hand(actor: Actor, found: Preview) -> list[dict[str, Any]]:
    """Name what the state holds and should not, where the layout has no way to say so."""
    seen = openable(actor, {line.record.episode.client_id for line in found.by_hand})
    return [
        {
            "kind": RecordKind(line.told["kind"]).label,
            "on": date_format(dt.date.fromisoformat(line.told["on"]), "SHORT_DATE_FORMAT"),
            "client": line.record.episode.client.name if line.record.episode.client_id in seen else RESTRICTED,
        }
        for line in found.by_hand
    ]  # fmt: skip


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
    on = clock.local_date(row.made_at, zone)
    name = next((each.name for each in codes.layouts(on) if each.key == row.layout), row.layout)
    return {
        "when": date_format(on, "SHORT_DATE_FORMAT"), "site": row.site.name,
        "days": f"{date_format(row.starts_on, 'M j')} – {date_format(row.ends_on, 'M j, Y')}", "layout": name,
        "party": row.party.name, "by": row.made_by.name if row.made_by else _("The system"),
        "lines": sum(counts.get(key, 0) for key in (*RecordKind.values, "taken_back")), "taken_back": counts.get("taken_back", 0),
        "by_kind": [(label, counts.get(key, 0)) for key, label in RecordKind.choices if counts.get(key)],
        "left_out": counts.get("left_out", 0), "changed": counts.get("changed", 0), "unchanged": counts.get("unchanged", 0),
    }  # fmt: skip


def read_page(actor: Actor, site: Site | None, found: Preview | None) -> dict[str, Any]:
    """Show the page of files: how the site stands with its state, what a file would hold, and what was made."""
    return {
        "state": state_of(site) if site else None, "chosen": site, "files": made(actor, site),
        "found": read_preview(actor, found) if found else None, "site_url": f"{reverse('state_data_site')}?site={site.pk if site else ''}",
        "codes_url": f"{reverse('state_data_codes')}?site={site.pk if site else ''}",
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
