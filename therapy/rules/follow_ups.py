"""Pure rules of check-ins after treatment: who gets them, on which days, and how one may end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clients.choices import DischargeKind
from clients.discharge_choices import ContactAfter
from iop.core.words import Sentence, count_words, say, sentence
from therapy.choices.follow_ups import FollowUpStatus, Living, Using, Withdrawn, Working


@dataclass(frozen=True)
class Ended:
    """A stay that ended, as the rules look at it. ``agreed`` says whether their consent to contact after treatment stands."""

    discharged_on: dt.date
    kind: str
    agreed: bool
    contact_after: str = ContactAfter.NOT_ASKED
    is_back: bool = False


def why_none(ended: Ended) -> str:
    """Name why nobody is called after treatment, the gravest reason first; empty when they are.

    They agree by the consent "Contact after treatment"; a spoken no goes before it. Source: consent_privacy.md, alumni.
    """
    if ended.kind == DischargeKind.DECEASED:
        return Withdrawn.DECEASED
    if ended.is_back:
        return Withdrawn.BACK
    if ended.contact_after == ContactAfter.DECLINED:
        return Withdrawn.WISH
    return "" if ended.agreed else Withdrawn.CONSENT


def days_due(ended: Ended, after: Iterable[int], today: dt.date) -> list[tuple[int, dt.date]]:
    """Say on which days they are called: so many days after the last one in treatment, none that lies behind today.

    A consent signed later begins with the next day that is still ahead. ``after`` are numbers of days.
    """
    if why_none(ended):
        return []
    days = [(number, ended.discharged_on + dt.timedelta(days=number)) for number in sorted(set(after))]
    return [(number, on) for number, on in days if on >= today]


SAYS_NONE: dict[str, Sentence] = {
    Withdrawn.DECEASED: say("They died: nothing is sent and nobody is called."),
    Withdrawn.BACK: say("They are back in treatment: we see them here."),
    Withdrawn.WISH: say("They do not want to hear from us after treatment."),
    Withdrawn.CONSENT: say("Their consent to contact after treatment is missing: offer it for signing."),
}
"""Why there are no check-ins, for whoever looks for them."""


def why_not_attempt(ended: Ended, status: str) -> Sentence | None:
    """Nobody is called who did not agree to it, or whose check-in is settled."""
    if status != FollowUpStatus.DUE:
        return say("This check-in is settled already.")
    reason = why_none(ended)
    return SAYS_NONE[reason] if reason else None


@dataclass(frozen=True)
class Told:
    """What somebody told at a check-in."""

    living: str = ""
    working: str = ""
    using: str = ""
    wants_support: bool | None = None


def why_not_settle(status: str, told: Told, *, attempts: int, needed: int) -> tuple[str, Sentence] | None:
    """A talk says how they live, work and use and whether they want more support ("not said" is an answer).

    Giving up asks for a number of attempts first (setting ``followup.attempts``).
    """
    if status == FollowUpStatus.NOT_REACHED and attempts < needed:
        words = count_words("Try once more first.", "Try {left} more times first.", needed - attempts)
        return "status", sentence(words, left=needed - attempts)
    if status != FollowUpStatus.REACHED:
        return None
    for field, value, known in _asked(told):
        if value not in known:
            return field, say("Choose an answer; “Not said” is one.")
    if told.wants_support is None:
        return "wants_support", say("Say whether they want more support.")
    return None


def _asked(told: Told) -> Sequence[tuple[str, str, Sequence[str]]]:
    return (
        ("living", told.living, Living.values),
        ("working", told.working, Working.values),
        ("using", told.using, Using.values),
    )
