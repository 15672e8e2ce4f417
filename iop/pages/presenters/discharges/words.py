"""How a check-in after treatment is said in a row of a list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.discharge_choices import Kept
from iop.pages.presenters.clients.listing import date_words
from therapy.choices.follow_ups import FollowUpStatus, Living, Using, Withdrawn, Working
from therapy.models import FollowUp

KEPT_TONES: dict[str, str] = {Kept.YES: "good", Kept.NO: "warn", Kept.UNKNOWN: "quiet"}
TONES: dict[str, str] = {
    FollowUpStatus.REACHED: "good", FollowUpStatus.NOT_REACHED: "warn", FollowUpStatus.DECLINED: "quiet",
    FollowUpStatus.WITHDRAWN: "quiet",
}  # fmt: skip
USING_TONES: dict[str, str] = {Using.NONE: "good", Using.ONCE: "note", Using.SOMETIMES: "warn", Using.MOST_DAYS: "warn"}


def row_words(row: FollowUp, today: dt.date) -> dict[str, Any]:
    """Say which check-in this is, when it is due, how it stands and what they told."""
    label, tone = _standing(row, today)
    return {
        "title": ngettext("After %(count)d day", "After %(count)d days", row.after_days) % {"count": row.after_days},
        "when": date_words(row.due_on),
        "label": label,
        "tone": tone,
        "told": told_words(row),
        "wants_support": row.wants_support,
    }


def told_words(row: FollowUp) -> list[dict[str, str]]:
    """Say what they told, each with its label; nothing for one that was not a talk."""
    if row.status != FollowUpStatus.REACHED:
        return []
    return [
        {"label": _("Lives"), "words": str(Living(row.living).label), "tone": ""},
        {"label": _("Work"), "words": str(Working(row.working).label), "tone": ""},
        {"label": _("Use"), "words": str(Using(row.using).label), "tone": USING_TONES.get(row.using, "quiet")},
    ]


def _standing(row: FollowUp, today: dt.date) -> tuple[str, str]:
    if row.status == FollowUpStatus.WITHDRAWN:
        return str(Withdrawn(row.withdrawn_why).label), TONES[row.status]
    if row.status != FollowUpStatus.DUE:
        return str(FollowUpStatus(row.status).label), TONES[row.status]
    late = (today - row.due_on).days
    if late < 0:
        return _("Coming"), "quiet"
    if late == 0:
        return _("Due today"), "info"
    return ngettext("%(days)d day late", "%(days)d days late", late) % {"days": late}, "warn"
