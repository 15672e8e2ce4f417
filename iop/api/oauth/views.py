"""The pages and addresses of OAuth2: allowing an app, tokens, taking them back (RFC 6749, 7636, 7009, 7662, 9700).

Staff allow an app to act for them within what they may do; clients allow it to read their own record. The rest is the library's.
"""

from __future__ import annotations

import calendar
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View
from oauth2_provider.http import OAuth2ResponseRedirect
from oauth2_provider.models import get_application_model
from oauth2_provider.views import AuthorizationView, RevokeTokenView, TokenView
from oauth2_provider.views.mixins import OAuthLibMixin
from oauthlib.common import Request as Asked

from clients.portal import outsider
from iop.access.actors import Actor
from iop.accounts import sign_in
from iop.accounts.addresses import client_ip
from iop.accounts.choices import UserKind
from iop.api import authentication, limits
from iop.api.choices import Scope
from iop.api.models import Application
from iop.api.oauth import metadata, smart
from iop.api.oauth.smart import coded
from iop.api.oauth.validator import may_allow
from iop.audit.recorder import record
from iop.core import clock
from iop.core.words import Sentence, say

WANTED = "oauth2_wanted"
"""Where somebody who signs in from outside goes on to."""
STAFF_ONLY = say("This app asks for what only staff can allow. Sign out, and sign in as staff.")
CLIENTS_ONLY = say("This app asks to read a client's own record. Only the client can allow that, in their own sign-in.")
NOT_HERE = say("Apps can't be allowed on a device that is shared. Use your own.")
ELSEWHERE = say("This app wants to read from another server than this one. Nothing was allowed.")
UNREADABLE = say(
    "This app asked in a way that cannot be read. Go back to it, and tell whoever made it. Nothing was allowed."
)
MISSHAPEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
LEFT_OUT = ("approval_prompt", "prompt")
"""What the library would read from the address: whoever sends people here does not decide whether they are asked."""


def for_clients(scopes: list[str]) -> bool:
    """Say whether these scopes are about somebody's own record."""
    return any(scope.startswith(("patient/", "launch/patient")) for scope in scopes)


def why_not_allow(*, is_staff: bool, scopes: list[str]) -> Sentence | None:
    """Staff allow scopes of the REST API and ``user/…``; clients ``patient/…`` alone (SMART App Launch; 45 CFR 164.524)."""
    if is_staff:
        return CLIENTS_ONLY if for_clients(scopes) else None
    mine = [scope for scope in scopes if scope not in smart.LAUNCH and not scope.startswith("patient/")]
    return STAFF_ONLY if mine or not for_clients(scopes) else None


@method_decorator([login_not_required, never_cache], name="dispatch")
class Authorize(AuthorizationView):
    """Ask whoever is signed in whether the app may; whoever isn't signs in first and comes back."""

    template_name = "api/oauth/authorize.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead to the right door, and refuse what this person cannot allow."""
        known: Any = request
        scopes = (request.POST or request.GET).get("scope", "").split()
        if known.outsider is None and not _is_staff(request):
            return self._to_a_door(request, scopes)
        if known.outsider is None and sign_in.lacks_second_factor(request):
            return redirect("mfa_activate_totp")
        refusal = _refusal(request, scopes)
        if refusal:
            context: dict[str, Any] = {
                "sentence": refusal,
                "status": int(HTTPStatus.FORBIDDEN),
                "typed": [],
                "back_url": "/",
            }
            return render(request, "errors/refusal.html", context, status=HTTPStatus.FORBIDDEN)
        known.GET = request.GET.copy()
        for name in LEFT_OUT:
            known.GET.pop(name, None)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show the page. Its form may lead back to the app: browsers ask the page's policy along the whole way there."""
        answer: Any = super().render_to_response(context, **kwargs)
        answer._csp_update = {"form-action": _ways_back(context.get("redirect_uri"))}
        shown: HttpResponse = answer
        return shown

    def form_valid(self, form: Any) -> HttpResponse:
        """Write down who allowed what."""
        application = get_application_model().objects.filter(client_id=form.cleaned_data["client_id"]).first()
        if application is None:
            raise Http404
        said = "allowed" if form.cleaned_data.get("allow") else "declined"
        record(
            by=_actor(self.request), verb=f"api.application_{said}", subject=("api.integration", application.integration_id),
            detail={"scopes": coded(form.cleaned_data["scope"].split())},
        )  # fmt: skip
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say in words what is asked for, and who asks."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        scopes = context.get("scopes") or []
        context["asks"] = [words_of(scope) for scope in scopes if scope not in ("openid", "fhirUser", "launch/patient")]
        context["is_client"] = getattr(self.request, "outsider", None) is not None
        return context

    def redirect(self, redirect_to: str, application: Any) -> HttpResponse:
        """Lead back to the app. Its addresses were looked at when it was added: https, or this machine alone."""
        return OAuth2ResponseRedirect(redirect_to, ["https", "http"])

    def _to_a_door(self, request: HttpRequest, scopes: list[str]) -> HttpResponse:
        if for_clients(scopes):
            request.session[WANTED] = request.get_full_path()
            return redirect("door")
        return redirect_to_login(request.get_full_path())


