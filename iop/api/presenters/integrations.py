"""Integrations as their pages show them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from clients.models import ServiceAgreement
from iop.api import keys
from iop.api.choices import DeliveryStatus, Scope
from iop.api.models import Application, Integration, IntegrationKey, Webhook
from iop.api.oauth.views import words_of


def listed(now: dt.datetime) -> list[dict[str, Any]]:
    """Give one line for each integration, those in use first."""
    rows = Integration.objects.select_related("party").annotate(
        live_keys=Count("keys", filter=Q(keys__revoked=False) & (Q(keys__expiry_date__isnull=True) | Q(keys__expiry_date__gt=now)), distinct=True),
        hooks=Count("webhooks", filter=Q(webhooks__ended_at__isnull=True), distinct=True),
        used=Max("keys__last_used_at"),
    ).order_by("ended_at", "name", "pk")  # fmt: skip
    apps = dict(Application.objects.values_list("integration").annotate(Count("pk")).order_by())
    return [
        {
            "id": row.pk, "name": row.name, "party": row.party.name, "keys": row.live_keys, "hooks": row.hooks,
            "apps": apps.get(row.pk, 0), "used": _moment(row.used) or _("never"), **_state(row),
        }
        for row in sorted(rows, key=lambda row: row.ended_at is not None)
    ]  # fmt: skip


def one(row: Integration, now: dt.datetime) -> dict[str, Any]:
    """Give an integration with its keys, apps and webhooks."""
    sites = [site.name for site in row.sites.all()]
    facts = [
        (_("Who reads through it"), row.party.name),
        (_("On what ground"), _ground(row, now)),
        (_("Purpose"), row.get_purpose_display()),
        (_("Sites"), ", ".join(sites) or _("all sites")),
        (_("Calls from"), ", ".join(row.networks) or _("anywhere")),
        (_("Calls a minute"), str(row.calls_a_minute)),
    ]
    return {
        "row": row, "facts": facts, "is_live": row.ended_at is None, "integration_keys": _keys(row, now),
        "apps": _apps(row), "webhooks": _webhooks(row), **_state(row),
    }  # fmt: skip


def _ground(row: Integration, now: dt.datetime) -> str:
    on = now.date()
    standing = ServiceAgreement.objects.filter(party=row.party, starts_on__lte=on).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    )
    for agreement in standing:
        if row.purpose in agreement.purposes:
            return agreement.services
    return _("Consent of each client: it reads about those alone whose consent names it, and writes nothing")


def key_of(key: IntegrationKey, now: dt.datetime) -> dict[str, Any]:
    """Give a key without its secret."""
    return _key(key, now, keys.soon(now))


def _keys(row: Integration, now: dt.datetime) -> list[dict[str, Any]]:
    soon = keys.soon(now)
    return [
        _key(key, now, soon) for key in IntegrationKey.objects.filter(integration=row).order_by("revoked", "-created")
    ]


def _key(key: IntegrationKey, now: dt.datetime, soon: dt.datetime) -> dict[str, Any]:
    return {
        "prefix": key.prefix, "scopes": [_scope(scope) for scope in key.scopes],
        "used": _moment(key.last_used_at) or _("never"), "until": _until(key),
        "may_replace": key.replaced_at is None, **_key_state(key, now, soon),
    }  # fmt: skip


def _until(key: IntegrationKey) -> str:
    """Say the last day of a key; of one that goes on for a little while after it was replaced, the moment."""
    if key.expiry_date is None:
        return _("without end")
    return _moment(key.expiry_date) if key.replaced_at else f"{keys.last_day(key.expiry_date):%Y-%m-%d}"


def _apps(row: Integration) -> list[dict[str, Any]]:
    return [
        {
            "id": app.pk, "name": app.name, "client_id": app.client_id, "scopes": [_scope(scope) for scope in app.scopes],
            "how": _how(app), "proof": _proof(app),
        }
        for app in Application.objects.filter(integration=row).order_by("pk")
    ]  # fmt: skip


def _how(app: Application) -> str:
    """Say how an app gets its tokens, and where its pages run."""
    if app.authorization_grant_type == "client-credentials":
        return _("acts for itself")
    if not app.allowed_origins:
        return _("people allow it")
    return _("people allow it; its pages run at %(origins)s") % {"origins": ", ".join(app.allowed_origins.split())}


def _proof(app: Application) -> str:
    """Say how an app proves who it is."""
    if app.key_set_url:
        return _("signs with its keys at %(url)s") % {"url": app.key_set_url}
    if app.key_set:
        names = ", ".join(key.get("kid") or key["kty"] for key in app.key_set)
        return _("signs with its keys: %(names)s") % {"names": names}
    return _("by a secret") if app.has_secret else _("not at all: a phone or browser, with PKCE")


def _webhooks(row: Integration) -> list[dict[str, Any]]:
    rows = Webhook.objects.filter(integration=row, ended_at__isnull=True).annotate(
        waiting=Count("deliveries", filter=Q(deliveries__status=DeliveryStatus.WAITING))
    )
    return [
        {"id": hook.pk, "url": hook.url, "events": kinds(hook), "waiting": hook.waiting, **hook_state(hook)}
        for hook in rows.order_by("pk")
    ]


def kinds(hook: Webhook) -> str:
    """Name the kinds of changes that a webhook is told of."""
    return _("all kinds") if "*" in hook.events else ", ".join(hook.events)


def hook_state(hook: Webhook) -> dict[str, str]:
    """Say how a webhook fares, in a word and its tone."""
    if hook.ended_at:
        return {"state": _("Ended"), "tone": "absent"}
    if hook.stopped_at:
        return {"state": _("Stopped"), "tone": "absent"}
    if hook.failing_since:
        return {"state": _("Does not answer"), "tone": "late"}
    return {"state": _("In use"), "tone": "good"}


def _scope(scope: str) -> str:
    return str(Scope(scope).label) if scope in Scope.values else f"{words_of(scope)} ({scope})"


def _state(row: Integration) -> dict[str, str]:
    if row.ended_at:
        return {"state": _("Ended"), "tone": "absent"}
    return {"state": _("In use"), "tone": "good"}


def _key_state(key: IntegrationKey, now: dt.datetime, soon: dt.datetime) -> dict[str, Any]:
    if key.revoked:
        return {"state": _("Revoked"), "tone": "absent", "is_live": False}
    if key.expiry_date and key.expiry_date <= now:
        return {"state": _("Expired"), "tone": "late", "is_live": False}
    if key.replaced_at:
        return {"state": _("Replaced"), "tone": "late", "is_live": True}
    if key.expiry_date and key.expiry_date <= soon:
        return {"state": _("Ends soon"), "tone": "late", "is_live": True}
    return {"state": _("Live"), "tone": "good", "is_live": True}


def _moment(at: dt.datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""
