"""The calendar: day, week, month and list, of everything or of one clinician, room or track."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.pages.presenters.schedule import calendar, calendar_ask, calendar_lists, calendar_rows, when
from iop.pages.presenters.schedule.asking import StaffRequest, may, site_of, sites
from iop.pages.presenters.schedule.calendar_ask import Ask


@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """Show a stretch of a site's calendar."""
    all_sites = sites(request.actor, Permission.SESSION_VIEW)
    site = site_of(request, all_sites)
    at = clock.now()
    today = clock.local_date(at, site.time_zone)
    ask = calendar_ask.read(
        request.GET, site_id=site.pk, today=today, staff_id=request.actor.staff_id, path=reverse("calendar")
    )
    options = calendar_rows.choices(site, today)
    rows = calendar_rows.read(ask, site, request.actor)
    may_book = may(request.actor, Permission.APPOINTMENT_BOOK, site.pk)
    context = _frame(ask, site, all_sites, options) | {"may_book": may_book, "today": ask.url(on=today)}
    if ask.view == "month":
        context["cells"] = calendar_lists.month(rows, ask, at)
        context["weekdays"] = [when.weekday_short(number) for number in range(7)]
    elif ask.view == "list":
        context["days"] = calendar_lists.days(rows, ask, at)
    else:
        context["grid"] = calendar.draw(rows, ask, options, at, may_book=may_book)
    return render(request, f"schedule/calendar/{ask.view if ask.view in ('month', 'list') else 'grid'}.html", context)


def _frame(ask: Ask, site: Site, all_sites: list[Site], options: calendar_rows.Choices) -> dict[str, Any]:
    people: dict[str, list[Any]] = {"staff": options.staff, "room": list(options.rooms), "track": list(options.tracks)}
    return {
        "ask": ask,
        "site": site,
        "sites": all_sites if len(all_sites) > 1 else [],
        "heading": _heading(ask),
        "zone": site.time_zone.replace("_", " "),
        "views": [
            {"label": label, "url": ask.url(view=key), "current": key == ask.view}
            for key, label in calendar_ask.VIEWS.items()
        ],
        "whose": calendar_ask.WHOSE.items(),
        "chosen_from": [(str(one.pk), str(one)) for one in people.get(ask.by, [])],
        "chosen": str(ask.chosen or ""),
        "earlier": ask.url(on=ask.moved(-1)),
        "later": ask.url(on=ask.moved(1)),
    }


def _heading(ask: Ask) -> str:
    if ask.view == "month":
        return when.month_words(ask.on)
    if ask.view == "day":
        return when.day_words_long(ask.on)
    return _("%(first)s – %(last)s") % {"first": when.day_words(ask.first), "last": when.day_words(ask.last)}
