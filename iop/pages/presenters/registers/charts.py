"""Guarded charts in words: emergency access and its review, who is restricted, message holds, joined charts."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients import policies_charts as policies
from clients.choices import MessageHoldKind
from clients.models import ChartMerge, Client, EmergencyAccess, MessageHold
from iop.access.actors import Actor
from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words, span_words
from iop.pages.presenters.schedule.when import period_words as period

PAGE = 30


def accesses(actor: Actor, at: dt.datetime, *, reviewed: bool, number: int) -> dict[str, Any]:
    """Give a page of emergency accesses at the actor's sites, those that wait for a review first; two statements."""
    rows = EmergencyAccess.objects.reviewable_by(actor).select_related("staff", "site", "reviewed_by")
    rows = (
        rows.filter(reviewed_at__isnull=False).order_by("-starts_at")
        if reviewed
        else rows.waiting().order_by("starts_at")
    )
    start = (number - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    shown = found[:PAGE]
    visible = {
        client.pk: client
        for client in Client.objects.visible_to(actor, at=at).filter(pk__in={row.client_id for row in shown})
    }
    return {
        "rows": [_access_row(row, visible.get(row.client_id), actor) for row in shown],
        "reviewed": reviewed,
        "tabs": [
            {"url": reverse("emergency_accesses"), "label": _("To review"), "current": not reviewed},
            {"url": f"{reverse('emergency_accesses')}?reviewed=1", "label": _("Reviewed"), "current": reviewed},
        ],
        "says": _("%(first)d–%(last)d") % {"first": start + 1, "last": start + len(shown)},
        "earlier": f"?reviewed={int(reviewed)}&page={number - 1}" if number > 1 else "",
        "later": f"?reviewed={int(reviewed)}&page={number + 1}" if len(found) > PAGE else "",
    }


def access_of(actor: Actor, access_id: uuid.UUID) -> EmergencyAccess:
    """Give an emergency access that the actor reviews or had. Raises ``Http404``."""
    rows = EmergencyAccess.objects.select_related("client", "staff", "site", "reviewed_by")
    found = rows.filter(pk=access_id).first()
    if found is None or (
        found.staff_id != actor.staff_id
        and not EmergencyAccess.objects.reviewable_by(actor).filter(pk=access_id).exists()
    ):
        raise Http404
    return found


def access_page(access: EmergencyAccess, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give one emergency access in words."""
    zone = ZoneInfo(access.site.time_zone)
    client = Client.objects.visible_to(actor, at=at).filter(pk=access.client_id).first()
    return {
        "access": access,
        "who": access.staff.name,
        "when": f"{instant_words(access.starts_at, zone)} – {instant_words(access.ends_at, zone)}",
        "client": client.name if client else access.client.record_number,
        "url": to("client")(client.pk) if client else "",
        "was_restricted": access.client.is_restricted,
        "is_live": access.ends_at > at,
        "is_own": access.staff_id == actor.staff_id,
        "may_review": access.reviewed_at is None and policies.may_review_access(actor, access) is None,
        "why_not": policies.may_review_access(actor, access),
        "reviewed": instant_words(access.reviewed_at, zone) if access.reviewed_at else "",
    }


def told_in_emergency(client: Client) -> str:
    """Say no more of somebody than tells them apart: initials and the year of birth."""
    first = (client.preferred_name or client.legal_first_name)[:1]
    return _("%(first)s. %(last)s., born %(year)s, record %(number)s") % {
        "first": first.upper(), "last": client.legal_last_name[:1].upper(), "year": client.date_of_birth.year,
        "number": client.record_number,
    }  # fmt: skip


def holds(chart: Chart) -> list[dict[str, Any]]:
    """Give a client's message holds, those that stand first; one statement."""
    rows = MessageHold.objects.filter(client__in=chart.ids).order_by("-starts_on")
    return [_hold(row, chart) for row in rows]


def guard(chart: Chart) -> dict[str, Any]:
    """Give who may reach a chart and with which it was joined."""
    actor, client = chart.actor, chart.client
    rows = ChartMerge.objects.filter(kept=client).select_related("absorbed", "by", "undone_by")
    return {
        "is_restricted": client.is_restricted,
        "reason": client.restricted_reason,
        "may_restrict": policies.may_restrict(actor, client) is None,
        "may_merge": policies.may_merge(actor, client, client) is None,
        "merges": [_merge(row, chart) for row in rows],
    }


def merge_of(chart: Chart, merge_id: uuid.UUID) -> ChartMerge:
    """Give a merge into this chart. Raises ``Http404``."""
    found = ChartMerge.objects.select_related("kept", "absorbed").filter(pk=merge_id, kept=chart.client).first()
    if found is None:
        raise Http404
    return found


def hold_of(chart: Chart, hold_id: uuid.UUID) -> MessageHold:
    """Give a message hold of this chart. Raises ``Http404``."""
    found = MessageHold.objects.filter(pk=hold_id, client=chart.client).first()
    if found is None:
        raise Http404
    return found


def counted(pairs: list[tuple[Any, int]]) -> list[str]:
    """Word what moves or stays with how many."""
    return [f"{str(words)[:1].upper()}{str(words)[1:]}: {number}" for words, number in pairs]


def side(client: Client, at: dt.datetime) -> dict[str, Any]:
    """Give one of two charts to compare."""
    return {
        "id": client.pk, "name": client.name, "legal": f"{client.legal_first_name} {client.legal_last_name}",
        "number": client.record_number, "born": date_words(client.date_of_birth), "since": date_words(client.created_at.date()),
    }  # fmt: skip


def _access_row(row: EmergencyAccess, client: Client | None, actor: Actor) -> dict[str, Any]:
    zone = ZoneInfo(row.site.time_zone)
    minutes = max(1, round((row.ends_at - row.starts_at).total_seconds() / 60))
    review = _("Right") if row.was_right else _("Not right")
    return {
        "url": reverse("emergency_access", args=[row.pk]),
        "when": f"{date_words(clock.local_date(row.starts_at, zone))}, {span_words(row.starts_at, row.ends_at, zone)}",
        "long": ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes},
        "who": row.staff.name,
        "is_own": row.staff_id == actor.staff_id,
        "client": client.short_name if client else _("Restricted"),
        "reason": row.reason,
        "status": review if row.reviewed_at else _("To review"),
        "tone": ("good" if row.was_right else "bad") if row.reviewed_at else "wait",
        "by": row.reviewed_by.name if row.reviewed_by else "",
    }


def _hold(row: MessageHold, chart: Chart) -> dict[str, Any]:
    stands = row.starts_on <= chart.today and (row.ends_on is None or row.ends_on >= chart.today)
    over = row.ends_on is not None and row.ends_on < chart.today
    return {
        "id": row.pk,
        "key": f"hold-{row.pk}",
        "label": row.get_kind_display(),
        "when": period(row.starts_on, row.ends_on),
        "note": row.note,
        "tone": "pause" if stands else "quiet" if over else "wait",
        "says": _("no messages now") if stands else _("over") if over else _("to come"),
        "may_end": not over and row.kind != MessageHoldKind.DECEASED and row.client_id == chart.client.pk,
        "url": reverse("client_hold_end", args=[chart.client.pk, row.pk]),
    }


def _merge(row: ChartMerge, chart: Chart) -> dict[str, Any]:
    zone = ZoneInfo(chart.zone)
    undone = instant_words(row.undone_at, zone) if row.undone_at else ""
    return {
        "id": row.pk,
        "key": f"undo-{row.pk}",
        "number": row.absorbed.record_number,
        "when": instant_words(row.at, zone),
        "who": row.by.name,
        "reason": row.reason,
        "undone": undone,
        "until": date_words(row.can_be_undone_until),
        "may_undo": not undone and policies.can_be_undone(row.can_be_undone_until, chart.today) is None,
        "url": reverse("chart_merge_undo", args=[chart.client.pk, row.pk]),
    }
