"""The groups of a site, and one group."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.pages.open_group_forms import FindForm, LeaveForm
from iop.pages.presenters import family_words
from iop.pages.presenters.open_groups import lists, reading
from iop.pages.presenters.schedule import nearby
from iop.pages.presenters.schedule.asking import StaffRequest, site_of, sites
from sessions_app import group_policies
from sessions_app.models import OpenGroup


@require_GET
def open_groups(request: StaffRequest) -> HttpResponse:
    """Show the groups of a site: what they are, when they meet next, how full they are."""
    require(group_policies.may_view(request.actor))
    all_sites = sites(request.actor, Permission.SESSION_VIEW)
    site = site_of(request, all_sites)
    running, ended = lists.read_groups(site, clock.now())
    context = {
        "site": site,
        "sites": nearby.site_tabs(all_sites, site, "open_groups"),
        "running": running,
        "ended": ended,
        "may_plan": group_policies.may_plan(request.actor, site.pk) is None,
    }
    return render(request, "open_groups/list.html", context)


@require_GET
def open_group(request: StaffRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Show one group: its days, its meetings, who comes and who waits."""
    group = reading.group_of(request.actor, open_group_id)
    return page(request, group)


def page(request: StaffRequest, group: OpenGroup, status: int = 200, **more: Any) -> HttpResponse:
    """Draw a group's page, with what was looked for or what was wrong."""
    at = clock.now()
    ahead, behind = lists.meetings(group, at)
    actor, site_id = request.actor, group.site_id
    named = actor.can(Permission.CLIENT_VIEW, site_id)
    context = {
        "group": group,
        "back": lists.crumbs(),
        "facts": lists.facts(group, at),
        "ahead": ahead,
        "behind": behind,
        "people": lists.people(actor, group, at),
        "is_named": named,
        "may_plan": group_policies.may_plan(actor, site_id) is None,
        "may_keep": named and group_policies.may_keep(actor, site_id) is None,
        "told": family_words.of_group(actor, group, at),
        "find_form": FindForm(),
        "leave_reasons": LeaveForm.base_fields["reason"].choices,  # type: ignore[attr-defined]
        "has_ended": group.ends_on is not None and group.ends_on < clock.local_date(at, group.site.time_zone),
        **more,
    }
    return render(request, "open_groups/group.html", context, status=status)
