"""The page on which a site administrator makes and revokes keys."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.access.actors import Actor
from iop.api import actions
from iop.api.choices import Scope
from iop.api.forms import KeyForm
from iop.api.models import IntegrationKey
from iop.core import clock
from iop.core.errors import Refusal, require


def keys(request: HttpRequest) -> HttpResponse:
    """List all keys and make a new one; its text is shown in the answer to that one POST and never again."""
    by = _actor(request)
    require(actions.may_manage_keys(by))
    form = KeyForm(request.POST or None)
    made = _made(by, form) if request.method == "POST" and form.is_valid() else ""
    context = {"form": KeyForm() if made else form, "made": made, "rows": _rows(clock.now())}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    answer = render(request, "api/keys.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    """End a key at once."""
    by = _actor(request)
    require(actions.may_manage_keys(by))
    key = get_object_or_404(IntegrationKey, prefix=prefix, revoked=False)
    actions.revoke_key(by=by, key=key)
    messages.success(request, _("The key no longer opens anything."))
    return redirect("api_keys")


def _actor(request: HttpRequest) -> Actor:
    known: Any = request
    acting: Actor = known.actor
    return acting


def _made(by: Actor, form: KeyForm) -> str:
    try:
        _key, text = actions.create_key(by=by, at=clock.now(), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return ""
    return text


def _rows(now: dt.datetime) -> list[dict[str, Any]]:
    rows = (
        IntegrationKey.objects.order_by("revoked", "-created")
        .select_related("integration")
        .prefetch_related("integration__sites")
    )
    return [
        {
            "name": key.name,
            "prefix": key.prefix,
            "scopes": [Scope(scope).label for scope in key.scopes],
            "sites": ", ".join(site.name for site in key.integration.sites.all()) or _("all sites"),
            "used": f"{key.last_used_at:%Y-%m-%d %H:%M} UTC" if key.last_used_at else _("never"),
            "until": f"{key.expiry_date:%Y-%m-%d}" if key.expiry_date else _("without end"),
            **_state(key, now),
        }
        for key in rows
    ]


def _state(key: IntegrationKey, now: dt.datetime) -> dict[str, Any]:
    if key.revoked:
        return {"state": _("Revoked"), "tone": "absent", "is_live": False}
    if key.expiry_date and key.expiry_date <= now:
        return {"state": _("Expired"), "tone": "late", "is_live": False}
    return {"state": _("Live"), "tone": "good", "is_live": True}
