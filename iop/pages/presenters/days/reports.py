"""The panel's part about use, sleep, stress and habits: for those who treat the client, never on a shared view."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse

from clients.choices import Substance
from iop.access.actors import Actor
from iop.clinic import settings as clinic_settings
from iop.core.errors import Invalid
from iop.core.words import say
from iop.pages.presenters.days.words import clock_of
from iop.pages.presenters.schedule.when import day_words
from sessions_app import policies
from sessions_app.choices import Habit, UseReport
from sessions_app.models import Attendance, SelfReport
from sessions_app.rules.reports import Use, is_asked

LINES = 2
"""Lines for substances that are always there; one more than is filled in."""
EVERY = "selfreport.every_days"


def panel(attendance: Attendance, actor: Actor, zone: ZoneInfo) -> dict[str, Any] | None:
    """Give what the part shows; nothing for colleagues who may not read it (three statements)."""
    if policies.may_see_self_report(actor, attendance) is not None:
        return None
    rows = SelfReport.objects.filter(
        attendance__client=attendance.client_id, attendance__session__on__lte=attendance.session.on
    )
    newest = rows.select_related("attendance__session").prefetch_related("uses").order_by("-attendance__session__on")
    found = list(newest[:2])
    own = next((row for row in found if row.attendance_id == attendance.pk), None)
    last = next((row for row in found if row.attendance_id != attendance.pk), None)
    last_on = last.attendance.session.on if last else None
    every = int(clinic_settings.value(EVERY, on=attendance.session.on, site_id=attendance.session.site_id))
    return {
        **_answers(own),
        "url": reverse("session_self_report", args=[attendance.session_id, attendance.pk]),
        "version": own.version if own else 0,
        "saved": clock_of(own.saved_at, zone) if own else "",
        "is_asked": own is not None or is_asked(last_on, attendance.session.on, every),
        "last": day_words(last_on) if last_on else "",
        "substances": Substance.choices,
        "today": attendance.session.on.isoformat(),
    }


def own(attendance: Attendance, zone: ZoneInfo) -> dict[str, Any]:
    """Give what a client said themselves, as their own form shows it (two statements)."""
    found = SelfReport.objects.filter(attendance=attendance).prefetch_related("uses").first()
    return {
        **_answers(found),
        "version": found.version if found else 0,
        "saved": clock_of(found.saved_at, zone) if found else "",
        "substances": Substance.choices,
        "today": attendance.session.on.isoformat(),
    }


def typed(data: QueryDict) -> dict[str, Any]:
    """Read the form. Raises ``Invalid`` for a number or a date that is none."""
    uses = _uses(data)
    return {
        # Whoever names a substance and skips the question above it has answered it.
        "use": data.get("use", "") or (UseReport.USED.value if uses else ""),
        "uses": uses,
        "sleep_hours": _number(data.get("sleep_hours", "")),
        "stress": _whole(data.get("stress", "")),
        "habits": data.getlist("habits"),
    }


def version_now(attendance: Attendance) -> int:
    """Give the version that the report of this line has now."""
    return SelfReport.objects.filter(attendance=attendance).values_list("version", flat=True).first() or 0


def theirs(attendance: Attendance) -> dict[str, Any]:
    """Give the report as its form's fields, to show beside what could not be saved."""
    found = SelfReport.objects.filter(attendance=attendance).first()
    if found is None:
        return {}
    return {
        "use": found.use,
        "sleep_hours": "" if found.sleep_hours is None else _plain(found.sleep_hours),
        "stress": "" if found.stress is None else str(found.stress),
    }


def _answers(own: SelfReport | None) -> dict[str, Any]:
    uses = [
        {"substance": one.substance, "amount": one.amount, "on": one.on.isoformat() if one.on else ""}
        for one in (own.uses.all() if own else ())
    ]
    uses += [{"substance": "", "amount": "", "on": ""} for _slot in range(max(1, LINES - len(uses)))]
    use, habits = (own.use if own else ""), (own.habits if own else [])
    return {
        "use_options": [{"value": value, "label": label, "on": value == use} for value, label in UseReport.choices],
        "uses": [{**one, "number": number} for number, one in enumerate(uses, start=1)],
        "sleep_hours": "" if own is None or own.sleep_hours is None else _plain(own.sleep_hours),
        "stress": "" if own is None or own.stress is None else own.stress,
        "habits": [{"value": value, "label": label, "on": value in habits} for value, label in Habit.choices],
        "words": _words(own),
    }


def _words(own: SelfReport | None) -> list[tuple[str, str]]:
    """Give what was said as (question, answer), for reading."""
    if own is None:
        return []
    uses = "; ".join(
        " · ".join(
            part for part in (one.get_substance_display(), one.amount, day_words(one.on) if one.on else "") if part
        )
        for one in own.uses.all()
    )
    habits = ", ".join(str(Habit(each).label) for each in own.habits if each in Habit.values)
    rows = [
        (
            say("Use since last time"),
            " · ".join(part for part in (own.get_use_display() if own.use else "", uses) if part),
        ),
        (say("Hours slept"), "" if own.sleep_hours is None else _plain(own.sleep_hours)),
        (say("Stress"), "" if own.stress is None else str(own.stress)),
        (say("Kept up"), habits),
    ]
    return [(str(label), value) for label, value in rows if value]


def _uses(data: QueryDict) -> list[Use]:
    found = []
    for number in range(1, 10):
        substance = data.get(f"use_{number}_substance", "")
        if substance:
            found.append(
                Use(substance, data.get(f"use_{number}_amount", "").strip(), _date(data.get(f"use_{number}_on", "")))
            )
    return found


def _plain(value: Decimal) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _number(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Invalid(say("Give the hours slept as a number, such as 6.5."), field="sleep_hours") from None


def _whole(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise Invalid(say("Choose a number from 0 to 10."), field="stress")
    return int(text)


def _date(text: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(say("Give the day as a date."), field="use") from None
