"""How long a stay lasts: seen, extended, and an extension taken back. And the packet of a signed review."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clients import gate
from clients.actions.lengths import extend_stay, withdraw_extension
from clients.models import StayExtension
from clients.policies_privacy import may_disclose
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import NotAllowed, Refusal, require
from iop.core.words import say
from iop.pages import pdf
from iop.pages.presenters import stays as presenter
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.stay_forms import ExtendForm, PacketForm
from iop.pages.views.chart.frame import frame_of
from iop.pages.views.receiving import recipient_of
from iop.pages.views.saving import tried
from iop.workflows.review_packets import send_packet
from therapy.models import LevelReview

WRONG = 422


@require_http_methods(["GET", "POST"])
def client_length(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show how long the stay lasts in each level against its target, and let it be extended with a reason."""
    chart = _chart(request, client_id)
    form = ExtendForm(request.POST or None)
    if request.method == "POST":

        def extend() -> StayExtension:
            return extend_stay(by=request.actor, episode=chart.episode, at=chart.at, **form.cleaned_data)

        if tried(form, extend):
            messages.success(request, _("Extended. The new target holds from now on."))
            return redirect("client_length", client_id)
    status = WRONG if form.errors else 200
    context = {**frame_of(request.actor, chart, "client_care"), **presenter.read_length(chart), "form": form}
    return render(request, "stays/length.html", context, status=status)


@require_POST
def stay_extension_withdraw(request: StaffRequest, extension_id: uuid.UUID) -> HttpResponse:
    """Take an extension back."""
    row = StayExtension.objects.select_related("placement__episode").filter(pk=extension_id).first()
    if row is None:
        raise Http404
    chart = _chart(request, row.placement.episode.client_id)
    withdraw_extension(by=request.actor, extension=row, at=chart.at)
    messages.success(request, _("Taken back. The target is as it was before."))
    return redirect("client_length", chart.client.pk)


@require_http_methods(["GET", "POST"])
def level_review_packet(request: StaffRequest, packet_review_id: uuid.UUID) -> HttpResponse:
    """Choose to whom a signed review goes and what of it, and let it leave through the gate as a paper."""
    review, chart = presenter.signed_review(lambda client_id: _chart(request, client_id), packet_review_id)
    require(may_disclose(request.actor, chart.client))
    form = PacketForm(request.POST or None)
    papers: list[bytes] = []
    if request.method == "POST" and tried(form, lambda: papers.append(_send(request, chart, review, form))):
        return pdf.answer(papers[0], "review")
    asked = request.POST if request.method == "POST" else request.GET
    trouble = next((line for lines in form.errors.values() for line in lines), "")
    context = {
        **frame_of(request.actor, chart, "client_reviews"), **presenter.read_packet(chart, review, asked), "trouble": trouble
    }  # fmt: skip
    return render(request, "stays/packet.html", context, status=WRONG if trouble else 200)


def _chart(request: StaffRequest, client_id: uuid.UUID) -> Chart:
    chart = read_chart(request.actor, client_id, clock.now())
    if not chart.can(Permission.NOTE_VIEW):
        raise NotAllowed(say("Your role does not include how treatment goes."))
    return chart


def _send(request: StaffRequest, chart: Chart, review: LevelReview, form: PacketForm) -> bytes:
    data = form.cleaned_data
    try:
        return send_packet(
            by=request.actor, review=review, to=recipient_of(data["to"]), purpose=data["purpose"], information=data["information"], at=chart.at,
            reference=data["reference"],
        )  # fmt: skip
    except gate.NotDisclosable as told:
        # Beside the form, with what would mend it: nothing has left.
        raise Refusal(told.sentence, field="to") from told
