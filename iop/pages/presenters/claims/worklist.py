"""The worklist of claims: by status, what is to be mended first."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from billing.actions.claims import Preview
from billing.choices.claims import ClaimStatus as S
from billing.models import Claim, Payer
from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core.money import money
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.calendar_ask import as_uuid

PAGE = 50
TONES = {
    S.DRAFT: "late", S.READY: "wait", S.BATCHED: "wait", S.SUBMITTED: "wait", S.REJECTED: "bad", S.ACCEPTED: "wait",
    S.PAID: "good", S.PARTIAL: "warn", S.DENIED: "bad", S.APPEALED: "wait", S.REPLACED: "quiet", S.VOIDED: "quiet",
    S.CLOSED: "quiet",
}  # fmt: skip
SHELVES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "mend": (_("To mend"), (S.DRAFT, S.REJECTED)), "ready": (_("Ready"), (S.READY,)),
    "out": (_("On their way"), (S.BATCHED, S.SUBMITTED, S.ACCEPTED)),
    "answered": (_("Answered"), (S.PAID, S.PARTIAL, S.DENIED, S.APPEALED)),
    "over": (_("Over"), (S.REPLACED, S.VOIDED, S.CLOSED)),
}  # fmt: skip


def read_list(actor: Actor, site_id: uuid.UUID | None, *, show: str, payer: str, page: int) -> dict[str, Any]:
    """List claims of one shelf, with the shelves' counts. Four statements, whatever the number of rows."""
    everything = _scope(actor, site_id, payer)
    counts = dict(everything.order_by().values_list("status").annotate(n=Count("pk")))
    show = show if show in SHELVES else "mend"
    rows = everything.filter(status__in=SHELVES[show][1]).select_related("client", "payer")
    found = list(rows.order_by("file_by", "-made_at", "pk")[(page - 1) * PAGE : page * PAGE + 1])
    url = to("claim")
    again = f"{reverse('claims')}?show={show}" + (f"&payer={payer}" if payer else "")
    return {
        "rows": [_row(row) | {"url": url(row.pk)} for row in found[:PAGE]], "show": show, "payer": payer,
        "payers": list(Payer.objects.order_by("name").values_list("pk", "name")),
        "shelves": [
            {
                "label": label, "current": key == show, "count": sum(counts.get(each, 0) for each in statuses),
                "url": f"{reverse('claims')}?show={key}" + (f"&payer={payer}" if payer else ""),
            }
            for key, (label, statuses) in SHELVES.items()
        ],
        "earlier": f"{again}&page={page - 1}" if page > 1 else "", "later": f"{again}&page={page + 1}" if len(found) > PAGE else "",
    }  # fmt: skip


def _scope(actor: Actor, site_id: uuid.UUID | None, payer: str) -> QuerySet[Claim]:
    rows: QuerySet[Claim] = Claim.objects.visible_to(actor)
    rows = rows.filter(site=site_id) if site_id else rows
    chosen = as_uuid(payer)
    return rows.filter(payer=chosen) if chosen else rows


def _row(row: Claim) -> dict[str, Any]:
    return {
        "number": row.control_number, "client": row.client.name, "payer": row.payer.name, "days": days(row.starts_on, row.ends_on),
        "cents": money(row.cents), "status": row.get_status_display(), "tone": TONES[S(row.status)],
        "kind": row.get_frequency_display() if row.frequency != "1" else "",
        "first": row.faults[0]["words"] if row.faults else "", "more": max(0, len(row.faults) - 1),
        "file_by": date_format(row.file_by, "SHORT_DATE_FORMAT") if row.file_by else "",
    }  # fmt: skip


def days(first: dt.date, last: dt.date) -> str:
    """Say the days a claim is about."""
    begun = date_format(first, "M j")
    return begun if first == last else f"{begun} – {date_format(last, 'M j, Y')}"


def preview_words(found: Preview, payers: dict[uuid.UUID, str]) -> dict[str, Any]:
    """Put what would be made, and what stays out and why, in words."""
    return {
        "rows": [
            {"payer": payers.get(payer, ""), "claims": count, "cents": money(cents)}
            for payer, (count, cents) in sorted(found.by_payer.items(), key=lambda item: payers.get(item[0], ""))
        ],
        "claims": found.claims, "cents": money(found.cents), "held_days": found.held_days, "held_cents": money(found.held_cents),
        "reviewed_days": found.reviewed_days, "no_identity": found.no_identity[0], "no_identity_cents": money(found.no_identity[1]),
    }  # fmt: skip


def sites_of(actor: Actor) -> list[tuple[str, str]]:
    """Name the sites where the colleague works with money."""
    return [(str(place.id), place.name) for place in actor.places if actor.can("billing.work", place.id)] or [
        (str(site.pk), site.name) for site in Site.objects.filter(pk__in=actor.sites_where("billing.work"))
    ]


def names_of_payers() -> dict[uuid.UUID, str]:
    """Give the payers' names."""
    return dict(Payer.objects.values_list("pk", "name"))
