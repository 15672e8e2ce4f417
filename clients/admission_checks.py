"""What consents an admission asks for (the slot ``ADMISSION_CHECKS``)."""

from __future__ import annotations

import datetime as dt

from clients.admission import ChecklistItem, ItemState
from clients.choices import ConsentKind
from clients.consents import has_live, required_kinds, state
from clients.models import Episode
from iop.core import clock
from iop.core.words import say, sentence


def consents(episode: Episode, at: dt.datetime) -> list[ChecklistItem]:
    """Give one line for each consent that everybody in care at the site must have (setting ``consents.required``).

    Keys are ``consent_<kind>``, so that a clinic may say which of them block.
    """
    on = clock.local_date(at, episode.site.time_zone)
    kinds = required_kinds(on, episode.site_id)
    states = state([episode.client_id], on, required=kinds)[episode.client_id]
    return [_line(kind, has_live(states, kind), episode) for kind in kinds]


def _line(kind: str, is_there: bool, episode: Episode) -> ChecklistItem:
    label = ConsentKind(kind).label
    words = "" if is_there else sentence(say("“{form}” is not signed. Have it signed under Consents."), form=label)
    return ChecklistItem(
        key=f"consent_{kind}", label=label, state=ItemState.OK if is_there else ItemState.MISSING, sentence=words,
        place=("clients.consents_of", str(episode.client_id)),
    )  # fmt: skip
