"""The first minutes of an empty installation. Open to everybody until the clinic exists, then gone for good."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from iop.access.choices import Permission
from iop.clinic.models import Organization
from iop.clinic.policies import may_edit_clinic
from iop.core import clock
from iop.core.errors import require
from iop.pages.access import public
from iop.pages.answers import act, show
from iop.pages.setup_forms import FirstRunForm, StartingSetForm
from iop.pages.views.ground import actor, sites_with
from iop.workflows import setup as workflow
from iop.workflows import starting_set

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
@never_cache
def setup(request: HttpRequest) -> HttpResponse:
    """Ask for the clinic, its first site and its first administrator, and make them."""
    if Organization.objects.exists():
        raise Http404
    form = FirstRunForm(request.POST or None)
    done = act(
        request, form, partial(_begin, request), done=_("Welcome. The clinic is there."), to=reverse("setup_next")
    )
    return done or show(request, "setup/start.html", {"form": form}, forms=(form,))


def setup_next(request: HttpRequest) -> HttpResponse:
    """Offer the starting set: levels, component kinds, curriculum, tracks and an example week."""
    require(may_edit_clinic(actor(request)))
    site = sites_with(request, Permission.CLINIC_EDIT).first()
    if site is None:
        return redirect("sites")
    form = StartingSetForm(request.POST or None)
    done = act(
        request, form, partial(_install, request, site.pk), done=_("The starting set is there to change."), to="/"
    )
    return done or show(request, "setup/starting_set.html", {"form": form, "site": site}, forms=(form,))


def _begin(request: HttpRequest, **data: Any) -> None:
    made = workflow.set_up(at=clock.now(), **data)
    login(request, made.administrator.user, backend=BACKEND)


def _install(request: HttpRequest, site_id: uuid.UUID, *, parts: list[str]) -> None:
    starting_set.install(by=actor(request), site_id=site_id, at=clock.now(), choices=frozenset(parts))
