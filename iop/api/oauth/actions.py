"""Adding and ending OAuth2 applications, and taking back what somebody allowed one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Max
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import get_access_token_model, get_refresh_token_model

from iop.access.actors import Actor
from iop.accounts.models import User
from iop.api.actions import may_manage_keys, take_back_tokens
from iop.api.choices import Scope
from iop.api.models import Application, Integration
from iop.api.oauth import smart
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say, sentence

FOR_ITSELF, FOR_PEOPLE = "client-credentials", "authorization-code"
MOST_ADDRESSES = 10


@dataclass(frozen=True)
class Allowed:
    """What a person allowed an application: until when it goes on, and since when it holds."""

    application: Application
    scopes: list[str]
    since: dt.datetime


@transaction.atomic
def add_application(
    *, by: Actor, integration: Integration, name: str, grant: str, scopes: Iterable[str], at: dt.datetime,
    redirect_uris: Sequence[str] = (), keeps_secrets: bool = True,
) -> tuple[Application, str]:  # fmt: skip
    """Add an OAuth2 application; gives its secret (none for one that cannot keep it), which is shown this once.

    ``grant`` is ``client-credentials`` (it acts for itself, with REST scopes and ``system/…``) or ``authorization-code`` (people
    allow it, with PKCE; REST scopes and ``user/…`` for staff, ``patient/…`` for clients). Raises ``Invalid``.
    """
    require(may_manage_keys(by))
    if integration.ended_at is not None:
        raise Invalid(say("This integration has ended."))
    if grant not in (FOR_ITSELF, FOR_PEOPLE):
        raise Invalid(say("Choose how it gets its tokens."), field="grant")
    if not name.strip():
        raise Invalid(say("Give it a name."), field="name")
    secret = generate_client_secret() if keeps_secrets or grant == FOR_ITSELF else ""
    row = Application(
        integration=integration, name=name.strip()[:80], authorization_grant_type=grant, client_secret=secret,
        client_type="confidential" if secret else "public", scopes=_scopes(scopes, grant),
        redirect_uris=" ".join(_addresses(redirect_uris, grant)), created_by=by.staff_id or by.id,
    )  # fmt: skip
    row.save()
    record(
        by=by, verb="api.application_added", subject=("api.integration", integration.pk),
        detail={"grant": grant, "scopes": smart.coded(row.scopes)},
    )  # fmt: skip
    return row, secret


@transaction.atomic
def end_application(*, by: Actor, application: Application) -> None:
    """End an application at once: what it was given opens nothing any more."""
    require(may_manage_keys(by))
    integration_id = application.integration_id
    take_back_tokens(application=application)
    application.delete()
    record(by=by, verb="api.application_ended", subject=("api.integration", integration_id))


@transaction.atomic
def take_back(*, by: Actor, user: User, application: Application) -> None:
    """Take back what a person allowed an application: their tokens open nothing from now on."""
    if by.id != user.pk and not (by.staff_id and _is_own(by, user)):
        require(may_manage_keys(by))
    take_back_tokens(application=application, user=user)
    record(by=by, verb="api.application_taken_back", subject=("api.integration", application.integration_id))


def allowed_by(user: User) -> list[Allowed]:
    """List the applications that a person has allowed and that may still go on."""
    tokens = get_access_token_model().objects.filter(user=user, application__isnull=False)
    newest: dict[int, Allowed] = {}
    for token in tokens.select_related("application__integration").order_by("created"):
        newest[token.application_id] = Allowed(token.application, token.scope.split(), token.created)
    live = set(
        get_refresh_token_model().objects.filter(user=user, revoked__isnull=True).values_list("application", flat=True)
    )
    ends = dict(tokens.values_list("application").annotate(Max("expires")).order_by())
    now = clock.now()
    return [one for pk, one in newest.items() if pk in live or ends[pk] > now]


def _is_own(by: Actor, user: User) -> bool:
    staff = getattr(user, "staff_member", None)
    return staff is not None and staff.pk == by.staff_id


def _scopes(scopes: Iterable[str], grant: str) -> list[str]:
    wanted = list(dict.fromkeys(scope.strip() for scope in scopes if scope.strip()))
    if not wanted:
        raise Invalid(say("Name at least one scope."), field="scopes")
    for scope in wanted:
        if not _fits(scope, grant):
            raise Invalid(
                sentence(say("The scope {scope} is not known, or not for this kind of app."), scope=scope[:80]),
                field="scopes",
            )
    return wanted


def _fits(scope: str, grant: str) -> bool:
    if scope in Scope.values:
        return True
    if scope in smart.LAUNCH:
        return grant == FOR_PEOPLE
    found = smart.read(scope)
    return found is not None and (found.context == "system") == (grant == FOR_ITSELF)


def _addresses(addresses: Sequence[str], grant: str) -> list[str]:
    wanted = [address.strip() for address in addresses if address.strip()]
    if grant == FOR_ITSELF:
        return []
    if not wanted or len(wanted) > MOST_ADDRESSES:
        raise Invalid(say("Name where people come back to: one address, or up to ten."), field="redirect_uris")
    for address in wanted:
        parts = urlsplit(address)
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if not parts.hostname or parts.fragment or (parts.scheme != "https" and not (local and parts.scheme == "http")):
            raise Invalid(
                say("Each address begins with https:// (http:// for this machine alone) and has no #."),
                field="redirect_uris",
            )
    return wanted
