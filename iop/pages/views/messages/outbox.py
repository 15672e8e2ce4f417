"""Messages and their delivery, what failed, and what is done about it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from iop.access.policies import may_view_outbox
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Refusal, require
from iop.notifications.policies import may_settle
from iop.pages.answers import show
from iop.pages.presenters.messages import listing, one
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.views.ground import actor
from iop.workflows import messages as workflow

AT_ONCE = 100
"""How many failed messages one press of the button settles."""


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """List messages, the newest first, and how delivery fares. Addresses are personal, so looking is on the record."""
    who = actor(request)
    require(may_view_outbox(who))
    context = listing.read(who, _asked(request), zone_of(request), clock.now())
    record(by=who, verb="notifications.outbox_viewed", subject=None, detail={"rows": len(context["rows"])})
    return show(request, "notifications/outbox.html", context)


@require_GET
def dead_letters(request: HttpRequest) -> HttpResponse:
    """List what nobody will send any more by itself, by why it failed."""
    who = actor(request)
    require(may_view_outbox(who))
    context = listing.read_failed(who, as_uuid(request.GET.get("before", "")), zone_of(request))
    record(by=who, verb="notifications.outbox_viewed", subject=None, detail={"rows": len(context["rows"])})
    return show(request, "notifications/dead_letters.html", context)


@require_POST
def dead_letters_settle(request: HttpRequest) -> HttpResponse:
    """Send the ticked messages again, or give them up. Each stands for itself: what cannot be sent is said and stays."""
    who = actor(request)
    require(may_view_outbox(who))
    ids = [found for found in map(as_uuid, request.POST.getlist("message")[:AT_ONCE]) if found]
    do = workflow.give_up if request.POST.get("do") == "give_up" else workflow.send_again
    done, refusals = 0, set()
    for message_id in ids:
        try:
            do(by=who, message_id=one.get(who, message_id).pk, at=clock.now())
            done += 1
        except Refusal as refusal:
            refusals.add(str(refusal.sentence))
    _tell(request, done, sorted(refusals))
    return redirect("dead_letters")


@require_GET
def message(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Show one message: its words, every try, and what the provider told."""
    who = actor(request)
    row = one.get(who, message_id)
    clients = [row.recipient_id] if row.recipient_kind == "client" else []
    record(by=who, verb="notifications.viewed", subject=row, clients=clients, site_id=row.site_id)
    return show(request, "notifications/message.html", {"shown": one.told(who, row, zone_of(request), clock.now())})


@require_POST
def message_send_again(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Put a failed message back into the outbox."""
    row = one.get(actor(request), message_id)
    workflow.send_again(by=actor(request), message_id=row.pk, at=clock.now())
    flash.success(request, _("It is sent again with the next delivery."))
    return redirect("message", row.pk)


@require_POST
def message_give_up(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Let a message rest."""
    row = one.get(actor(request), message_id)
    require(may_settle(actor(request), row))
    workflow.give_up(by=actor(request), message_id=row.pk, at=clock.now())
    flash.success(request, _("It is not sent any more."))
    return redirect("message", row.pk)


def _tell(request: HttpRequest, done: int, refusals: list[str]) -> None:
    if done:
        flash.success(request, ngettext("%(n)d message settled.", "%(n)d messages settled.", done) % {"n": done})
    for refusal in refusals:
        flash.warning(request, refusal)
    if not done and not refusals:
        flash.info(request, _("Tick the messages first."))


def _asked(request: HttpRequest) -> listing.Asked:
    given = request.GET
    return listing.Asked(
        status=given.get("status", ""), channel=given.get("channel", ""), whom=given.get("whom", ""),
        priority=given.get("priority", ""), before=as_uuid(given.get("before", "")),
    )  # fmt: skip


def zone_of(request: HttpRequest) -> str:
    """Say by which wall clock a page about messages speaks: that of the site shown, or the first."""
    known: Any = request
    place = known.site or (known.sites[0] if known.sites else None)
    return place.time_zone if place else "UTC"
