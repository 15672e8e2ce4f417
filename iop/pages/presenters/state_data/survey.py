"""The facility survey's worksheet as a page and as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from iop.clinic.models import Site
from iop.reports.state_data.facility import SECTIONS, worksheet


def read_page(sites: Sequence[Site], on: dt.date) -> dict[str, Any]:
    """Show the figures by part."""
    figures = worksheet(sites, on)
    parts = [
        {"key": key, "title": title, "rows": [each for each in figures if each.section == key]}
        for key, title in SECTIONS.items()
    ]
    return {
        "parts": [part for part in parts if part["rows"]], "on": on, "day": date_format(on, "DATE_FORMAT"),
        "sites": [site.name for site in sites],
    }  # fmt: skip


def read_file(sites: Sequence[Site], on: dt.date) -> tuple[str, int]:
    """Give the figures as CSV, each with its definition."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Part"), _("Question"), _("Answer"), _("Definition"), _("Reference date")])
    figures = worksheet(sites, on)
    for each in figures:
        writer.writerow([SECTIONS[each.section], each.label, each.value, each.definition, on.isoformat()])
    return out.getvalue(), len(figures)
