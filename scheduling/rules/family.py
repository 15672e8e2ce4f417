"""Who may be at a family session, and when one is to be offered again. Pure: plain values in, sentences out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from iop.core.words import Sentence, day_words, say, sentence
from scheduling.family_choices import MOST_GUESTS, NEEDS_REASON, FamilyForm, FamilyGoal, OfferOutcome, OfferReason


@dataclass(frozen=True)
class Guest:
    """Somebody who is to take part: a related person, and as what (their role to the client, in words)."""

    person_id: uuid.UUID
    role: str = ""


@dataclass(frozen=True)
class FamilyPlan:
    """What a family appointment is planned as: who sits together, what for, whether the client is to be there, the guests."""

    form: str = FamilyForm.FAMILY
    goals: tuple[str, ...] = ()
    guests: tuple[Guest, ...] = field(default=())

    @property
    def client_expected(self) -> bool:
        """Say whether the client is to be there: their time is taken and they are told, or neither."""
        return self.form != FamilyForm.RELATIVES

    @property
    def people(self) -> tuple[uuid.UUID, ...]:
        """Name the guests."""
        return tuple(guest.person_id for guest in self.guests)


def why_not_plan(plan: FamilyPlan) -> Sentence | None:
    """A family appointment says who sits together; without the client there must be somebody else."""
    if plan.form not in FamilyForm.values:
        return say("Choose who sits together.")
    if not set(plan.goals) <= set(FamilyGoal.values):
        return say("Choose the goals from the list.")
    if len(set(plan.people)) != len(plan.people):
        return say("Somebody is named twice.")
    if len(plan.people) > MOST_GUESTS:
        return sentence(say("At most {limit} people come to one appointment. Plan a group instead."), limit=MOST_GUESTS)
    if not plan.client_expected and not plan.people:
        return say("Without the client, at least one relative must be invited.")
    return None


def why_not_offer(outcome: str, reason: str, words: str) -> Sentence | None:
    """Where there is no family session, a review must be able to say why."""
    if outcome not in OfferOutcome.values:
        return say("Choose what came of it.")
    if reason and reason not in OfferReason.values:
        return say("Choose a reason from the list.")
    if outcome in NEEDS_REASON and not reason:
        return say("Say why: a review will be asked for it.")
    if reason == OfferReason.OTHER and not words.strip():
        return say("Say in a few words what the reason is.")
    return None


def why_not_on(offered_on: dt.date, again_on: dt.date | None, *, since: dt.date, today: dt.date) -> Sentence | None:
    """An offer lies within the stay and not ahead; asking again lies ahead of it."""
    if offered_on > today:
        return say("This day is still to come.")
    if offered_on < since:
        return sentence(say("The stay began on {day}."), day=day_words(since))
    if again_on is not None and again_on <= offered_on:
        return say("Asking again comes after the offer.")
    return None


def due_on(
    admitted_on: dt.date, offers: Sequence[tuple[dt.date, dt.date | None]], sessions: Collection[dt.date], every: int
) -> dt.date | None:
    """Say from when on a family session is to be offered (again); none where the clinic asks for none.

    ``offers`` are (day, day to ask again or none), the newest first; ``sessions`` days of family sessions held or booked.
    An agreed day to ask again stands in place of the rhythm of ``every`` days, until something newer happens.
    """
    if not every:
        return None
    held = max(sessions, default=None)
    if offers and offers[0][1] is not None and (held is None or held < offers[0][0]):
        return offers[0][1]
    known = [day for day, _again in offers[:1]] + ([held] if held else [])
    if not known:
        # Not on the first day: treatment begins with the client.
        return admitted_on + dt.timedelta(days=min(every, FIRST_OFFER_WITHIN))
    return max(known) + dt.timedelta(days=every)


FIRST_OFFER_WITHIN = 14
"""Days after admission within which a family session is offered for the first time."""
