"""The medication list as its page shows it: what is taken, given and due, what was, and what they cannot take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words_long, instant_words, moment_words, period_words
from scheduling.choices import AppointmentKind
from scheduling.models import Appointment
from therapy.choices.medications import INJECTED, LearnedFrom, Treats
from therapy.models.medications import Allergy, InjectionGiven, Medication, NaloxoneOffer, Reconciliation
from therapy.policies.medications import may_give_injections, may_keep_medications

MARKS = {Treats.MOUD: gettext_lazy("MOUD"), Treats.MAUD: gettext_lazy("MAUD")}
MOST_GIVEN = 30
MOST_VISITS = 6


def read_medications(chart: Chart) -> dict[str, Any]:
    """Give the list with everything beside it. Six statements, however long the history."""
    rows = list(
        Medication.objects.filter(client__in=chart.ids)
        .select_related("recorded_by", "entered_in_error_by")
        .order_by("treats", "name", "-starts_on")
    )
    given = list(
        InjectionGiven.objects.filter(medication__client__in=chart.ids)
        .select_related("medication", "given_by")
        .order_by("-given_on", "-pk")[:MOST_GIVEN]
    )
    site_id = chart.episode.site_id
    may_keep = may_keep_medications(chart.actor, site_id) is None
    may_give = may_give_injections(chart.actor, site_id) is None
    now, later, past = _sorted(rows, chart.today)
    return {
        "now": [_row(row, chart, _next_due(row, given)) for row in now],
        "later": [_row(row, chart, None) for row in later],
        "past": [_row(row, chart, None) for row in past],
        "injections": [_injection(row, may_give) for row in given],
        "naloxone": _naloxone(chart, may_keep),
        "allergies": _allergies(chart, may_keep),
        "gone_through": _gone_through(chart),
        "visits": _visits(chart),
        "may_keep": may_keep,
        "may_give": may_give,
        "book_url": _book(chart) if chart.can(Permission.APPOINTMENT_BOOK) else "",
    }


def _sorted(rows: Sequence[Medication], today: dt.date) -> tuple[list[Medication], list[Medication], list[Medication]]:
    right = [row for row in rows if row.entered_in_error_at is None]
    over = [row for row in right if row.ends_on is not None and row.ends_on < today]
    later = [row for row in right if row not in over and row.starts_on > today]
    now = [row for row in right if row not in over and row not in later]
    now.sort(key=lambda row: (row.treats not in MARKS, row.name.casefold()))
    wrong = [row for row in rows if row.entered_in_error_at is not None]
    return now, later, sorted([*over, *wrong], key=lambda row: row.ends_on or row.starts_on, reverse=True)


def _row(row: Medication, chart: Chart, next_due: dt.date | None) -> dict[str, Any]:
    since = day_words_long(row.starts_on)
    return {
        "id": str(row.pk),
        "label": row.label,
        "ingredient": row.get_ingredient_display(),
        "for": row.get_treats_display(),
        "mark": str(MARKS.get(Treats(row.treats), "")),
        "how": ", ".join(
            part
            for part in (
                row.frequency,
                str(row.get_route_display()).lower(),
                _("only when needed") if row.as_needed else "",
            )
            if part
        ),
        "since": _("about %(day)s") % {"day": since} if row.start_is_about else since,
        "period": period_words(row.starts_on, row.ends_on),
        "until": day_words_long(row.ends_on) if row.ends_on else "",
        "why": str(row.get_stop_reason_display()) if row.stop_reason else "",
        "stop_note": row.stop_note,
        "prescriber": ", ".join(part for part in (row.prescriber, row.prescriber_phone) if part),
        "from": str(LearnedFrom(row.learned_from).label),
        "note": row.note,
        "error": row.error_reason,
        "error_by": row.entered_in_error_by.name if row.entered_in_error_by else "",
        "can_stop": not row.stop_reason,
        "injects": row.route in INJECTED,
        "next": _due_words(next_due, chart.today),
        "next_tone": "bad" if next_due and next_due < chart.today else "wait",
        "dose_url": to("medication_dose")(row.pk),
        "stop_url": to("medication_stop")(row.pk),
        "error_url": to("medication_error")(row.pk),
        "inject_url": to("medication_inject")(row.pk),
    }


def _next_due(row: Medication, given: Iterable[InjectionGiven]) -> dt.date | None:
    newest = next((one for one in given if one.medication_id == row.pk and one.entered_in_error_at is None), None)
    return newest.next_due_on if newest else None


def _due_words(due: dt.date | None, today: dt.date) -> str:
    if due is None:
        return ""
    if due < today:
        return _("was due on %(day)s") % {"day": day_words_long(due)}
    return _("next on %(day)s") % {"day": day_words_long(due)}


def _injection(row: InjectionGiven, may_give: bool) -> dict[str, Any]:
    wrong = row.entered_in_error_at is not None
    return {
        "day": day_words_long(row.given_on),
        "what": f"{row.medication.name} {row.dose}",
        "where": str(row.get_body_site_display()),
        "lot": row.lot,
        "good_until": day_words_long(row.expires_on),
        "by": row.given_by.name,
        "note": row.note,
        "error": row.error_reason,
        "error_url": to("injection_error")(row.pk) if may_give and not wrong else "",
    }


def _naloxone(chart: Chart, may_keep: bool) -> list[dict[str, Any]]:
    rows = (
        NaloxoneOffer.objects.filter(episode__client__in=chart.ids)
        .select_related("by")
        .order_by("-on", "-pk")[:MOST_GIVEN]
    )
    return [
        {
            "day": day_words_long(row.on),
            "what": _kits(row),
            "tone": {"given": "good", "has_one": "quiet", "declined": "warn"}[row.outcome],
            "label": str(row.get_outcome_display()),
            "why": str(row.get_why_display()),
            "trained": row.was_trained,
            "by": row.by.name,
            "note": row.note,
            "error": row.error_reason,
            "error_url": to("naloxone_error")(row.pk) if may_keep and row.entered_in_error_at is None else "",
        }
        for row in rows
    ]


def _kits(row: NaloxoneOffer) -> str:
    if not row.kits:
        return ""
    kits = ngettext("%(number)s kit", "%(number)s kits", row.kits) % {"number": row.kits}
    return _("%(kits)s, %(kind)s, lot %(lot)s") % {"kits": kits, "kind": row.get_product_display(), "lot": row.lot}


def _allergies(chart: Chart, may_keep: bool) -> list[dict[str, Any]]:
    rows = Allergy.objects.filter(client__in=chart.ids).select_related("entered_in_error_by")
    return [
        {
            "substance": row.substance,
            "severity": str(row.get_severity_display()),
            "tone": "bad" if row.severity == "severe" else "warn",
            "reaction": row.reaction,
            "error": row.error_reason,
            "error_url": to("allergy_error")(row.pk) if may_keep and row.entered_in_error_at is None else "",
        }
        for row in sorted(rows, key=lambda row: (row.entered_in_error_at is not None, row.substance.casefold()))
    ]


def _gone_through(chart: Chart) -> dict[str, Any] | None:
    row = (
        Reconciliation.objects.filter(episode__client__in=chart.ids).select_related("by").order_by("-at", "-pk").first()
    )
    if row is None:
        return None
    days = (chart.today - clock.local_date(row.at, chart.zone)).days
    return {
        "when": instant_words(row.at, ZoneInfo(chart.zone)),
        "ago": ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days} if days else _("today"),
        "by": row.by.name,
        "with": ", ".join(str(LearnedFrom(each).label) for each in row.compared_with),
        "no_allergies": row.no_known_allergies,
        "note": row.note,
    }


def _visits(chart: Chart) -> list[dict[str, Any]]:
    rows = (
        Appointment.objects.filter(client__in=chart.ids, kind=AppointmentKind.MEDICATION)
        .select_related("staff")
        .order_by("-starts_at")[:MOST_VISITS]
    )
    zone = ZoneInfo(chart.zone)
    return [
        {
            "url": to("appointment")(row.pk),
            "when": moment_words(row.starts_at, row.ends_at, zone),
            "with": row.staff.name,
            "label": str(row.get_status_display()),
            "is_ahead": row.starts_at > chart.at,
        }
        for row in rows
    ]


def _book(chart: Chart) -> str:
    return f"{reverse('book_appointment')}?client={chart.client.pk}&kind={AppointmentKind.MEDICATION}&site={chart.episode.site_id}"