def words_of(scope: str) -> str:
    """Say what a scope opens: to clients about themselves, to colleagues about the program."""
    if scope in Scope.values:
        return str(Scope(scope).label)
    found = smart.read(scope)
    if found is None:
        return str(smart.known().get(scope, scope))
    words = smart.words() if found.context == "patient" else smart.plain_words()
    whole = _("everything in the record") if found.context == "patient" else _("all that FHIR offers")
    what = whole if found.resource == "*" else str(words.get(found.resource, found.resource))
    return _("Read: %(what)s") % {"what": what}


class Door:
    """What the addresses share that programs call: whoever fails too often waits, and nothing odd reaches the database."""

    @method_decorator([csrf_exempt, login_not_required, never_cache, sensitive_post_parameters()])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, and count an application that could not prove who it is."""
        address = client_ip(request)
        if limits.fails_too_often(address):
            headers = {"Retry-After": str(limits.WINDOW)}
            return _oauth_error("temporarily_unavailable", HTTPStatus.TOO_MANY_REQUESTS, headers)
        if MISSHAPEN.search(request.META.get("QUERY_STRING", "")) or any(
            "\x00" in text for text in request.POST.values()
        ):
            return _oauth_error("invalid_request")
        above: Any = super()
        answer: HttpResponseBase = above.dispatch(request, *args, **kwargs)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            limits.note_failure(address)
        return answer


class Token(Door, TokenView):
    """Gives tokens."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give one by a grant that is offered."""
        if request.POST.get("grant_type") not in metadata.GRANTS:
            return _oauth_error("unsupported_grant_type" if request.POST.get("grant_type") else "invalid_request")
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


class Revoke(Door, RevokeTokenView):
    """Takes a token back, asked by the app itself (RFC 7009)."""


class Introspect(Door, OAuthLibMixin, View):
    """Says what a token is good for (RFC 7662), to the app that it was given to and to nobody else."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Say it, once the app has proven who it is. A token of another app looks like none."""
        application = self._caller(request)
        if application is None:
            headers = {"WWW-Authenticate": 'Basic realm="oauth2"'}
            return _oauth_error("invalid_client", HTTPStatus.UNAUTHORIZED, headers)
        text = request.POST.get("token", "")
        return JsonResponse(told_of(text, application)) if text else _oauth_error("invalid_request")

    def _caller(self, request: HttpRequest) -> Application | None:
        core = self.get_oauthlib_core()
        asked = Asked(*core._extract_params(request))
        known = core.server.request_validator.authenticate_client(asked)
        return asked.client if known else None


def told_of(text: str, application: Application) -> dict[str, Any]:
    """Say what one of an application's tokens opens at this moment."""
    token = authentication.live_token(text, clock.now())
    if token is None or token.application_id != application.pk or not may_allow(token.user):
        return {"active": False}
    told: dict[str, Any] = {
        "active": True,
        "scope": " ".join(sorted(authentication.scopes_of(token))),
        "client_id": application.client_id,
        "token_type": "Bearer",
        "exp": calendar.timegm(token.expires.utctimetuple()),
        "iat": calendar.timegm(token.created.utctimetuple()),
        "sub": str(token.user_id or application.client_id),
    }
    known = outsider(token.user, clock.now()) if token.user else None
    if known is not None and known.client is not None:
        told["patient"] = str(known.client.pk)
    return told


def _oauth_error(
    code: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST, headers: dict[str, str] | None = None
) -> JsonResponse:
    return JsonResponse({"error": code}, status=status, headers={"Cache-Control": "no-store", **(headers or {})})


def _ways_back(redirect_uri: str | None) -> list[str]:
    parts = urlsplit(redirect_uri or "")
    return ["https:", f"{parts.scheme}://{parts.netloc}"] if parts.scheme == "http" else ["https:"]


def _is_for_us(request: HttpRequest) -> bool:
    """Say whether the app means this server: it names the base of FHIR as ``aud`` (SMART App Launch 2.2), or nothing."""
    told = request.GET.get("aud")
    return told is None or told.rstrip("/") == f"{metadata.site_of(request)}/fhir/R4"


def _is_staff(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_authenticated and user.kind == UserKind.STAFF)


def _refusal(request: HttpRequest, scopes: list[str]) -> Sentence | None:
    known = getattr(request, "outsider", None)
    if MISSHAPEN.search(request.META.get("QUERY_STRING", "")):
        return UNREADABLE
    if not _is_for_us(request):
        return ELSEWHERE
    if known is None:
        return why_not_allow(is_staff=True, scopes=scopes)
    if known.client is None:
        raise Http404
    if request.session.get("at_kiosk"):
        return NOT_HERE
    return why_not_allow(is_staff=False, scopes=scopes)


def _actor(request: HttpRequest) -> Actor:
    known: Any = request
    actor: Actor = known.outsider.actor if known.outsider else known.actor
    return actor
