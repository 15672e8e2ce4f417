"""A client reads their consents, signs what was offered, and takes back what they no longer want."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients.actions import consents as actions
from clients.consent_writing import legal_name
from clients.models import Consent
from iop.core import clock
from iop.pages import pdf
from iop.pages.presenters.consents.copying import copy_for_the_client
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.forms.papers import OwnRevokeForm, OwnSignForm
from iop.portal.presenters.papers import consents as presenter


@for_clients
@require_GET
def my_consents(request: OutsiderRequest) -> HttpResponse:
    """Show what waits for a signature, what holds, and what is over."""
    return render(request, "portal/papers/consents.html", presenter.read_list(client_of(request), clock.now()))


@for_clients
@require_GET
def my_consent(request: OutsiderRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Show one consent with its exact words; a form to sign leads to signing."""
    at = clock.now()
    page = presenter.read_one(presenter.find(client_of(request), consent_id), at)
    if not page["is_signed"] and not page["why_not"]:
        return redirect("my_consent_sign", consent_id)
    return render(request, "portal/papers/consent.html", {"page": page})


@for_clients
@require_http_methods(["GET", "POST"])
def my_consent_sign(request: OutsiderRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Show the words to sign, or put the signature under them."""
    at = clock.now()
    row = presenter.find(client_of(request), consent_id)
    page = presenter.read_to_sign(row, at)
    form = OwnSignForm(
        request.POST if request.method == "POST" else None, initial={"version": row.version, "seen": page["seen"]}, language=page["language"],
        legal_name=legal_name(row.client),
    )  # fmt: skip
    if request.method == "POST" and form.attempt(lambda: _sign(request, row, form)):
        messages.success(request, _("Signed. Thank you."))
        return redirect("my_consent", row.pk)
    if request.method == "GET" and page["why_not"]:
        return redirect("my_consent", row.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "portal/papers/sign.html", {"page": page, "form": form, "consent": row}, status=status)


@for_clients
@require_http_methods(["GET", "POST"])
def my_consent_revoke(request: OutsiderRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Say what taking it back stops, then stop it at once."""
    row = presenter.find(client_of(request), consent_id)
    # Nothing has to be typed: an empty form that was sent is a whole one.
    form = OwnRevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.attempt(lambda: _revoke(request, row, form)):
        messages.success(request, _("Stopped. Nothing more leaves on it."))
        return redirect("my_consent", row.pk)
    page = presenter.read_one(row, clock.now())
    if request.method == "GET" and not page["may_revoke"]:
        return redirect("my_consent", row.pk)
    context = {"page": page, "form": form, "consequences": presenter.consequences(row)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "portal/papers/revoke.html", context, status=status)


@for_clients
@require_POST
def my_consent_copy(request: OutsiderRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Hand the client their copy as a PDF; it goes through the gate and is written down."""
    row = presenter.find(client_of(request), consent_id)
    return pdf.answer(copy_for_the_client(by=request.outsider.actor, consent=row, at=clock.now()), "consent")


def _sign(request: OutsiderRequest, row: Consent, form: OwnSignForm) -> Consent:
    data = form.cleaned_data
    return actions.sign_own(
        by=request.outsider.actor, consent=row, version=data["version"], at=clock.now(), seen=data["seen"],
        **form.signature(),
    )  # fmt: skip


def _revoke(request: OutsiderRequest, row: Consent, form: OwnRevokeForm) -> Consent:
    return actions.revoke_own(
        by=request.outsider.actor, consent=row, at=clock.now(), note=form.cleaned_data.get("note", "")
    )
