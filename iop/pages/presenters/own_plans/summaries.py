"""Discharge summaries as their pages show them: written, read, sent, and the list of those that are owed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.choices import ConsentStatus, EpisodeStatus, Purpose
from clients.models import Consent, Episode, RecipientParty
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic import settings
from iop.core import clock
from iop.documents.models import Signature
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words_long, instant_words
from iop.workflows.own_papers import offered_parts, open_parts
from therapy.actions.summaries.owing import due_on
from therapy.actions.summaries.signing import why_not_sign
from therapy.choices.notes import NoteStatus
from therapy.choices.own_plans import NEEDED_PARTS, SummaryPart
from therapy.models import DischargeSummary
from therapy.policies import own_plans as rights
from therapy.prefill import known, may_read_part
from therapy.summary_contents import SUMMARY_KIND, seen

TONES = {NoteStatus.DRAFT: "note", NoteStatus.AWAITING_COSIGNATURE: "wait", NoteStatus.SIGNED: "lock"}
LOOKS_BACK = dt.timedelta(days=366)
"""The list of what is owed reaches back a year."""


def summary_of(chart: Chart, episode: Episode) -> DischargeSummary | None:
    """Give a stay's summary that the colleague may read."""
    rows = DischargeSummary.objects.visible_to(chart.actor, at=chart.at).filter(episode=episode)
    return rows.select_related("episode__site", "episode__client", "author", "signed_by", "saved_by").first()


def read_summary(chart: Chart, episode: Episode, row: DischargeSummary | None) -> dict[str, Any]:
    """Give a summary with everything that may be done with it now; a fixed number of statements."""
    may_write = rights.may_write_summary(chart.actor, episode.site_id) is None
    frame = {
        "episode": episode,
        "summary": row,
        "may_write": may_write,
        "stay_over": episode.status == EpisodeStatus.DISCHARGED,
        "due": day_words_long(due_on(episode, episode.discharged_on)) if episode.discharged_on else "",
        "urls": {name: reverse(f"discharge_summary_{name}", args=[episode.pk]) for name in URLS},
    }
    if row is None:
        return {
            **frame,
            "may_begin": may_write and episode.status in (EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED),
        }
    return {**frame, **_read(chart, row), **(_writing(chart, row) if row.status == NoteStatus.DRAFT else {})}


URLS = ("begin", "save", "sign", "cosign", "addendum", "send", "print")


def text_of(row: DischargeSummary) -> dict[str, str]:
    """Give the parts by the names of the form, for two who wrote at once."""
    return {f"p-{part}": row.contents.get(part, "") for part in SummaryPart.values}


