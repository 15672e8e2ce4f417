"""Which topic comes next. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from iop.core.words import Sentence, say, sentence


@dataclass(frozen=True)
class Proposal:
    """A topic that a group could take next: how many of it have covered it, when last, and why it stands here."""

    topic_id: uuid.UUID
    title: str
    covered: int
    clients: int
    last_on: dt.date | None
    reason: Sentence


Known = tuple[uuid.UUID, str, int, int, dt.date | None]
"""A topic's id, title, place in the curriculum, how many of the group have covered it, and when last."""


def ranked(topics: Iterable[Known], clients: int) -> list[Proposal]:
    """The topic that most of the group have not covered comes first, then the one longest ago, then the curriculum's order.

    Source: SEED-10, plan topics and report which ones a client has covered.
    """
    ordered = sorted(topics, key=lambda topic: (topic[3], topic[4] or dt.date.min, topic[2], topic[1]))
    return [
        Proposal(key, title, covered, clients, last, _why(covered, clients)) for key, title, _, covered, last in ordered
    ]


def _why(covered: int, clients: int) -> Sentence:
    if not covered:
        return say("New to everybody here.")
    if covered >= clients:
        return say("Everybody here has covered it.")
    return sentence(say("New to {new} of {clients}."), new=clients - covered, clients=clients)
