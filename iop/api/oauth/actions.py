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
from iop.api.oauth import key_sets, origins, smart
from iop.api.webhooks import lines
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_current, require_valid
from iop.core.words import say, sentence

FOR_ITSELF, FOR_PEOPLE = "client-credentials", "authorization-code"
MOST_ADDRESSES = 10
CHANGED = say("Somebody changed this app meanwhile. Nothing was overwritten: look at it, and save again.")
ENDED = say("Somebody ended this app meanwhile.")
ON_A_SERVER = say("An app that acts for itself runs on a server, and on no page. Leave this empty.")


@dataclass(frozen=True)
class Allowed:
    """What a person allowed an application: until when it goes on, and since when it holds."""

    application: Application
    scopes: list[str]
    since: dt.datetime


@dataclass(frozen=True)
class Keys:
    """An app's public keys: as pasted, or the https address at which they are fetched. One of the two."""

    pasted: str = ""
    url: str = ""


@transaction.atomic
def add_application(
    *, by: Actor, integration: Integration, name: str, grant: str, scopes: Iterable[str], at: dt.datetime,
    redirect_uris: Sequence[str] = (), allowed_origins: Sequence[str] = (), keeps_secrets: bool = True,
    keys: Keys | None = None,
) -> tuple[Application, str]:  # fmt: skip
    """Add an OAuth2 application; gives its secret, which is shown this once: none for one with keys or that can keep none.

    ``grant`` is ``client-credentials`` (it acts for itself, with REST scopes and ``system/…``) or ``authorization-code`` (people
    allow it, with PKCE; REST scopes and ``user/…`` for staff, ``patient/…`` for clients). ``allowed_origins`` are those of its
    pages that call from a browser. ``keys`` are its public keys: it proves who it is by signing (RFC 7523), and no secret is
    made. Raises ``Invalid``.
    """
    require(may_manage_keys(by))
    if integration.ended_at is not None:
        raise Invalid(say("This integration has ended."))
    if grant not in (FOR_ITSELF, FOR_PEOPLE):
        raise Invalid(say("Choose how it gets its tokens."), field="grant")
    row = Application(
        integration=integration, name=_named(name), authorization_grant_type=grant, scopes=_scopes(scopes, grant),
        redirect_uris=" ".join(_addresses(redirect_uris, grant)), allowed_origins=" ".join(_origins(allowed_origins, grant)),
        created_by=by.staff_id or by.id,
    )  # fmt: skip
    secret = _prove_by(row, keys, keeps_secrets or grant == FOR_ITSELF)
    row.save()
    record(
        by=by, verb="api.application_added", subject=("api.integration", integration.pk),
        detail={
            "grant": grant, "scopes": smart.coded(row.scopes), "proof": row.proof, "application": row.pk,
            "origins": len(row.allowed_origins.split()),
        },
    )  # fmt: skip
    return row, secret


@transaction.atomic
def change_application(
    *, by: Actor, application: Application, name: str, scopes: Iterable[str], redirect_uris: Sequence[str] = (),
    allowed_origins: Sequence[str] = (), proof: str | None = None, keys: Keys | None = None, version: int | None = None,
) -> tuple[Application, str]:  # fmt: skip
    """Change what an app is called, may ask for, where people come back to, from which origins its pages call, and how it
    proves who it is from now on.

    ``proof`` none leaves that as it is; ``secret`` makes a new secret, given here and never again, and the one before ends at
    once; ``keys`` takes ``keys`` in the place of whatever there was. What it was given keeps those scopes alone that it still
    has, and an origin that is taken out is out at once. ``version`` is the one that was read. Raises ``Invalid``, ``Stale``,
    ``Conflict``.
    """
    require(may_manage_keys(by))
    row = _held(application)
    require_current(row.version, version, CHANGED)
    grant = row.authorization_grant_type
    row.name, row.scopes, row.version = _named(name), _scopes(scopes, grant), row.version + 1
    row.redirect_uris = " ".join(_addresses(redirect_uris, grant))
    row.allowed_origins = " ".join(_origins(allowed_origins, grant))
    secret = _prove_by(row, keys if proof == "keys" else None, True) if proof else ""
    row.save()
    record(
        by=by, verb="api.application_changed", subject=("api.integration", row.integration_id),
        detail={
            "scopes": smart.coded(row.scopes), "proof": row.proof, "proof_changed": proof is not None, "application": row.pk,
            "origins": len(row.allowed_origins.split()),
        },
    )  # fmt: skip
    return row, secret


@transaction.atomic
def end_application(*, by: Actor, application: Application) -> None:
    """End an application at once: what it was given opens nothing any more."""
    require(may_manage_keys(by))
    integration_id, ended = application.integration_id, application.pk
    take_back_tokens(application=application)
    application.delete()
    record(
        by=by, verb="api.application_ended", subject=("api.integration", integration_id), detail={"application": ended}
    )  # fmt: skip


@transaction.atomic
def take_back(*, by: Actor, user: User, application: Application) -> None:
    """Take back what a person allowed an application: their tokens open nothing from now on."""
    if by.id != user.pk:
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


def _held(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("integration")
    row = rows.filter(pk=application.pk).first()
    if row is None:
        raise Conflict(ENDED)
    if row.integration.ended_at is not None:
        raise Invalid(say("This integration has ended."))
    return row


def _named(name: str) -> str:
    require_valid(None if name.strip() else say("Give it a name."), "name")
    return name.strip()[:80]


def _prove_by(row: Application, keys: Keys | None, keeps_secrets: bool) -> str:
    """Set how an app proves who it is; gives the secret that was made for it, if one was."""
    row.key_set, row.key_set_url = _checked_keys(keys) if keys else (None, "")
    row.client_type = Application.CLIENT_CONFIDENTIAL if keys or keeps_secrets else Application.CLIENT_PUBLIC
    # One with keys gets a secret that nobody is told: an empty one would be one.
    made = generate_client_secret()
    row.client_secret = made
    return made if row.has_secret else ""


def _checked_keys(keys: Keys) -> tuple[list[dict[str, str]] | None, str]:
    url = keys.url.strip()
    if keys.pasted.strip() and url:
        raise Invalid(say("Paste the keys, or name their address: one of the two."), field="key_set_url")
    if not url:
        return key_sets.pasted(keys.pasted), ""
    require_valid(lines.why_not_address(url), "key_set_url")
    return None, url


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
    if not all(map(_leads_back, wanted)):
        raise Invalid(
            say("Each address begins with https:// (http:// for this machine alone) and has no #."),
            field="redirect_uris",
        )
    return wanted


def _origins(typed: Sequence[str], grant: str) -> list[str]:
    found = origins.checked(typed)
    require_valid(ON_A_SERVER if found and grant == FOR_ITSELF else None, origins.FIELD)
    return found


def _leads_back(address: str) -> bool:
    """Say whether people can be sent to an address with a code: an https one, or one of their own machine."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.fragment or "@" in parts.netloc or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in ("localhost", "127.0.0.1", "::1"))
