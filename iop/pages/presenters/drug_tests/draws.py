"""Draws and panels, for those who look after them."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words_long, instant_words
from therapy.actions.drug_tests.drawing import is_as_drawn
from therapy.choices.drug_tests import Analyte, DrawReason, Unit
from therapy.models.drug_tests import TestDraw, TestPanel
from therapy.rules.drug_tests.panels import targets_of

KEPT = 60
WHY_OUT = {
    "away": gettext_lazy("in care elsewhere"),
    "exempt": gettext_lazy("exempt"),
    "asked": gettext_lazy("asked already"),
    "not_here": gettext_lazy("not here that day"),
    "": gettext_lazy("in the draw"),
}


def read_draws(site: Site, at: dt.datetime) -> dict[str, Any]:
    """List a site's newest draws; one statement."""
    today = clock.local_date(at, site.time_zone)
    rows: QuerySet[TestDraw] = TestDraw.objects.filter(site=site).select_related("drawn_by")[:KEPT]
    found = [
        {
            "url": to("test_draw")(row.pk),
            "day": day_words_long(row.on),
            "pool": len(row.pool),
            "picks": len(row.picks),
            "who": row.drawn_by.name if row.drawn_by else _("by itself"),
            "on": row.on,
        }
        for row in rows
    ]
    return {"draws": found, "drawn_today": any(row["on"] == today for row in found)}


def read_draw(kept: TestDraw, actor: Actor, *, again: bool) -> dict[str, Any]:
    """Give one draw with its pool by name, and whether drawing again gives the same; two statements."""
    names = _names(kept, actor)
    picked = {pick["stay"]: pick["why"] for pick in kept.picks}
    rows = [_entry(one, names, picked) for one in kept.pool]
    rows.sort(key=lambda row: (not row["picked"], row["name"]))
    return {
        "draw": kept,
        "day": day_words_long(kept.on),
        "when": instant_words(kept.drawn_at, ZoneInfo(kept.site.time_zone)),
        "who": kept.drawn_by.name if kept.drawn_by else _("The clinic's own clock"),
        "rows": rows,
        "picks": len(kept.picks),
        "again": again,
        "is_same": is_as_drawn(kept) if again else None,
    }


def _names(kept: TestDraw, actor: Actor) -> dict[str, tuple[str, str]]:
    ids = [uuid.UUID(one["stay"]) for one in kept.pool]
    rows = Episode.objects.visible_to(actor, Permission.TESTS_VIEW).filter(pk__in=ids).select_related("client")
    return {str(row.pk): (row.client.name, to("client_tests")(row.client_id)) for row in rows}


def _entry(one: dict[str, Any], names: dict[str, tuple[str, str]], picked: dict[str, str]) -> dict[str, Any]:
    name, url = names.get(one["stay"], (_("somebody out of your reach"), ""))
    why = picked.get(one["stay"], "")
    return {
        "name": name,
        "url": url,
        "chance": f"{Decimal(one['chance']) * 100:.0f} %",
        "last": one["last_on"],
        "gap": one["max_gap_days"],
        "state": str(WHY_OUT.get(one["out"], one["out"])),
        "picked": bool(why),
        "why": str(DrawReason(why).label) if why else "",
        "day_off": bool(why) and not one["here"],
    }


def read_panels() -> dict[str, Any]:
    """List the panels in use, and what is out of use; one statement."""
    rows = list(TestPanel.objects.order_by("stage", "name", "-number"))
    return {
        "panels": [_panel(row) for row in reversed_stage(rows) if row.is_active],
        "retired": [_panel(row) for row in rows if not row.is_active],
    }


def reversed_stage(rows: list[TestPanel]) -> list[TestPanel]:
    """Screens come before laboratories."""
    return sorted(rows, key=lambda row: (row.stage == "definitive", row.name))


def targets_text(panel: TestPanel) -> str:
    """Write a panel's lines as they are typed."""
    return "\n".join(f"{one.analyte} {one.cutoff.normalize():f} {one.unit}" for one in targets_of(panel.targets))


def _panel(row: TestPanel) -> dict[str, Any]:
    targets = targets_of(row.targets)
    return {
        "url": to("test_panel")(row.pk),
        "name": row.name,
        "number": row.number,
        "matrix": row.get_matrix_display(),
        "stage": row.get_stage_display(),
        "device": row.device,
        "lines": ", ".join(
            f"{Analyte(one.analyte).label} {one.cutoff.normalize():f} {Unit(one.unit).label}" for one in targets
        ),
        "count": len(targets),
    }
