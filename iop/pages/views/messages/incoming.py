"""Texts that came in, and the development sink: what phones would show, and what somebody types on one."""

from __future__ import annotations

import uuid

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.access.policies import may_view_outbox
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import require
from iop.core.ids import uuid7
from iop.notifications import replies as incoming
from iop.notifications.channels.sink import OUTGOING, is_used
from iop.notifications.policies import may_read_replies
from iop.pages.answers import show
from iop.pages.message_forms import SinkReplyForm
from iop.pages.presenters.messages import replies as presenter
from iop.pages.presenters.messages import sink as phones
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.views.ground import actor
from iop.pages.views.messages.outbox import zone_of
from iop.workflows import messages as workflow


@require_GET
def replies(request: HttpRequest) -> HttpResponse:
    """List the texts that came in. What people write is theirs, so looking is on the record."""
    who = actor(request)
    require(may_read_replies(who))
    context = presenter.read(
        who,
        before=as_uuid(request.GET.get("before")),
        only_unseen=bool(request.GET.get("unseen")),
        zone=zone_of(request),
    )
    record(by=who, verb="notifications.replies_viewed", subject=None, detail={"rows": len(context["rows"])})
    return show(request, "notifications/replies.html", context)


@require_POST
def reply_seen(request: HttpRequest, reply_id: uuid.UUID) -> HttpResponse:
    """Note that a text was read."""
    who = actor(request)
    require(may_read_replies(who))
    if not presenter.may_read(who, reply_id):
        raise Http404
    workflow.reply_seen(by=who, reply_id=reply_id, at=clock.now())
    flash.success(request, _("Noted as read."))
    return redirect(f"{reverse('replies')}?unseen=1" if request.POST.get("unseen") else reverse("replies"))


@require_GET
def sink(request: HttpRequest) -> HttpResponse:
    """Show what phones and mailboxes would have got. There is no such page where a provider sends."""
    _must_be_sink(request)
    context = phones.read(request.GET.get("device", ""), zone_of(request))
    form = SinkReplyForm(initial={"key": context["here"]["key"]} if context["here"] else None)
    return show(request, "notifications/sink.html", {**context, "form": form})


@require_POST
def sink_reply(request: HttpRequest) -> HttpResponse:
    """Let a phone of the sink write back, as its owner would."""
    _must_be_sink(request)
    form = SinkReplyForm(request.POST)
    if not form.is_valid():
        return redirect("sink")
    said = incoming.came_in(
        address=phones.phone_of(form.cleaned_data["key"]), words=form.cleaned_data["words"],
        provider_id=f"{OUTGOING}{uuid7()}", at=clock.now(),
    )  # fmt: skip
    flash.info(request, _("Answered: %(words)s") % {"words": said} if said else _("It gets no answer."))
    return redirect(f"{reverse('sink')}?device={form.cleaned_data['key']}")


def _must_be_sink(request: HttpRequest) -> None:
    require(may_view_outbox(actor(request)))
    if not is_used():
        raise Http404
