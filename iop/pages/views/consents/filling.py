"""Filling a draft in. It saves itself; nothing is agreed to before it is signed."""

from __future__ import annotations

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clients import consent_policies
from clients.actions import consents
from clients.actions.parties import name_relative
from clients.choices import ConsentStatus
from clients.models import Consent, RecipientParty, RelatedPerson
from iop.core import clock
from iop.core.errors import Conflict, Refusal, Stale, require
from iop.core.words import say
from iop.pages.consent_forms import FillForm
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.consents.common import called, chart_of, get
from iop.pages.presenters.consents.filling import initial_of
from iop.pages.presenters.consents.page import urls_of
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.when import clock_words


@require_http_methods(["GET", "POST"])
def consent_form(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Show the form of a draft, or save it: by itself while it is filled in, or to go on to reading it."""
    row = _draft(request, consent_id)
    if "X-Autosave" in request.headers:
        return _saved_by_itself(request, row)
    form = FillForm(request.POST or None, consent=row, initial=initial_of(row))
    if request.method == "POST" and form.attempt(lambda: _save(request, row, form)):
        return redirect("consent", row.pk)
    chart = read_chart(request.actor, chart_of(row), clock.now())
    context = {
        "chart": chart, "tabs": chart.tabs("client_consents"), "consent": row, "form": form, "title": called(row),
        "urls": urls_of(row), "parts": form.parts,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "consents/form.html", context, status=status)


@require_POST
def consent_discard(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Put a draft aside."""
    row = get(request.actor, consent_id)
    consents.discard(by=request.actor, consent=row, version=row.version, at=clock.now())
    messages.success(request, _("Discarded. It was never signed."))
    return redirect("client_consents", chart_of(row))


@require_POST
def consent_carry_over(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Carry the answers over to the form that holds now."""
    row = get(request.actor, consent_id)
    new = consents.carry_over(by=request.actor, consent=row, version=row.version, at=clock.now())
    messages.success(request, _("The answers stand on the new form now. Read it together before signing."))
    return redirect("consent", new.pk)


@require_POST
def consent_language(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Show the form in the other language."""
    row = get(request.actor, consent_id)
    changes = {"language": request.POST.get("language", "")}
    consents.change_draft(by=request.actor, consent=row, version=row.version, changes=changes, at=clock.now())
    back = "consent_sign" if request.POST.get("back") == "sign" else "consent"
    return redirect(back, row.pk)


def _draft(request: StaffRequest, consent_id: uuid.UUID) -> Consent:
    row = get(request.actor, consent_id)
    require(consent_policies.may_keep(request.actor, row.site_id))
    if row.status != ConsentStatus.DRAFT:
        raise Conflict(say("This form is no draft any more: what was signed stays as it is."), code="not_a_draft")
    return row


def _saved_by_itself(request: StaffRequest, row: Consent) -> JsonResponse:
    form = FillForm(request.POST, consent=row)
    if not form.is_valid():
        return JsonResponse(
            {"sentence": _("Something is not right yet."), "errors": form.errors},
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    try:
        # Somebody new is named with the button alone: half a name must not enter the register.
        saved = _save(request, row, form, names_new=False)
    except Stale as told:
        row.refresh_from_db()
        now = {name: value for name, value in initial_of(row).items() if isinstance(value, str)}
        return JsonResponse({"sentence": str(told), "version": row.version, "theirs": now}, status=told.status)
    except Refusal as told:
        errors = {told.field: [str(told)]} if told.field else {}
        return JsonResponse({"sentence": str(told), "errors": errors}, status=told.status)
    local = clock.now().astimezone(ZoneInfo(row.site.time_zone))
    return JsonResponse({"saved_at": clock_words(local), "version": saved.version})


@transaction.atomic
def _save(request: StaffRequest, row: Consent, form: FillForm, *, names_new: bool = True) -> Consent:
    at = clock.now()
    changes = form.changes()
    if "recipient" in form.parts:
        changes |= _recipient(request, row, form, at, names_new=names_new)
    return consents.change_draft(
        by=request.actor, consent=row, version=form.cleaned_data["version"], changes=changes, at=at
    )


def _recipient(
    request: StaffRequest, row: Consent, form: FillForm, at: dt.datetime, *, names_new: bool
) -> dict[str, Any]:
    data = form.cleaned_data
    if names_new and form.names_person:
        fields = {name.removeprefix("person_"): data[name] for name in data if name.startswith("person_")}
        party = consents.name_supporter(by=request.actor, client=row.client, at=at, **fields)
        return {"party": party, "recipient_class": ""}
    if names_new and form.names_new:
        fields = {name.removeprefix("new_"): data[name] for name in data if name.startswith("new_")}
        party = consents.name_recipient(by=request.actor, client=row.client, at=at, **fields)
        return {"party": party, "recipient_class": ""}
    sort, _, key = data["recipient"].partition(":")
    if sort == "class":
        return {"party": None, "recipient_class": key}
    if sort == "person":
        person = RelatedPerson.objects.get(pk=key)
        return {
            "party": name_relative(by=request.actor, client=row.client, person=person, at=at),
            "recipient_class": "",
        }
    return {"party": RecipientParty.objects.get(pk=key) if key else None, "recipient_class": ""}
