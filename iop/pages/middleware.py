"""What every page has around it: the call on record, the door, and refusals as sentences."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from clients.portal import outsider
from iop.access.actors import Place
from iop.accounts import sign_in
from iop.accounts.addresses import client_ip
from iop.accounts.choices import UserKind
from iop.accounts.people import acting
from iop.audit.recorder import record
from iop.clinic.actors import actor_for
from iop.clinic.models import Organization
from iop.core import clock
from iop.core.context import Call, during
from iop.core.errors import Refusal
from iop.pages import handed_over
from iop.pages.presenters.clients.head import ChartMoved

Answer = Callable[[HttpRequest], HttpResponse]

PORTAL_OF = "portal_of"
"""What a view carries that is made for clients or relatives (``iop.portal.access``): the kinds of actors who may open it."""
ALSO_FOR_OUTSIDERS = ("ping", "session_left")
"""Names of addresses of the clock of a sign-in, which everybody has."""
AT_KIOSK = "at_kiosk"
"""Where the session keeps that somebody is signed in at the waiting room's tablet."""
OPEN_AT_KIOSK = ("kiosk", "my_check_in", "my_measure", "leave")
"""Beginnings of the names of pages that open there: what somebody does on arriving, and nothing to read."""
API_PATHS = ("/api/", "/fhir/")
"""Paths whose door is kept by the API's own authentication, which answers with problems, not with pages."""
OPEN_WITHOUT_SECOND_FACTOR = ("mfa_", "account_logout", "account_reauthenticate", "ping", "session_")
"""Beginnings of the names of pages that somebody reaches who still has to set up a second factor."""
NEVER_EXTENDS = ("session_left", "healthz", "readyz")
"""Names of addresses whose being asked is nobody's doing."""
NEVER_SHOWN_AGAIN = ("csrfmiddlewaretoken", "password", "code")
"""Posted fields that a refusal page does not repeat."""
WANTED = "wanted"
"""Where the session keeps the page that somebody was on the way to when a second factor had to be set up first."""
CHOSEN_SITE = "site"
"""Where the session keeps which site the person looks at."""


class CallMiddleware:
    """Says for the audit record by which request, from where and over which channel something happens."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = str(structlog.contextvars.get_contextvars().get("request_id") or uuid.uuid4())
        channel = "api" if request.path.startswith(API_PATHS) else "web"
        with during(Call(request_id=request_id, ip=client_ip(request), channel=channel)):
            return self.get_response(request)


class SignedInMiddleware:
    """Shows every page to signed-in people only, but for the views marked ``public`` (``iop.pages.access``).

    It also ends a sign-in that rested too long, and leads somebody without a second factor to setting one up.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _forget(request)
        # Without a session nothing is asked of the database: health checks must not make rows.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if request.user.kind == UserKind.STAFF:
                _know(request)
            else:
                _know_outsider(request)
        answer = self.get_response(request)
        if request.outsider is not None:  # type: ignore[attr-defined]
            # A phone that others use too keeps nothing that can be read after signing out.
            add_never_cache_headers(answer)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Decide before the view runs whether it may be reached at all."""
        if request.outsider is not None:  # type: ignore[attr-defined]
            return self._for_outsiders(request, view)
        if hasattr(view, PORTAL_OF):
            return redirect("door")
        known = request.actor is not None  # type: ignore[attr-defined]
        if known and _is_over(request):
            return self._ended(request, view)
        if known and handed_over.is_closed(request):
            return redirect("take_back")
        if request.path.startswith(API_PATHS) or not getattr(view, "login_required", True):
            return None
        if not known:
            return self._to_the_door(request)
        if sign_in.lacks_second_factor(request) and not _is_open_without(request):
            request.session[WANTED] = _comes_back_to(request)
            return redirect("mfa_activate_totp")
        return None

    def _ended(self, request: HttpRequest, view: Callable[..., HttpResponse]) -> HttpResponse | None:
        record(by=acting(request.user), verb="accounts.timed_out", subject=None)  # type: ignore[arg-type]
        logout(request)
        _forget(request)
        if request.path.startswith(API_PATHS) or not getattr(view, "login_required", True):
            return None
        messages.info(request, _("You were signed out after a while without activity. What was not sent is not saved."))
        return self._to_the_door(request)

    def _for_outsiders(self, request: HttpRequest, view: Callable[..., HttpResponse]) -> HttpResponse | None:
        """Open to a client or a relative what is made for them and what is open to everybody; all else does not exist."""
        if _is_over(request):
            record(by=request.outsider.actor, verb="portal.timed_out", subject=None)  # type: ignore[attr-defined]
            logout(request)
            _forget(request)
            is_open = not getattr(view, "login_required", True)
            return None if is_open else redirect("door")
        if not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        if match and match.url_name in ALSO_FOR_OUTSIDERS:
            return None
        if request.outsider.actor.kind not in getattr(view, PORTAL_OF, ()):  # type: ignore[attr-defined]
            raise Http404
        if request.session.get(AT_KIOSK) and not (match and (match.url_name or "").startswith(OPEN_AT_KIOSK)):
            return redirect("kiosk_inside")
        return None

    def _to_the_door(self, request: HttpRequest) -> HttpResponse:
        if not Organization.objects.exists():
            return redirect("setup")
        if request.resolver_match and (request.resolver_match.url_name or "").startswith(("ping", "session_")):
            return JsonResponse({"seconds_left": 0}, status=HTTPStatus.UNAUTHORIZED)
        return redirect_to_login(_comes_back_to(request), settings.LOGIN_URL)


class RefusalMiddleware:
    """Turns a refusal that a view let through into a page or a fragment with its one sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else goes on to Django's own handling. The API words its own problems."""
        if isinstance(refusal, ChartMoved):
            return _to_the_kept_chart(request, refusal)
        if not isinstance(refusal, Refusal) or request.path.startswith(API_PATHS):
            return None
        if request.headers.get("Accept", "").startswith("application/json"):
            errors = {refusal.field: [str(refusal.sentence)]} if refusal.field else {}
            return JsonResponse(
                {**refusal.detail, "sentence": str(refusal.sentence), "errors": errors}, status=refusal.status
            )
        context = {
            "sentence": refusal.sentence,
            "status": int(refusal.status),
            "typed": [] if getattr(request, "htmx", False) else _typed(request),
            "back_url": _back(request),
        }
        return render(request, "errors/refusal.html", context, status=refusal.status)


