"""What a treatment day comes to for each client on its roster, in the words of billing and without amounts of money."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from billing import day_facts, deciding
from billing.day_facts.delivered import sessions_of
from billing.rules.shapes import DayFacts
from iop.core.words import Sentence
from sessions_app.models import ProgramSession


@dataclass(frozen=True)
class Outlook:
    """What a client's day would come to if it stayed as it is now: its state and its sentence."""

    state: str
    words: Sentence


def of_session(session: ProgramSession, at: dt.datetime) -> dict[uuid.UUID, Outlook]:
    """Say for each client who is there what their day would come to if attendance stayed so; a fixed number of statements.

    Whoever is not marked yet, or did not come, is left out: there is nothing to say about them.
    """
    gathered = day_facts.gather(sessions_of(session), at)
    gathered.facts = {key: _as_if_final(facts) for key, facts in gathered.facts.items() if _came(facts)}
    if not gathered.facts:
        return {}
    book = deciding.terms_for(gathered.facts.values())
    decided = deciding.decide_facts(gathered, book)
    return {client_id: Outlook(decision.state, decision.words) for (client_id, _on), (_, decision) in decided.items()}


def _came(facts: DayFacts) -> bool:
    return any(one.came for one in facts.delivered)


def _as_if_final(facts: DayFacts) -> DayFacts:
    delivered = tuple(replace(one, is_over=True, is_final=True) for one in facts.delivered)
    return replace(facts, delivered=delivered)
