"""Government and member numbers on the contacts page: added, ended, and shown in full on a tap."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clients import policies_papers as policies
from clients.actions import identifiers as actions
from iop.core import clock
from iop.core.errors import require
from iop.pages.client_forms.papers import IdentifierForm
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.clients.parts.identifiers import read_identifiers
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.contacts import contacts_page
from iop.pages.views.saving import tried


@require_POST
def client_identifier_add(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Keep one more number."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_keep_identifiers(request.actor, chart.client))
    form = IdentifierForm(request.POST, prefix="number")
    if tried(
        form,
        lambda: actions.add_identifier(by=request.actor, client=chart.client, at=chart.at, **form.cleaned_data),
    ):
        messages.success(request, _("The number is kept, closed."))
        return redirect("client_contacts", client_id)
    return contacts_page(request, chart, status=HTTPStatus.UNPROCESSABLE_ENTITY, number_form=form)


@require_POST
def client_identifier_remove(request: StaffRequest, client_id: uuid.UUID, identifier_id: uuid.UUID) -> HttpResponse:
    """End one number."""
    chart = read_chart(request.actor, client_id, clock.now())
    actions.remove_identifier(by=request.actor, client=chart.client, identifier_id=identifier_id, at=chart.at)
    messages.success(request, _("Removed."))
    return redirect("client_contacts", client_id)


@never_cache
@require_POST
def client_identifier_show(request: StaffRequest, client_id: uuid.UUID, identifier_id: uuid.UUID) -> HttpResponse:
    """Show one number in full, on this answer alone; that somebody looked is on record."""
    chart = read_chart(request.actor, client_id, clock.now())
    full = actions.show_identifier(by=request.actor, client=chart.client, identifier_id=identifier_id, at=chart.at)
    return contacts_page(request, chart, identifiers=read_identifiers(chart, identifier_id, full))
