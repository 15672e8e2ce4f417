"""Signing: staff say who signs, hand the device over, and the client reads and signs with nothing of the chart around it."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from allauth.account.forms import ReauthenticateForm
from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import consent_policies
from clients.actions import consents
from clients.consent_writing import legal_name
from clients.models import Consent
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Refusal, require
from iop.core.words import say
from iop.pages import handed_over
from iop.pages.consent_forms import SignForm
from iop.pages.presenters.consents.common import get
from iop.pages.presenters.consents.signing import read_signing, read_thanks
from iop.pages.presenters.schedule.asking import StaffRequest

IN_THEIR_HANDS = frozenset({"consent_sign", "consent_signed", "consent_language", "consent_pdf"})
"""What a client may reach with the device: reading, signing, the other language, and a copy of this one form."""


class TooManyTries(Refusal):
    """Somebody guesses a password."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too_many"


@require_http_methods(["GET", "POST"])
def consent_sign(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Show the words to sign, or put a signature under them."""
    at = clock.now()
    row = get(request.actor, consent_id)
    require(consent_policies.may_keep(request.actor, row.site_id))
    page = read_signing(row, at)
    initial = {"version": row.version, "seen": page["seen"], "signer_role": page["next_role"], "witnessed": True}
    form = SignForm(request.POST or None, request.FILES or None, initial=initial, language=page["language"])
    if request.method == "POST" and form.attempt(lambda: _sign(request, row, form)):
        return redirect("consent_signed", row.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "consents/sign.html", {"consent": row, "form": form, "page": page}, status=status)


@require_POST
def consent_hand_over(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Close everything but this form before the client takes the device."""
    row = get(request.actor, consent_id)
    require(consent_policies.may_keep(request.actor, row.site_id))
    _hand_over(request, row)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_http_methods(["GET", "POST"])
def take_back(request: StaffRequest) -> HttpResponse:
    """Ask the colleague who is signed in for their password, and open everything again."""
    if not handed_over.is_handed_over(request):
        return redirect("/")
    form = ReauthenticateForm(request.POST or None, user=request.user)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=request.user):
            raise TooManyTries(say("Too many tries. Wait a minute, or sign out and in again."))
        if form.is_valid():
            return redirect(handed_over.take_back(request))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "consents/take_back.html", {"form": form}, status=status)


@require_GET
def consent_signed(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Thank the signer and ask for the device back; then staff go on from there."""
    row = get(request.actor, consent_id)
    require(consent_policies.may_keep(request.actor, row.site_id))
    return render(request, "consents/signed.html", {"consent": row, "page": read_thanks(row, clock.now())})


def _sign(request: StaffRequest, row: Consent, form: SignForm) -> Consent:
    data = form.cleaned_data
    me = request.actor.staff_id
    witness = StaffMember.objects.filter(pk=me).first() if me and data["witnessed"] else None
    signed = consents.sign_consent(
        by=request.actor, consent=row, version=data["version"], at=clock.now(), signer_role=data["signer_role"],
        identity_seen=data["identity_seen"], witness=witness, seen=data["seen"], **form.signature(legal_name(row.client)),
    )  # fmt: skip
    # Signed on paper, the device never left our hands; else it is in the signer's now, with or without scripts.
    if not data.get("paper"):
        _hand_over(request, signed)
    return signed


def _hand_over(request: StaffRequest, row: Consent) -> None:
    handed_over.hand_over(request, of=row.pk, names=IN_THEIR_HANDS, back=reverse("consent", args=[row.pk]))
