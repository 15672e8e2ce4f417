"""Diagnoses in their order, what has ended or stood in error, and codes found by a search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from clients import diagnosis_codes
from clients.choices import Specifier
from clients.models import Diagnosis
from iop.pages.assessment_forms import SpecifiersForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.when import day_words_long

MOST_FOUND = 20


def standing_rows(chart: Chart) -> list[dict[str, Any]]:
    """Give the standing diagnoses in their order; one statement."""
    return [_row(row, chart) for row in _all(chart).filter(ends_on__isnull=True, entered_in_error_at__isnull=True)]


def read_diagnoses(chart: Chart) -> dict[str, Any]:
    """Give every diagnosis of a chart: standing, ended, marked; one statement."""
    rows = list(_all(chart))
    standing = [row for row in rows if row.ends_on is None and row.entered_in_error_at is None]
    past = [row for row in rows if row not in standing]
    return {
        "standing": [_row(row, chart) | {"places": _places(standing, row)} for row in standing],
        "past": [_row(row, chart) for row in past],
        "today": chart.today.isoformat(),
    }


def found_codes(text: str, on: dt.date) -> list[dict[str, str]]:
    """Give codes that ``text`` may mean, for choosing one."""
    return [{"code": row.code, "title": row.title} for row in diagnosis_codes.search(text, on, MOST_FOUND)]


def _all(chart: Chart) -> Any:
    rows = Diagnosis.objects.filter(client=chart.client).select_related("code", "diagnosed_by", "entered_in_error_by")
    return rows.order_by("rank", "-starts_on")


def _places(standing: Iterable[Diagnosis], row: Diagnosis) -> list[dict[str, Any]]:
    return [{"value": each.rank, "current": each.pk == row.pk} for each in standing]


def _row(row: Diagnosis, chart: Chart) -> dict[str, Any]:
    ids = [chart.client.pk, row.pk]
    return {
        "id": str(row.pk),
        "code": row.code.code,
        "title": row.code.title,
        "specifiers": [str(Specifier(each).label) for each in row.specifiers],
        "rank": row.rank,
        "is_principal": row.rank == 1,
        "version": row.version,
        "since": day_words_long(row.starts_on),
        "until": day_words_long(row.ends_on) if row.ends_on else "",
        "who": row.diagnosed_by.name,
        "note": row.note,
        "error": row.error_reason,
        "error_by": row.entered_in_error_by.name if row.entered_in_error_by else "",
        "form": SpecifiersForm(
            initial={"version": row.version, "specifiers": row.specifiers, "note": row.note}, auto_id=f"s-{row.pk}-%s"
        ),
        "specify_url": reverse("client_diagnosis_specify", args=ids),
        "rank_url": reverse("client_diagnosis_rank", args=ids),
        "end_url": reverse("client_diagnosis_end", args=ids),
        "error_url": reverse("client_diagnosis_error", args=ids),
    }
