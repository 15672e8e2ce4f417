"""The page on which a colleague sees which apps they let act for them, and takes that back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.api.models import Application
from iop.api.oauth import actions
from iop.api.oauth.views import words_of
from iop.api.views.desk import actor_of
from iop.core.words import day_words


@require_GET
def own_apps(request: HttpRequest) -> HttpResponse:
    """List the apps that may act for whoever is signed in."""
    user: Any = request.user
    return render(request, "api/own_apps.html", {"rows": rows_of(user)})


@require_POST
def take_back(request: HttpRequest, app_id: int) -> HttpResponse:
    """Take back what an app was allowed."""
    user: Any = request.user
    actions.take_back(by=actor_of(request), user=user, application=get_object_or_404(Application, pk=app_id))
    messages.success(request, _("Taken back. The app no longer opens anything."))
    return redirect("own_apps")


def rows_of(user: Any) -> list[dict[str, Any]]:
    """Give the apps that a person allowed, in words."""
    return [
        {"id": one.application.pk, "name": one.application.name, "since": day_words(one.since.date()),
         "asks": [words_of(scope) for scope in one.scopes if scope not in ("launch/patient", "openid", "fhirUser")]}
        for one in actions.allowed_by(user)
    ]  # fmt: skip
