"""Time a colleague is away: leave, training, supervision."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.pages.presenters.schedule import scoped, when
from iop.pages.presenters.schedule.asking import StaffRequest, site_of, sites
from iop.pages.presenters.schedule.calendar_ask import as_date
from iop.pages.presenters.schedule.calendar_rows import choices
from iop.pages.schedule_forms.appointments import BlockForm
from iop.pages.views import form_pages
from scheduling import actions, policies


@require_http_methods(["GET", "POST"])
def block(request: StaffRequest) -> HttpResponse:
    """Note that a colleague is away; what is already planned then is named."""
    site = site_of(request, sites(request.actor, Permission.SESSION_VIEW))
    today = clock.today(site.time_zone)
    day = as_date(request.GET.get("on")) or today
    initial: dict[str, Any] = {
        "first_on": day,
        "last_on": day,
        "staff": request.GET.get("staff") or str(request.actor.staff_id),
    }
    form = BlockForm(request.POST or None, initial=initial, options=choices(site, today), zone=site.time_zone)
    back = f"{reverse('calendar')}?view=week&by=staff&site={site.pk}&on={day}&id={initial['staff']}"
    if request.method == "POST" and form.attempt(partial(_block, request, form, site)):
        return form_pages.done(request, _("The time is blocked. Nothing can be booked over it."), back)
    title = _("Note time away")
    intro = _(
        "Nobody can be booked with this colleague then. What is already planned is not changed; it is named here first."
    )
    return form_pages.ask(
        request, form, title=title, crumbs=[(back, _("Calendar"))], do=_("Block this time"), intro=intro
    )


def _block(request: StaffRequest, form: BlockForm, site: Site) -> None:
    start, end = form.span
    data = form.cleaned_data
    actions.block_staff(
        by=request.actor, staff=data["staff"], starts_at=start, ends_at=end, reason=data["reason"], at=clock.now(),
        zone=site.time_zone,
    )  # fmt: skip


@require_GET
def show(request: StaffRequest, block_id: uuid.UUID) -> HttpResponse:
    """Show a colleague's time away, with the way to give it back."""
    found = scoped.block(request.actor, block_id)
    zone = ZoneInfo(site_of(request, sites(request.actor, Permission.SESSION_VIEW)).time_zone)
    context = {
        "block": found,
        "from_words": when.instant_words(found.starts_at, zone),
        "until_words": when.instant_words(found.ends_at, zone),
        "back": [{"url": f"{reverse('calendar')}?by=staff&id={found.staff_id}", "label": _("Calendar")}],
        "may_change": policies.may_block(request.actor, found.staff) is None,
    }
    return render(request, "schedule/staff_block.html", context)


@require_POST
def unblock(request: StaffRequest, block_id: uuid.UUID) -> HttpResponse:
    """Give a colleague's time back."""
    found = scoped.block(request.actor, block_id)
    actions.unblock_staff(by=request.actor, block=found, at=clock.now())
    return form_pages.done(request, _("The time is free again."), f"{reverse('calendar')}?by=staff&id={found.staff_id}")