def _to_the_kept_chart(request: HttpRequest, moved: ChartMoved) -> HttpResponse | None:
    # Only what is read goes on by itself; what was sent to a chart that is no more is looked at again.
    match = request.resolver_match
    if match is None or request.method not in ("GET", "HEAD"):
        return None
    return redirect(match.view_name, **{**match.kwargs, "client_id": moved.kept_id})


def _know(request: Any) -> None:
    request.actor = SimpleLazyObject(lambda: actor_for(request.user, clock.now()))
    request.sites = SimpleLazyObject(lambda: list(request.actor.places))
    request.site = SimpleLazyObject(lambda: _chosen_site(request))


def _know_outsider(request: Any) -> None:
    request.outsider = outsider(request.user, clock.now())
    if request.outsider is None:
        # Their access ended while they were signed in: gone at once.
        logout(request)
        return
    translation.activate(request.outsider.language)
    request.LANGUAGE_CODE = translation.get_language()


def _forget(request: Any) -> None:
    request.actor, request.sites, request.site, request.outsider = None, [], None, None


def _chosen_site(request: Any) -> Place | None:
    # With several sites and no choice made, pages show all of them.
    chosen = request.session.get(CHOSEN_SITE)
    only = request.sites[0] if len(request.sites) == 1 else None
    return next((place for place in request.sites if str(place.id) == chosen), only)


def _is_over(request: HttpRequest) -> bool:
    at = clock.now()
    if sign_in.seconds_left(request, at) == 0:
        return True
    # A page that asks by itself (polling, how long is left) must not keep an empty room signed in.
    name = request.resolver_match.url_name if request.resolver_match else None
    if "X-Background" not in request.headers and name not in NEVER_EXTENDS:
        sign_in.note_activity(request, at)
    return False


def _is_open_without(request: HttpRequest) -> bool:
    name = request.resolver_match.url_name if request.resolver_match else None
    return (name or "").startswith(OPEN_WITHOUT_SECOND_FACTOR)


def _comes_back_to(request: HttpRequest) -> str:
    # A fragment is no place to return to, and neither is a form that was posted: the page that held it is.
    if getattr(request, "htmx", False) and request.htmx.current_url_abs_path:  # type: ignore[attr-defined]
        return str(request.htmx.current_url_abs_path)  # type: ignore[attr-defined]
    return request.get_full_path() if request.method in ("GET", "HEAD") else settings.LOGIN_REDIRECT_URL


def _typed(request: HttpRequest) -> list[dict[str, str]]:
    return [
        {"label": name.replace("_", " ").capitalize(), "value": value}
        for name, values in request.POST.lists()
        if not name.lower().startswith(NEVER_SHOWN_AGAIN)
        for value in values
        if value
    ]


def _back(request: HttpRequest) -> str:
    # Only the path is taken: a link off this site has no business on a page of ours.
    referer = urlsplit(request.headers.get("Referer", ""))
    return referer.path if referer.netloc == request.get_host() and referer.path.startswith("/") else "/"
