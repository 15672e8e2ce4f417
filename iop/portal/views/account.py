"""One's own account: language, PIN, passkeys, and where one is signed in."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients.actions import portal
from clients.models import PortalAccount
from iop.accounts.actions import end_sessions
from iop.accounts.sign_in import just_signed_in
from iop.audit.recorder import record
from iop.core import clock
from iop.portal import entering
from iop.portal.access import OutsiderRequest, for_outsiders
from iop.portal.forms.door import LanguageForm, NewPinForm
from iop.portal.presenters.door import read_account


@for_outsiders
@require_GET
def my_account(request: OutsiderRequest) -> HttpResponse:
    """Show how somebody signs in, where they are signed in, and in which language they read."""
    return _page(request, NewPinForm())


@for_outsiders
@require_POST
def my_pin(request: OutsiderRequest) -> HttpResponse:
    """Choose another PIN."""
    form = NewPinForm(request.POST)
    if not form.attempt(lambda: _change(request, form)):
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Your new PIN counts from now on. You were signed out everywhere else."))
    return redirect("my_account")


@for_outsiders
@require_POST
def my_language(request: OutsiderRequest) -> HttpResponse:
    """Read in another language, here and in letters."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return redirect("my_account")
    code = form.cleaned_data["language"]
    portal.speak(by=request.outsider.actor, account=request.outsider.account, language=code)
    return entering.in_language(redirect("my_account"), code)


@for_outsiders
@require_POST
def my_device(request: OutsiderRequest) -> HttpResponse:
    """Say whether this device is theirs alone; making a sign-in longer needs one that is fresh."""
    own = request.POST.get("own") == "1"
    if own and not just_signed_in(request, clock.now()):
        messages.info(request, _("Sign out and in again, and say then that this device is yours."))
        return redirect("my_account")
    entering.change_device(request, own=own)
    return redirect("my_account")


@for_outsiders
@require_POST
def my_sessions_end(request: OutsiderRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    here = request.session.session_key or ""
    ended = end_sessions(user_id=request.outsider.account.user_id, except_key=here)
    record(by=request.outsider.actor, verb="portal.sessions_ended", subject=None, detail={"sessions_ended": ended})
    messages.success(request, _("You are signed in here alone."))
    return redirect("my_account")


def pin_is_right(account: PortalAccount, pin: str) -> None:
    """Raise ``WrongPin`` unless this is the account's PIN; wrong ones are counted as at the door."""
    portal.prove_pin(account=account, pin=pin, at=clock.now())


def _change(request: HttpRequest, form: NewPinForm) -> None:
    known = request.outsider  # type: ignore[attr-defined]
    portal.change_pin(
        by=known.actor, account=known.account, at=clock.now(), session_key=request.session.session_key or "",
        **form.cleaned_data,
    )  # fmt: skip


def _page(request: OutsiderRequest, pin_form: NewPinForm, status: int = HTTPStatus.OK) -> HttpResponse:
    shown = read_account(request.outsider, request.session.session_key or "")
    context = {
        **shown, "pin_form": pin_form, "language_form": LanguageForm(initial={"language": request.outsider.language}),
        "own": request.session.get(entering.OWN, False), "fresh": just_signed_in(request, clock.now()),
    }  # fmt: skip
    return render(request, "portal/account.html", context, status=status)
