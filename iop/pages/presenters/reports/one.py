"""One report as a page: its form, its chart, its table, and the ways to take it away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.reports.charts import chart_data
from iop.pages.presenters.reports.words import number_words
from iop.reports.asking import Wish
from iop.reports.numbers.narrowing import choices_of
from iop.reports.rules import periods
from iop.reports.shapes import Ask, Filter, Period, Report, Result, Row

TIMES = ("month", "week", "weekday")
OVER_TIME = ("census_over_time", "average_daily_census")
PLACES: dict[str, tuple[str, str]] = {
    "sign_note": ("notes", Permission.NOTE_WRITE),
    "write_plan": ("plans_overdue", Permission.NOTE_VIEW),
    "review_plan": ("plans_overdue", Permission.NOTE_VIEW),
    "plan_signature": ("plans_overdue", Permission.NOTE_VIEW),
    "review_due": ("reviews", Permission.NOTE_VIEW),
    "review_cosign": ("reviews", Permission.NOTE_VIEW),
    "unbilled_ready": ("billing_days", Permission.BILLING_VIEW),
    "unbilled_held": ("held_days", Permission.BILLING_WORK),
    "unbilled_review": ("held_days", Permission.BILLING_WORK),
    "unbilled_not_sent": ("claims", Permission.BILLING_WORK),
}
"""Where the things that a row counts are listed, for those who may open that list."""
LISTS: dict[str, tuple[str, str]] = {
    "census": ("census", Permission.CENSUS_VIEW),
    "denials_by_reason": ("denials", Permission.BILLING_WORK),
    "receivables": ("ledger", Permission.BILLING_VIEW),
    "collections": ("ledger", Permission.BILLING_VIEW),
    "claims_first_pass": ("claims", Permission.BILLING_WORK),
    "drug_tests": ("tests_today", Permission.TESTS_COLLECT),
    "conversion": ("intake_board", Permission.INTAKE_WORK),
}


def page_of(actor: Actor, report: Report, wish: Wish, result: Result) -> dict[str, Any]:
    """Give a report's page: two or three statements for the form's choices."""
    query = wish.query(report)
    address = reverse("report", args=[report.key])
    download = reverse("report_download", args=[report.key])
    join = "&" if query else ""
    form = form_of(report, wish)
    return {
        "key": report.key,
        "title": report.title,
        "definition": report.definition,
        "group": report.group,
        "url": address,
        "form": form,
        "chosen": " · ".join(_chosen(form)),
        "as_of": as_of(wish.ask),
        "span": span_words(report, wish.ask),
        "where": _where(wish),
        "chart": chart_data(result, by_time=wish.ask.by in TIMES or report.key in OVER_TIME),
        "table": table_of(actor, report, result),
        "notes": (*result.notes, *result.counted),
        "list_url": _opened(actor, LISTS.get(report.key)),
        "downloads": [
            {"url": f"{download}?{query}{join}form={code}", "label": label}
            for code, label in (("csv", _("CSV")), ("xlsx", _("Excel")))
        ],
        "given": [
            {"url": f"{download}?{query}{join}form={code}&given=1", "label": label}
            for code, label in (("csv", _("CSV for giving away")), ("xlsx", _("Excel for giving away")))
        ],
    }


def as_of(ask: Ask) -> str:
    """Say at which instant the numbers were read, by the clock of the site."""
    local = ask.at.astimezone(ZoneInfo(ask.zone))
    return f"{date_format(local, 'DATE_FORMAT')}, {time_format(local, 'TIME_FORMAT')} {local.tzname()}"


def span_words(report: Report, ask: Ask) -> str:
    """Say over which days."""
    last = date_format(ask.last, "DATE_FORMAT")
    if report.period != Period.RANGE:
        return last
    return _("%(first)s to %(last)s") % {"first": date_format(ask.first, "DATE_FORMAT"), "last": last}


def _where(wish: Wish) -> str:
    return ", ".join(place.name for place in wish.places if wish.site in (None, place.pk))


def form_of(report: Report, wish: Wish) -> dict[str, Any]:
    """Give the fields of the form, each with its choices: coded values only."""
    ask = wish.ask
    selects = []
    if len(wish.places) > 1:
        selects.append(
            _select("site", _("Site"), _("All sites"), [(row.pk, row.name) for row in wish.places], wish.site)
        )
    if len(report.groupings) > 1:
        selects.append(_select("by", _("Broken down by"), "", report.groupings, ask.by))
    for each in Filter:
        if each in report.filters:
            choices = choices_of(each, ask.sites)
            selects.append(_select(each.value, _FILTERS[each](), _("All"), choices, getattr(ask, each.value)))
    named = [(key, str(label)) for key, label in periods.NAMED.items()]
    return {
        "selects": selects,
        "periods": _select("period", _("Period"), "", [*named, ("own", _("Own days"))], wish.period)
        if report.period == Period.RANGE
        else None,
        "on": ask.last.isoformat() if report.period == Period.DAY else "",
        "first": ask.first.isoformat() if wish.period == "own" else "",
        "last": ask.last.isoformat() if wish.period == "own" else "",
        "own": wish.period == "own",
    }


def _chosen(form: dict[str, Any]) -> list[str]:
    """Say what was chosen, for paper: a printed report has no form."""
    return [
        f"{field['label']}: {option['label']}"
        for field in form["selects"] for option in field["options"]
        if option["chosen"] and field["name"] != "site"
    ]  # fmt: skip


_FILTERS = {
    Filter.LEVEL: lambda: _("Level"),
    Filter.TRACK: lambda: _("Track"),
    Filter.PAYER: lambda: _("Payer"),
    Filter.CLINICIAN: lambda: _("Clinician"),
}


def _select(name: str, label: str, every: str, options: Sequence[tuple[Any, Any]], chosen: Any) -> dict[str, Any]:
    return {
        "name": name, "label": label, "every": every,
        "options": [{"value": str(key), "label": words, "chosen": str(key) == str(chosen)} for key, words in options],
    }  # fmt: skip


def table_of(actor: Actor, report: Report, result: Result) -> dict[str, Any]:
    """Give headings, rows and totals in words."""
    units = [(column.key, column.unit) for column in result.columns]

    def cells(known: Any) -> list[str]:
        return [number_words(unit, known.get(key)) for key, unit in units]

    return {
        "columns": [{"label": result.first_label}, *({"label": each.label, "numeric": True} for each in result.columns)],
        "rows": [
            {"label": row.label, "url": _row_url(actor, row), "cells": _beside(result, cells(row.cells))} for row in result.rows
        ],
        "totals": _beside(result, cells(result.totals)) if result.totals is not None else None,
        "is_empty": not result.rows,
    }  # fmt: skip


def _beside(result: Result, cells: list[str]) -> list[tuple[str, str]]:
    """Each cell with its heading, which names it on a phone."""
    return [(str(column.label), cell) for column, cell in zip(result.columns, cells, strict=True)]


def _row_url(actor: Actor, row: Row) -> str:
    return _opened(actor, PLACES.get(row.place))


def _opened(actor: Actor, place: tuple[str, str] | None) -> str:
    return reverse(place[0]) if place and actor.can(place[1]) else ""


def facts_of(report: Report, wish: Wish, *, at: dt.datetime, clinic: str) -> list[tuple[str, str]]:
    """Say in a file what it is about: the clinic, the report, its definition, the days, the sites, as of when."""
    return [
        (_("Clinic"), clinic),
        (_("Report"), str(report.title)),
        (_("Definition"), str(report.definition)),
        (_("Days"), f"{wish.ask.first.isoformat()} – {wish.ask.last.isoformat()}"),
        (_("Sites"), _where(wish)),
        *narrowed_by(report, wish),
        (_("As of"), at.isoformat(timespec="minutes")),
    ]


def narrowed_by(report: Report, wish: Wish) -> list[tuple[str, str]]:
    """Say what the numbers were narrowed to and broken down by; who reads them later does not see the form."""
    said = [(_("Broken down by"), str(label)) for code, label in report.groupings if code == wish.ask.by]
    for each in Filter:
        chosen = getattr(wish.ask, each.value)
        if chosen and each in report.filters:
            names = {key: str(name) for key, name in choices_of(each, wish.ask.sites)}
            said.append((_FILTERS[each](), names.get(chosen, _("One that is not offered here"))))
    return said
