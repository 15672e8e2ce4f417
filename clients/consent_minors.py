"""What the clinic's state says of minors, as it is set for a site on a day (42 CFR 2.14)."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.consent_rules import MinorRule
from iop.clinic import settings

ADULT_AT = "minors.adult_at"
ALONE_FROM = "minors.alone_from"


def minor_rule(site_id: uuid.UUID, on: dt.date) -> MinorRule:
    """Give the rule that holds at a site on a day: dated settings, because states and their laws differ and change."""
    found = settings.values([ADULT_AT, ALONE_FROM], on=on, site_id=site_id)
    return MinorRule(adult_at=int(found[ADULT_AT]), alone_from=int(found[ALONE_FROM]))
