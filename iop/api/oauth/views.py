"""The pages and addresses of OAuth2: allowing an app, tokens, taking them back (RFC 6749, 7636, 7009, 7662, 9700).

Staff allow an app to act for them within what they may do; clients allow it to read their own record. The rest is the library's.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from oauth2_provider.http import OAuth2ResponseRedirect
from oauth2_provider.models import get_application_model
from oauth2_provider.views import AuthorizationView, IntrospectTokenView, RevokeTokenView, TokenView

from iop.access.actors import Actor
from iop.accounts import sign_in
from iop.accounts.choices import UserKind
from iop.api.choices import Scope
from iop.api.oauth import smart
from iop.api.oauth.smart import coded
from iop.audit.recorder import record
from iop.core.words import Sentence, say

WANTED = "oauth2_wanted"
"""Where somebody who signs in from outside goes on to."""
STAFF_ONLY = say("This app asks for what only staff can allow. Sign out, and sign in as staff.")
CLIENTS_ONLY = say("This app asks to read a client's own record. Only the client can allow that, in their own sign-in.")
NOT_HERE = say("Apps can't be allowed on a device that is shared. Use your own.")


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
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

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
    """Say what a scope opens."""
    if scope in Scope.values:
        return str(Scope(scope).label)
    found = smart.read(scope)
    if found is None:
        return str(smart.known().get(scope, scope))
    what = (
        _("everything in the record")
        if found.resource == "*"
        else str(smart.words().get(found.resource, found.resource))
    )
    return _("Read: %(what)s") % {"what": what}


@method_decorator(login_not_required, name="dispatch")
class Token(TokenView):
    """Gives tokens."""


@method_decorator(login_not_required, name="dispatch")
class Revoke(RevokeTokenView):
    """Takes a token back, asked by the app itself (RFC 7009)."""


@method_decorator(login_not_required, name="dispatch")
class Introspect(IntrospectTokenView):
    """Says what a token is good for (RFC 7662)."""


def _is_staff(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_authenticated and user.kind == UserKind.STAFF)


def _refusal(request: HttpRequest, scopes: list[str]) -> Sentence | None:
    outsider = getattr(request, "outsider", None)
    if outsider is None:
        return why_not_allow(is_staff=True, scopes=scopes)
    if outsider.client is None:
        raise Http404
    if request.session.get("at_kiosk"):
        return NOT_HERE
    return why_not_allow(is_staff=False, scopes=scopes)


def _actor(request: HttpRequest) -> Actor:
    known: Any = request
    actor: Actor = known.outsider.actor if known.outsider else known.actor
    return actor
