"""A week's hours as the meter draws them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from iop.core.words import Sentence, hours_minutes
from sessions_app.rules.hours import WeekHours

STATES = {"reached": "met", "on_track": "ontrack", "needs_make_up": "short", "out_of_reach": "short", "none": "ontrack"}


@dataclass(frozen=True)
class Meter:
    """What ``<c-meter>`` reads; all lengths in minutes of service."""

    text: str
    sentence: Sentence
    state: str
    attended: int
    reachable: int
    required: int
    span: int


def meter_of(week: WeekHours) -> Meter:
    """Draw a week: attended, still possible, required."""
    reachable = week.attended + week.possible
    if week.required:
        text = _("%(attended)s of %(required)s") % {
            "attended": hours_minutes(week.attended), "required": hours_minutes(week.required)
        }  # fmt: skip
    else:
        text = hours_minutes(week.attended)
    return Meter(
        text=text,
        sentence=week.sentence,
        state=STATES[week.state],
        attended=week.attended,
        reachable=reachable,
        required=week.required,
        span=max(reachable, week.required, 60),
    )
