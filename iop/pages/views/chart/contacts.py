"""How to reach a client, what they agreed to, and whom to call."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients import actions, policies
from clients.policies_charts import may_hold_messages
from iop.core import clock
from iop.core.errors import require
from iop.notifications.choices import Channel
from iop.pages.client_forms.details import ContactPointForm, EmergencyForm
from iop.pages.client_forms.papers import IdentifierForm
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.clients.parts.contacts import read_contacts
from iop.pages.presenters.clients.parts.identifiers import read_identifiers
from iop.pages.presenters.registers.charts import holds
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.register_forms import HoldForm
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.saving import tried


@require_GET
def client_contacts(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show ways to reach a client."""
    return contacts_page(request, opened(request, client_id))


@require_POST
def client_contact_add(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Add a way to reach them."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies.may_edit(request.actor, chart.client))
    form = ContactPointForm(request.POST, prefix="point")
    if tried(
        form, lambda: actions.add_contact_point(by=request.actor, client=chart.client, at=at, **form.cleaned_data)
    ):
        messages.success(request, _("Added."))
        return redirect("client_contacts", client_id)
    return contacts_page(request, chart, status=HTTPStatus.UNPROCESSABLE_ENTITY, point_form=form)


@require_POST
def client_contact_remove(request: StaffRequest, client_id: uuid.UUID, point_id: uuid.UUID) -> HttpResponse:
    """Take a way to reach them away."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    actions.remove_contact_point(by=request.actor, client=chart.client, contact_point_id=point_id, at=at)
    messages.success(request, _("Removed."))
    return redirect("client_contacts", client_id)


@require_POST
def client_channels(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Record what they agreed to, channel by channel; only what changed is written."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    wanted = {channel.value: channel.value in request.POST.getlist("allowed") for channel in Channel}
    actions.set_channel_permissions(by=request.actor, client=chart.client, wanted=wanted, at=at)
    messages.success(request, _("Saved."))
    return redirect("client_contacts", client_id)


@require_POST
def client_emergency(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Name whom to call in an emergency."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies.may_edit(request.actor, chart.client))
    form = EmergencyForm(request.POST, prefix="emergency")
    if tried(
        form, lambda: actions.set_emergency_contact(by=request.actor, client=chart.client, at=at, **form.cleaned_data)
    ):
        messages.success(request, _("Saved."))
        return redirect("client_contacts", client_id)
    return contacts_page(request, chart, status=HTTPStatus.UNPROCESSABLE_ENTITY, emergency_form=form)


def contacts_page(request: StaffRequest, chart: Chart, status: int = HTTPStatus.OK, **forms: object) -> HttpResponse:
    """Answer the page with whatever form came back, and the numbers masked unless one was asked for."""
    context = {
        "point_form": ContactPointForm(prefix="point"),
        "emergency_form": EmergencyForm(prefix="emergency"),
        "hold_form": HoldForm(prefix="hold", initial={"starts_on": chart.today}),
        "holds": holds(chart),
        "may_hold": may_hold_messages(chart.actor, chart.client) is None,
        "number_form": IdentifierForm(prefix="number"),
        "identifiers": forms.pop("identifiers", None) or read_identifiers(chart),
        **forms,
    }
    return shown(request, chart, "client_contacts", "contacts", status, contacts=read_contacts(chart), **context)
