"""How parts of a review read: why it is due, its figures, and what the rules propose."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.access.actors import Actor
from iop.core.words import Sentence, hours_minutes
from iop.pages import places
from iop.pages.presenters.clients.listing import date_words
from therapy.choices.reviews import ReviewDecision, ReviewStatus
from therapy.models import LevelReview
from therapy.rules.reviews import Figures, Proposal

TONES: dict[str, str] = {
    ReviewStatus.DUE: "info", ReviewStatus.DRAFT: "note", ReviewStatus.AWAITING: "wait", ReviewStatus.SIGNED: "lock",
    ReviewStatus.COSIGNED: "lock", ReviewStatus.RETURNED: "warn", ReviewStatus.SUPERSEDED: "quiet",
    ReviewStatus.DROPPED: "quiet",
}  # fmt: skip


def causes_of(row: LevelReview, actor: Actor, site_id: uuid.UUID) -> list[dict[str, Any]]:
    """Give why a review is due; what the reader's role does not read is said to be there, not what it is."""
    found = []
    for each in row.causes:
        may = not each["needs"] or actor.can(each["needs"], site_id)
        place = each["place"] if may else None
        found.append(
            {
                "says": each["says"] if may else _("Something that your role does not read"),
                "on": date_words(dt.date.fromisoformat(each["on"])),
                "url": places.address(place[0], uuid.UUID(place[1])) if place else "",
            }
        )
    return found


def due_words(due: dt.date, today: dt.date) -> tuple[str, str]:
    """Say how far away a day is, with the tone of it."""
    late = (today - due).days
    if late > 0:
        return "bad", ngettext("one day late", "%(n)s days late", late) % {"n": late}
    if late == 0:
        return "warn", _("today")
    return "info", ngettext("in one day", "in %(n)s days", -late) % {"n": -late}


def week_words(figures: Figures) -> tuple[str, str]:
    """Say in which week they are of how many, with the tone of it."""
    if figures.level is None:
        return "warn", _("no level of care")
    if not figures.target_weeks:
        return "quiet", _("week %(week)s") % {"week": figures.weeks_at_level}
    values = {"week": figures.weeks_at_level, "target": figures.target_weeks}
    tone = "warn" if figures.weeks_at_level > figures.target_weeks else "quiet"
    return tone, _("week %(week)s of %(target)s") % values


def figures_of(figures: Figures) -> list[dict[str, Any]]:
    """Give the figures as a strip: a value, what it is, and a note."""
    days = figures.days_since_use
    everything = figures.objectives_met + figures.objectives_open
    return [
        {
            "label": _("Treatment days"), "value": f"{figures.attended_days}/{figures.planned_days}",
            "note": _("%(came)s of %(planned)s of service") % {
                "came": hours_minutes(figures.attended_minutes), "planned": hours_minutes(figures.planned_minutes),
            },
        },
        {"label": _("Objectives met"), "value": f"{figures.objectives_met}/{everything}", "note": _worse(figures)},
        {
            "label": _("Days since use told"), "value": "–" if days is None else days,
            "note": ngettext("asked once", "asked %(n)s times", figures.asked_about_use) % {"n": figures.asked_about_use},
        },
        {
            "label": _("Aftercare settled"),
            "value": f"{figures.aftercare_settled}/{figures.aftercare_steps}" if figures.aftercare_steps else "–",
            "note": _("steps of the plan") if figures.aftercare_steps else _("no plan yet"),
        },
    ]  # fmt: skip


def _worse(figures: Figures) -> str:
    if figures.objectives_worse:
        return ngettext("one got worse", "%(n)s got worse", figures.objectives_worse) % {"n": figures.objectives_worse}
    return ngettext("one is moving", "%(n)s are moving", figures.objectives_better) % {"n": figures.objectives_better}


def proposals_of(found: Iterable[Proposal]) -> list[dict[str, Any]]:
    """Give what the rules propose, with what speaks for and against it."""
    return [
        {
            "label": ReviewDecision(each.decision).label, "level": _leads_to(each), "reasons": each.reasons,
            "against": each.against,
        }
        for each in found
    ]  # fmt: skip


def first_words(found: Sequence[Proposal]) -> tuple[Sentence, Sentence]:
    """Give the most pressing proposal of a list in short: what, and its first reason."""
    if not found:
        return _("Place them first"), ""
    first = found[0]
    return ReviewDecision(first.decision).label, first.reasons[0] if first.reasons else ""


def _leads_to(each: Proposal) -> str:
    changes = each.decision in (ReviewDecision.STEP_DOWN, ReviewDecision.STEP_UP)
    return each.level.name if each.level and changes else ""
