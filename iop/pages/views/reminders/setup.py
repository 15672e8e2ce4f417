"""What the clinic reminds of, and when."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iop.access.actors import Place
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.notifications.reminders import FOR_CLIENTS, ReminderKind
from iop.notifications.reminders.actions import set_rule
from iop.notifications.reminders.policies import may_set_up
from iop.pages.presenters.reminders import setup
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.reminder_forms import USUAL, RuleForm, values_of
from iop.pages.views.saving import tried


@require_GET
def reminders(request: StaffRequest) -> HttpResponse:
    """List what people are reminded of."""
    rows = setup.read_setup(_places(request), clock.now())
    return render(request, "reminders/setup.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def reminder_rule(request: StaffRequest, reminder_kind: str) -> HttpResponse:
    """Show how one kind is reminded of, with its exact words, and change it from a day on."""
    places, at = _places(request), clock.now()
    kind = _kind(reminder_kind)
    place = _place(places, as_uuid(request.GET.get("site", "")))
    shown = place or places[0]
    today = clock.local_date(at, shown.time_zone)
    rule = setup.rule_now(kind, place, places, at)
    given = {"valid_from": today, "site": str(place.id) if place else USUAL, **values_of(rule)}
    form = RuleForm(request.POST or None, initial=given)
    form.offer(places)

    def save() -> None:
        data = form.cleaned_data
        set_rule(
            by=request.actor, kind=kind, rule=form.rule, valid_from=data["valid_from"], today=today,
            site_id=as_uuid(data["site"]),
        )  # fmt: skip

    if request.method == "POST" and tried(form, save):
        messages.success(request, _("It holds from that day. What waits to go out follows within ten minutes."))
        return redirect("reminders")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "kind": kind, "form": form, "place": shown, "says": setup.rule_words(rule),
        "examples": setup.examples(kind, shown, at), "times": setup.times(rule, shown, at),
    }  # fmt: skip
    return render(request, "reminders/rule.html", context, status=status)


def _places(request: StaffRequest) -> list[Place]:
    require(may_set_up(request.actor))
    held = request.actor.sites_where(Permission.MESSAGES_SETUP)
    return [place for place in request.actor.places if place.id in held]


def _place(places: list[Place], site_id: uuid.UUID | None) -> Place | None:
    return next((place for place in places if place.id == site_id), None)


def _kind(code: str) -> ReminderKind:
    if code not in FOR_CLIENTS:
        raise Http404
    return ReminderKind(code)
