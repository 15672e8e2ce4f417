"""A concern: what to do now, whom to call, and what is on record."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from clients.choices import CONCERN_STEPS, CRISIS_LINE, ConcernKind
from clients.models import Concern
from clients.rules import phone_for_people
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic import on_call
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.when import instant_words


def what_to_do_now(site_id: uuid.UUID, at: dt.datetime, zone: str) -> dict[str, Any]:
    """Give the first steps by kind, who is on call now and how to call them: one statement."""
    called = on_call.now(site_id, at)
    return {
        "kinds": [
            {"code": kind, "label": ConcernKind(kind).label, "steps": steps} for kind, steps in CONCERN_STEPS.items()
        ],
        "crisis_line": CRISIS_LINE,
        "on_call": {
            "name": called.name,
            "phone": phone_for_people(called.phone) if called.phone else "",
            "tel": called.phone,
            "until": _("until %(when)s") % {"when": instant_words(called.until, ZoneInfo(zone))},
        }
        if called
        else None,
    }


def get(actor: Actor, concern_id: uuid.UUID) -> Concern:
    """Give a concern the actor may see. One of another site is not there (``Http404``)."""
    rows = Concern.objects.visible_to(actor).select_related("raised_by", "resolved_by")
    found = rows.filter(pk=concern_id).first()
    if found is None:
        raise Http404
    return found


def told(concern: Concern, zone: str) -> dict[str, Any]:
    """Word a concern for its page."""
    local = ZoneInfo(zone)
    return {
        "kind": concern.get_kind_display(),
        "steps": CONCERN_STEPS[concern.kind],
        "raised": f"{concern.raised_by.name}, {instant_words(concern.raised_at, local)}",
        "what_happened": concern.what_happened,
        "what_was_done": concern.what_was_done,
        "resolution": concern.resolution,
        "resolved": f"{concern.resolved_by.name}, {instant_words(concern.resolved_at, local)}"
        if concern.resolved_by and concern.resolved_at
        else "",
    }


def safety_plan(chart: Chart) -> dict[str, Any] | None:
    """Say where the client's safety plan is, for the step that asks to open it; nothing for who may not see it."""
    if not (chart.can(Permission.CONCERN_RAISE) or chart.can(Permission.NOTE_VIEW)):
        return None
    client: Any = chart.client
    has_one = client.safety_review_on is not None
    return {
        "url": reverse("own_plan", args=[chart.client.pk, "safety"]),
        "label": _("Open their safety plan") if has_one else _("There is no safety plan yet"),
        "is_there": has_one,
    }
