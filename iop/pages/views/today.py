"""Today, and where somebody lands after signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.core.words import say
from iop.pages.context import address
from iop.pages.presenters.days import today
from iop.pages.presenters.days.asking import StaffRequest

LANDINGS = (
    ("clinical_director", "census"),
    ("site_admin", "census"),
    ("counselor", "today"),
    ("therapist", "today"),
    ("medical", "today"),
    ("intake", "intake_board"),
    ("case_manager", "clients"),
    ("biller", "census"),
    ("privacy_officer", "privacy"),
)
"""Where a role begins its day, the role that decides first (ui.md: landing page by role)."""


@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Lead each role to the page it begins with; whoever has no role is led to their work, which says so."""
    held = {key for keys in request.actor.role_keys.values() for key in keys}
    names = [name for key, name in LANDINGS if key in held]
    if not names and request.actor.can(Permission.SESSION_VIEW):
        names = ["today"]
    return redirect(next((url for name in [*names, "work", "today"] if (url := address(name))), "/today/"))


@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """Show today's sessions at the colleague's sites, their own first, and their appointments."""
    allowed = request.actor.can(Permission.SESSION_VIEW)
    require(None if allowed else say("Your role does not include treatment days."))
    return render(request, "today/show.html", today.page(request.actor, clock.now()))