def read_sending(chart: Chart, row: DischargeSummary, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Give to whom a signed summary may go, and for the chosen one which parts the gate opens."""
    chosen, purpose = str(asked.get("to", "")), str(asked.get("purpose") or Purpose.TREATMENT)
    if purpose not in Purpose.values:
        purpose = Purpose.TREATMENT
    parties = _parties(chart)
    party = next((each for each in parties if str(each.pk) == chosen), None)
    offered = offered_parts(chart.actor, row)
    opened = set(offered) if chosen == "client" else open_parts(row, party, purpose, chart.at) if party else set()
    return {
        "takers": [
            ("client", _("%(name)s themselves") % {"name": chart.name}),
            *((str(each.pk), each.name) for each in parties),
        ],
        "chosen": chosen if party or chosen == "client" else "",
        "taker": chart.name if chosen == "client" else party.name if party else "",
        "purpose": purpose,
        "purposes": Purpose.choices,
        "to_client": chosen == "client",
        "parts": [{"value": part, "label": SummaryPart(part).label, "is_open": part in opened} for part in offered],
        "any_open": bool(opened),
        "consents_url": reverse("client_consents", args=[chart.client.pk]),
    }


def read_due(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """List stays that have ended without a signed summary, the longest overdue first; a fixed number of statements."""
    stays = (
        Episode.objects.visible_to(actor, Permission.NOTE_VIEW, at=at)
        .filter(status=EpisodeStatus.DISCHARGED, discharged_on__gte=clock.local_date(at - LOOKS_BACK, "UTC"))
        .exclude(discharge_summary__signed_at__isnull=False)
        .select_related("client", "site", "discharge_summary__author")
        .order_by("discharged_on", "pk")[:200]
    )
    days: dict[uuid.UUID, int] = {}
    url, chart_url = to("discharge_summary"), to("client")
    return [_due_row(stay, days, at, url(stay.pk), chart_url(stay.client_id)) for stay in stays]


def _due_row(stay: Episode, days: dict[uuid.UUID, int], at: dt.datetime, url: str, chart_url: str) -> dict[str, Any]:
    today = clock.local_date(at, stay.site.time_zone)
    if stay.site_id not in days:
        days[stay.site_id] = settings.value("discharge.summary_days", on=today, site_id=stay.site_id)
    ended = stay.discharged_on or today
    due = ended + dt.timedelta(days=days[stay.site_id])
    draft: DischargeSummary | None = getattr(stay, "discharge_summary", None)
    late = (today - due).days
    return {
        "name": stay.client.name,
        "chart_url": chart_url,
        "url": url,
        "site": stay.site.name,
        "ended": day_words_long(ended),
        "due": day_words_long(due),
        "is_late": late > 0,
        "late": _("%(days)s days late") % {"days": late} if late > 0 else _("in %(days)s days") % {"days": -late},
        "state": _("begun by %(who)s") % {"who": draft.author.name} if draft else _("not begun"),
    }


def _read(chart: Chart, row: DischargeSummary) -> dict[str, Any]:
    zone = ZoneInfo(chart.zone)
    readable = [part for part in SummaryPart.values if may_read_part(chart.actor, part, row.episode)]
    return {
        "state": NoteStatus(row.status).label,
        "tone": TONES[NoteStatus(row.status)],
        "is_draft": row.status == NoteStatus.DRAFT,
        "parts": [
            {
                "key": part,
                "name": f"p-{part}",
                "label": SummaryPart(part).label,
                "text": row.contents.get(part, ""),
                "is_needed": part in NEEDED_PARTS,
            }
            for part in readable
        ],
        "kept_apart": [SummaryPart(part).label for part, text in row.contents.items() if text and part not in readable],
        "saved": _("%(who)s, %(when)s") % {"who": row.saved_by.name, "when": instant_words(row.saved_at, zone)},
        "signatures": _signatures(row, zone),
        "answers": [
            {
                "who": each.by.name,
                "when": instant_words(each.at, zone),
                "what": each.get_decision_display(),
                "comment": each.comment,
            }
            for each in row.cosignatures.select_related("by")
        ],
        "addenda": [
            {
                "who": each.author.name,
                "when": instant_words(each.signed_at, zone),
                "text": each.text,
                "reason": each.reason,
            }
            for each in row.addenda.select_related("author")
        ],
        "may_cosign": rights.may_cosign_summary(chart.actor, row) is None,
        "may_add": rights.may_add_to_summary(chart.actor, row) is None,
        "may_send": row.signed_at is not None and chart.can(Permission.DISCLOSE),
    }


def _writing(chart: Chart, row: DischargeSummary) -> dict[str, Any]:
    actor = chart.actor
    facts = known(row.episode, actor, chart.at)
    return {
        "chart_says": [{"part": SummaryPart(part).label, "lines": lines} for part, lines in sorted(facts.items())],
        "read": seen(row),
        "unfinished": why_not_sign(row),
        "signs_as": f"{actor.display_name}, {actor.credential}" if actor.credential else actor.display_name,
    }


def _signatures(row: DischargeSummary, zone: ZoneInfo) -> list[dict[str, str]]:
    rows = Signature.objects.filter(subject_kind=SUMMARY_KIND, subject_id=row.pk).order_by("signed_at")
    return [
        {"meaning": str(each.get_meaning_display()), "name": _named(each), "when": instant_words(each.signed_at, zone)}
        for each in rows
    ]


def _parties(chart: Chart) -> list[RecipientParty]:
    standing = Consent.objects.filter(client=chart.client.pk, status=ConsentStatus.SIGNED, stopped_at__isnull=True)
    return list(RecipientParty.objects.filter(pk__in=standing.values("party"), is_active=True).order_by("name"))


def _named(signature: Signature) -> str:
    return f"{signature.signer_name}, {signature.credential}" if signature.credential else signature.signer_name
