"""The door: an inbox and a PIN, an invitation, the other language, and the way out."""

from __future__ import annotations

from http import HTTPStatus

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from clients.actions import portal
from clients.actions.portal import accepting, links
from clients.models import PortalAccount
from clients.portal_asking import hand_in
from clients.portal_choices import SignInMethod
from iop.audit.recorder import record
from iop.core import clock
from iop.pages.access import public
from iop.portal import entering
from iop.portal.access import OutsiderRequest, for_outsiders
from iop.portal.forms.door import LANGUAGES, AskForm, PinForm, WelcomeForm
from iop.portal.presenters import door as presenter
from iop.portal.views.kiosk import KIOSK

both = require_http_methods(["GET", "POST"])


@public
@never_cache
@both
def door(request: HttpRequest) -> HttpResponse:
    """Show the crisis numbers and the ways in, or write to an inbox; lead whoever is inside to where they begin.

    The answer to an address is the same whether or not it is known.
    """
    known = request.outsider  # type: ignore[attr-defined]
    if known is not None:
        return (
            redirect("kiosk_inside")
            if request.session.get(entering.AT_KIOSK)
            else entering.inside(request, known.account)
        )
    if KIOSK in request.COOKIES and request.method == "GET":
        return redirect("kiosk")
    form = AskForm(request.POST or None)
    if request.method == "POST" and not _may_ask(request):
        return render(request, "portal/door/wait.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    if request.method == "POST" and form.attempt(lambda: hand_in(form.cleaned_data["email"])):
        return render(request, "portal/door/sent.html")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "portal/door.html", {"form": form, **presenter.demo_people()}, status=status)


@public
@never_cache
@both
def door_enter(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the PIN of the account that a link was sent for. Opening the page uses nothing up: programs open links, too."""
    link = links.standing(token, clock.now())
    form = PinForm(request.POST or None)
    if request.method == "GET" and link is None:
        return _no_way(request)
    found: list[PortalAccount] = []
    if request.method == "POST" and form.attempt(lambda: found.append(_by_link(token, form.cleaned_data["pin"]))):
        entering.let_in(request, found[0], SignInMethod.LINK, own_device=form.cleaned_data["own_device"])
        return entering.inside(request, found[0])
    if form.non_field_errors():
        return _no_way(request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    word = link.account.word if link else ""
    return render(request, "portal/door/enter.html", {"form": form, "word": word}, status=status)


@public
@never_cache
@both
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation with the code that a colleague told, and choose a PIN."""
    row = accepting.standing(token, clock.now())
    if row is None and request.method == "GET":
        return _no_way(request)
    if row is not None and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(row.language)
    form = WelcomeForm(request.POST or None, initial={"language": translation.get_language()})
    found: list[PortalAccount] = []
    if request.method == "POST" and form.attempt(lambda: found.append(_accepted(token, form))):
        entering.let_in(request, found[0], SignInMethod.WELCOME, own_device=form.cleaned_data["own_device"])
        return entering.in_language(redirect("my_passkey_offer"), form.cleaned_data["language"])
    if form.non_field_errors():
        return _no_way(request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "portal/door/welcome.html", {"form": form, "clinic": presenter.clinic_name()}, status=status)


@public
@require_POST
def door_language(request: HttpRequest) -> HttpResponse:
    """Speak another language on this device, and stay on the page."""
    code, following = request.POST.get("language", ""), request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        following, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    answer = redirect(following if safe else "door")
    return entering.in_language(answer, code) if code in dict(LANGUAGES) else answer


@public
@require_POST
def door_demo(request: HttpRequest) -> HttpResponse:
    """In the demo clinic alone: look at it as one of its made-up people."""
    account = presenter.demo_account(request.POST.get("who", ""))
    if account is None:
        raise Http404
    entering.let_in(request, account, SignInMethod.DEMO, own_device=True)
    return entering.inside(request, account)


@for_outsiders
@require_POST
def leave(request: OutsiderRequest) -> HttpResponse:
    """Sign out, and have the browser forget what it kept; but for the plans that somebody chose to keep on their device.

    ``kept`` is what the page's script says of those: they stand in the browser alone, where no server sees them.
    """
    record(by=request.outsider.actor, verb="portal.signed_out", subject=None)
    back = "kiosk" if request.session.get(entering.AT_KIOSK) else "door"
    logout(request)
    answer = redirect(back)
    answer["Clear-Site-Data"] = '"cache"' if request.POST.get("kept") == "1" else '"cache", "storage"'
    return answer


def _may_ask(request: HttpRequest) -> bool:
    address = request.POST.get("email", "").strip().casefold()
    limits = settings.PORTAL_RATE_LIMITS
    return bool(ratelimit.consume(request, app="iop", action="portal_link", key=address or "-", config=limits))


def _by_link(token: str, pin: str) -> PortalAccount:
    return portal.enter_by_link(token=token, pin=pin, at=clock.now())


def _accepted(token: str, form: WelcomeForm) -> PortalAccount:
    typed = {name: form.cleaned_data[name] for name in ("code", "pin", "again", "language")}
    return portal.accept(token=token, at=clock.now(), **typed)


def _no_way(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/door/no_way.html", status=HTTPStatus.GONE)
