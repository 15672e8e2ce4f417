"""A track's week: its versions, the editor, what a change would do, and publishing it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import NotAllowed, Refusal
from iop.pages.presenters.schedule import (
    track_page,
    week_draft,
    week_effects,
    week_options,
    week_page,
    week_publish,
    when,
)
from iop.pages.presenters.schedule.asking import StaffRequest, must
from iop.pages.presenters.schedule.calendar_ask import as_date, as_uuid
from iop.pages.presenters.schedule.week_draft import Draft
from iop.pages.presenters.schedule.week_options import Options
from iop.workflows import template as publishing
from scheduling.models import Track

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, track_id: uuid.UUID) -> HttpResponse:
    """Edit a track's week as a draft that the page itself carries, and publish it."""
    track = track_page.get(request.actor, track_id)
    must(request.actor, Permission.TEMPLATE_EDIT, track.program.site_id)
    today = clock.today(track.program.site.time_zone)
    if request.method == "GET":
        draft = week_publish.first_draft(track, today, as_uuid(request.GET.get("version")))
        return _editor(request, draft, week_options.read(track, today))
    draft = week_draft.of_post(request.POST)
    options = week_options.read(track, as_date(draft.valid_from) or today)
    wish = request.POST.get("do", "check")
    if wish in ("review", "publish"):
        return _towards_publishing(request, draft, options, publish=wish == "publish")
    return _editor(request, _after(request, draft, options, wish), options)


def _after(request: StaffRequest, draft: Draft, options: Options, wish: str) -> Draft:
    if wish == "take_over":
        return week_publish.from_other_track(request.actor, draft, as_uuid(request.POST.get("other_track")))
    extra: Mapping[str, str] = {name: request.POST.get(name, "") for name in ("add_kind", "copy_from")}
    return week_draft.after(draft, wish, default_minutes=options.default_minutes, extra=extra)


def _towards_publishing(request: StaffRequest, draft: Draft, options: Options, *, publish: bool) -> HttpResponse:
    today = clock.today(options.zone)
    found = week_page.findings(draft, options, today)
    valid_from = as_date(draft.valid_from)
    if found.fields or valid_from is None:
        return _editor(request, draft, options, tried=True)
    refusal = ""
    if publish:
        try:
            publishing.publish(
                by=request.actor, track=options.track, valid_from=valid_from, days=week_publish.days(draft),
                note=draft.note, at=clock.now(),
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refusal as one:
            refusal = str(one)
        else:
            messages.success(
                request, _("The week is published. It holds from %(day)s.") % {"day": when.day_words(valid_from)}
            )
            return _go(request, reverse("track", args=[options.track.pk]))
    context = _frame(options.track, "schedule/template/review.html") | {
        "draft": draft,
        "all_days": [(day, list(enumerate(day.parts))) for day in draft.days],
        "from_words": when.day_words_long(valid_from),
        "effects": week_effects.effects(options.track, draft, options, valid_from),
        "found": found,
        "refusal": refusal,
    }
    return _answer(request, context, HTTPStatus.CONFLICT if refusal and not request.htmx else HTTPStatus.OK)


def _editor(request: StaffRequest, draft: Draft, options: Options, *, tried: bool = False) -> HttpResponse:
    context = _frame(options.track, "schedule/template/form.html")
    context |= week_page.context(draft, options, clock.today(options.zone))
    context |= {
        "tried": tried,
        "other_tracks": week_publish.other_tracks(request.actor, options.track),
        "add_kind": request.POST.get("add_kind", ""),
    }
    return _answer(request, context, WRONG if tried else HTTPStatus.OK)


def _frame(track: Track, form_template: str) -> dict[str, Any]:
    return {
        "track": track,
        "action": reverse("edit_week", args=[track.pk]),
        "form_template": form_template,
        "standing": f"{track.program.name} · {track.program.site.name}",
        "back": [
            {"url": reverse("tracks"), "label": _("Tracks")},
            {"url": reverse("track", args=[track.pk]), "label": track.name},
        ],
    }


def _answer(request: StaffRequest, context: dict[str, Any], status: int) -> HttpResponse:
    template = context["form_template"] if request.htmx.target == "week" else "schedule/template/edit.html"
    return render(request, template, context, status=status)


def _go(request: StaffRequest, url: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    return redirect(url)
