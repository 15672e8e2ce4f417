"""The demo's early warnings: found by the rules from what the other parts tell, a few of them already answered."""

from __future__ import annotations

import datetime as dt
import random

from iop.access.actors import SYSTEM
from iop.core import clock
from iop.demo import rewards
from iop.demo.clinic import Clinic
from therapy.actions.warnings import end_warning, install_warning_rules, watch_warnings
from therapy.choices.warnings import WarningEnd
from therapy.models import EarlyWarning

ANSWERS = (
    (WarningEnd.TALKED, "Called her; the sitter fell through. Make-up booked for Saturday."),
    (WarningEnd.KNOWN, "A funeral; he told us before."),
    (WarningEnd.PLANNED, "Cravings plan gone through, sponsor called together."),
)


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Tell the story up to ``now``: the watch of three days ago, what was answered since, and the watch of this hour."""
    install_warning_rules(by=SYSTEM, at=now)
    earlier = now - dt.timedelta(days=3)
    with clock.frozen(earlier):
        watch_warnings(by=SYSTEM, at=earlier)
    some = EarlyWarning.objects.open().select_related("episode").order_by("pk")
    for row, (end, note) in zip(list(some)[:: max(1, some.count() // 4)], ANSWERS, strict=False):
        at = earlier + dt.timedelta(hours=5)
        site = next(code for code, site in house.sites.items() if site.pk == row.episode.site_id)
        with clock.frozen(at):
            end_warning(
                by=house.acting("Oduya" if site == "BOS" else "Yazzie", at), warning=row, end=end, note=note, at=at
            )
    watch_warnings(by=SYSTEM, at=now)
    rewards.fill(house, dice, now)
