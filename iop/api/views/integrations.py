"""The pages on which integrations are added and ended, with their keys and apps."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.api import actions, keys
from iop.api.forms import (
    AppChangeForm,
    AppForm,
    BoundsChangeForm,
    IntegrationForm,
    KeyForm,
    LifeForm,
    WebhookForm,
    bounds_of,
    of_app,
)
from iop.api.models import Application, Integration, IntegrationKey
from iop.api.oauth import actions as oauth
from iop.api.presenters import integrations as presenter
from iop.api.views.desk import actor_of, attempted, page
from iop.core import clock
from iop.core.errors import require


def integrations(request: HttpRequest) -> HttpResponse:
    """List all integrations, and add one."""
    by = actor_of(request)
    require(actions.may_manage_keys(by))
    form = IntegrationForm(request.POST or None)
    if request.method == "POST":
        made = attempted(form, lambda: actions.add_integration(by=by, at=clock.now(), **form.cleaned_data))
        if made is not None:
            messages.success(request, _("Added. Give it a key or an app now."))
            return redirect("integration", made.pk)
    return page(request, "api/integrations.html", {"form": form, "rows": presenter.listed(clock.now())}, form)


def integration(request: HttpRequest, integration_id: uuid.UUID) -> HttpResponse:
    """Show one, with its keys, apps and webhooks."""
    require(actions.may_manage_keys(actor_of(request)))
    return shown(request, _found(integration_id))


def change(request: HttpRequest, integration_id: uuid.UUID) -> HttpResponse:
    """Change what it is called, where it reads, from where and how often it calls."""
    by, row = actor_of(request), _found(integration_id)
    require(actions.may_manage_keys(by))
    form = BoundsChangeForm(request.POST or None, initial=bounds_of(row))
    if request.method == "POST" and attempted(
        form, lambda: actions.change_integration(by=by, integration=row, **form.cleaned_data)
    ):
        messages.success(request, _("Changed."))
        return redirect("integration", row.pk)
    return page(request, "api/integration_change.html", {"form": form, "row": row}, form)


@require_POST
def end(request: HttpRequest, integration_id: uuid.UUID) -> HttpResponse:
    """End it at once."""
    row = _found(integration_id)
    actions.end_integration(by=actor_of(request), integration=row, at=clock.now())
    messages.success(request, _("Ended. None of its keys and apps opens anything any more."))
    return redirect("integration", row.pk)


@require_POST
def add_key(request: HttpRequest, integration_id: uuid.UUID) -> HttpResponse:
    """Make a key; its text is shown in the answer to this one POST and never again."""
    by, row = actor_of(request), _found(integration_id)
    require(actions.may_manage_keys(by))
    at = clock.now()
    form = KeyForm(request.POST, days=keys.days_of(at))
    made = attempted(
        form,
        lambda: actions.add_key(by=by, integration=row, scopes=form.chosen, until=form.cleaned_data["until"], at=at),
    )
    if made is None:
        return shown(request, row, key_form=form)
    return shown(request, row, made=made[1], made_title=_("The key. Copy it now: it is not shown again."))


def replace_key(request: HttpRequest, prefix: str) -> HttpResponse:
    """Ask until when the next key holds, and make it with the same scopes; the old one goes on for a day."""
    by, at = actor_of(request), clock.now()
    require(actions.may_manage_keys(by))
    key = get_object_or_404(IntegrationKey.objects.select_related("integration"), prefix=prefix, revoked=False)
    form = LifeForm(request.POST if request.method == "POST" else None, days=keys.days_of(at))
    made = None
    if request.method == "POST":
        made = attempted(form, lambda: actions.replace_key(by=by, key=key, until=form.cleaned_data["until"], at=at))
    if made is None:
        context = {"form": form, "row": key.integration, "replaced": presenter.key_of(key, at)}
        return page(request, "api/key_replace.html", context, form)
    title = _("The new key. Copy it now: it is not shown again. The old one goes on for a day.")
    return shown(request, key.integration, made=made[1], made_title=title)


@require_POST
def revoke_key(request: HttpRequest, prefix: str) -> HttpResponse:
    """End a key at once."""
    key = get_object_or_404(IntegrationKey, prefix=prefix, revoked=False)
    actions.revoke_key(by=actor_of(request), key=key, at=clock.now())
    messages.success(request, _("The key no longer opens anything."))
    return redirect("integration", key.integration_id)


@require_POST
def add_app(request: HttpRequest, integration_id: uuid.UUID) -> HttpResponse:
    """Add an OAuth2 app; its secret is shown in this answer and never again."""
    by, row = actor_of(request), _found(integration_id)
    require(actions.may_manage_keys(by))
    form = AppForm(request.POST)
    made = attempted(form, lambda: oauth.add_application(by=by, integration=row, at=clock.now(), **form.chosen))
    return _told(request, row, *made) if made else shown(request, row, app_form=form)


def change_app(request: HttpRequest, app_id: int) -> HttpResponse:
    """Change an app, and how it proves who it is; a new secret is shown in this answer and never again."""
    by, app = actor_of(request), get_object_or_404(Application.objects.select_related("integration"), pk=app_id)
    require(actions.may_manage_keys(by))
    form = AppChangeForm(request.POST or None, initial=of_app(app), grant=app.authorization_grant_type)
    made = None
    if request.method == "POST":
        made = attempted(form, lambda: oauth.change_application(by=by, application=app, **form.chosen))
    if made is None:
        stands = Application.objects.filter(pk=app_id).first() if form.is_bound else None
        context = {"form": form, "row": app, "stands": form.overtaken_by(stands) if stands else []}
        return page(request, "api/app_change.html", context, form)
    if made[1]:
        return _told(request, app.integration, *made)
    messages.success(request, _("Changed."))
    return redirect("integration", app.integration_id)


@require_POST
def end_app(request: HttpRequest, app_id: int) -> HttpResponse:
    """End an app at once."""
    app = get_object_or_404(Application, pk=app_id)
    oauth.end_application(by=actor_of(request), application=app)
    messages.success(request, _("The app no longer opens anything."))
    return redirect("integration", app.integration_id)


def _told(request: HttpRequest, row: Integration, app: Application, secret: str) -> HttpResponse:
    text = f"client_id: {app.client_id}" + (f"\nclient_secret: {secret}" if secret else "")
    title = _("The app. Copy this now: the secret is not shown again.") if secret else _("The app.")
    return shown(request, row, made=text, made_title=title)


def _found(integration_id: uuid.UUID) -> Integration:
    return get_object_or_404(Integration.objects.select_related("party"), pk=integration_id)


def shown(request: HttpRequest, row: Integration, **more: Any) -> HttpResponse:
    """Show an integration, with a form that came back or a secret that was just made."""
    at = clock.now()
    forms = {
        "key_form": more.pop("key_form", None) or KeyForm(days=keys.days_of(at)),
        "app_form": more.pop("app_form", None) or AppForm(),
        "webhook_form": more.pop("webhook_form", None) or WebhookForm(),
    }
    context = {**presenter.one(row, at), **forms, **more}
    return page(request, "api/integration.html", context, *forms.values())
