"""What to do now when somebody may not be safe, and who is on call."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clients.choices import CONCERN_STEPS, ConcernKind
from iop.clinic import on_call
from iop.pages.presenters.days import roster
from iop.pages.presenters.days.words import called_names, clock_of
from sessions_app.models import ProgramSession


def page(session: ProgramSession, at: dt.datetime, attendance_id: uuid.UUID | None, kind: str) -> dict[str, Any]:
    """Give the concern dialog: steps for each kind, who is on call, and the roster to choose from."""
    rows = roster.rows(session)
    names = called_names(rows)
    called = on_call.now(session.site_id, at)
    people = [
        {"id": str(row["id"]), "name": names[row["client_id"]], "chosen": row["id"] == attendance_id} for row in rows
    ]
    return {
        "kinds": [
            {"value": value, "label": label, "steps": CONCERN_STEPS[value], "chosen": value == kind}
            for value, label in ConcernKind.choices
        ],
        "people": sorted(people, key=lambda person: str(person["name"]).casefold()),
        "on_call": called,
        "until": clock_of(called.until, ZoneInfo(session.site.time_zone)) if called else "",
        "safety_plan": next((_plan_of(row["client_id"], names) for row in rows if row["id"] == attendance_id), None),
    }


def _plan_of(client_id: uuid.UUID, names: Mapping[uuid.UUID, str]) -> dict[str, str]:
    """Lead to the safety plan of the one it is about: its page says where there is none yet."""
    return {"name": names[client_id], "url": reverse("own_plan", args=[client_id, "safety"])}


def told(request: HttpRequest, session: ProgramSession, at: dt.datetime) -> None:
    """Say who has been asked."""
    called = on_call.now(session.site_id, at)
    words = (
        _("Recorded. %(name)s is on call and has it on their list; call them now: %(phone)s.")
        % {"name": called.name, "phone": called.phone or _("no number on file")}
        if called
        else _("Recorded. Nobody is on call just now: the clinical director has it on their list. Call them now.")
    )
    messages.warning(request, words)
