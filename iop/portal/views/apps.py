"""The apps a client let read their record, and taking that back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.api.models import Application
from iop.api.oauth import actions
from iop.api.views.own_apps import rows_of
from iop.portal.access import OutsiderRequest, for_clients


@for_clients
@require_GET
def my_apps(request: OutsiderRequest) -> HttpResponse:
    """List the apps that may read the record of whoever is signed in."""
    user: Any = request.user
    return render(request, "portal/account/apps.html", {"rows": rows_of(user)})


@for_clients
@require_POST
def my_app_take_back(request: OutsiderRequest, app_id: int) -> HttpResponse:
    """Take back what an app was allowed."""
    user: Any = request.user
    app = get_object_or_404(Application, pk=app_id)
    actions.take_back(by=request.outsider.actor, user=user, application=app)
    messages.success(request, _("Taken back. The app can't read your record any more."))
    return redirect("my_apps")
