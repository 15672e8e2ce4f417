"""What a review of the level of care must show: each of the standard's items, with its facts or named as missing.

Source: levels_of_care.md §4, "A step-down review must show". Its last item, the
reviewer's signature, is the review's own; what the payer authorized follows the list (§5: the same facts answer the payer).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clients import evidence
from clients.evidence import Fact, Subject
from clients.models import Episode
from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import Sentence, say


@dataclass(frozen=True)
class Part:
    """One item as the standard asks for it. ``asks`` is what the reviewer is asked to add in their own words."""

    key: str
    title: Sentence
    subjects: tuple[Subject, ...]
    missing: Sentence
    asks: Sentence | None = None


@dataclass(frozen=True)
class Section:
    """One item as a review shows it: what is known, what is ``missing``, and how many facts the reader may not see."""

    number: int
    key: str
    title: Sentence
    facts: tuple[Fact, ...]
    missing: tuple[Sentence, ...]
    withheld: int = 0
    asks: Sentence | None = None


PARTS: tuple[Part, ...] = (
    Part("level", say("Level of care, days and hours"), (Subject.LEVEL, Subject.ATTENDANCE), say("No treatment day since then is on record.")),
    Part("dimensions", say("Dimensions, now and at admission"), (Subject.DIMENSIONS,), say("The dimensions were not judged in this stay.")),
    Part("objectives", say("Goals and objectives"), (Subject.OBJECTIVES,), say("No treatment plan is in force.")),
    Part("use", say("Use and the plan against relapse"), (Subject.USE, Subject.TESTS), say("Use was not asked about since then.")),
    Part(
        "medications", say("Withdrawal and medication"), (Subject.MEDICATIONS,), say("Medications were not gone through."),
        say("Signs of withdrawal, and medication for the disorder: offered, taken, declined"),
    ),
    Part("measures", say("Questionnaires"), (Subject.MEASURES,), say("No questionnaire was answered since then.")),
    Part("safety", say("Safety"), (Subject.SAFETY,), say("Nothing about safety is on record.")),
    Part(
        "participation", say("Participation"), (Subject.PARTICIPATION,), say("Participation was not noted since then."),
        say("How they are with the others in the group"),
    ),
    Part(
        "supports", say("Supports and living situation"), (Subject.SUPPORTS,), say("Supports are not on record."),
        say("Sober supports, and where they live: safe, stable, confirmed how"),
    ),
    Part(
        "family", say("Family sessions"), (Subject.FAMILY,), say("No family session was held, and no reason is on record."),
        say("Family sessions: offered, declined, not fitting, and why"),
    ),
    Part(
        "barriers", say("What stands in the way of leaving"), (Subject.BARRIERS,), say("No barrier is on record."),
        say("What stands in the way of the next step"),
    ),
    Part(
        "next", say("Next level, appointments and aftercare"), (Subject.AFTERCARE,), say("No aftercare plan has been begun."),
        say("Next provider, appointment and date, as far as they are settled"),
    ),
    Part(
        "client", say("The client's own view"), (Subject.CLIENTS_VIEW,), say("The client has not been asked yet."),
        say("How the client sees it, in their words"),
    ),
    # Not everybody has a payer that authorizes: that nothing is known is nothing missing.
    Part("authorization", say("What the payer authorized"), (Subject.AUTHORIZATION,), ""),
)  # fmt: skip

ENOUGH: Mapping[str, tuple[Subject, Sentence]] = {
    "level": (Subject.ATTENDANCE, say("No treatment day since then is on record.")),
    "use": (Subject.TESTS, say("No drug test result since then.")),
}
"""Items in which one subject may hide that another is missing: what is said then."""


def since(episode: Episode, last_review: dt.date | None) -> dt.date:
    """A review looks at what happened since the one before it, or since admission."""
    return last_review or episode.admitted_on or episode.opened_on


def gathered(episode: Episode, at: dt.datetime, actor: Actor | None, *, first: dt.date | None = None) -> list[Section]:
    """Gather every item with its facts from ``first`` (admission, when not given) to ``at``.

    Facts that ``actor`` may not see are counted, not shown; without an actor nothing is left out (for freezing what was known).
    ``episode`` should have its site loaded. A fixed number of statements.
    """
    last = clock.local_date(at, episode.site.time_zone)
    found = evidence.facts(episode, first or since(episode, None), last, at)
    return sections(found, lambda fact: actor is None or may_see(actor, fact, episode))


def as_data(found: Sequence[Section]) -> list[dict[str, Any]]:
    """Turn what was shown into what a signed review keeps: sentences as they read now, days, places, and what was missing."""
    return [
        {
            "number": each.number, "key": each.key, "title": str(each.title), "missing": [str(one) for one in each.missing],
            "withheld": each.withheld,
            "facts": [
                {
                    "subject": str(fact.subject), "says": str(fact.says), "on": fact.on.isoformat() if fact.on else None,
                    "tone": fact.tone, "place": [fact.place[0], str(fact.place[1])] if fact.place else None,
                    "needs": str(fact.needs) if fact.needs else None,
                }
                for fact in each.facts
            ],
        }
        for each in found
    ]  # fmt: skip


def from_data(kept: Sequence[Mapping[str, Any]]) -> list[Section]:
    """Read back what ``as_data`` kept."""
    return [
        Section(
            number=each["number"], key=each["key"], title=each["title"], missing=tuple(each["missing"]),
            withheld=each["withheld"], facts=tuple(_fact(fact) for fact in each["facts"]),
        )
        for each in kept
    ]  # fmt: skip


def _fact(kept: Mapping[str, Any]) -> Fact:
    return Fact(
        subject=kept["subject"], says=kept["says"], on=dt.date.fromisoformat(kept["on"]) if kept["on"] else None,
        tone=kept["tone"], place=(kept["place"][0], uuid.UUID(kept["place"][1])) if kept["place"] else None,
        needs=kept["needs"],
    )  # fmt: skip


def may_see(actor: Actor, fact: Fact, episode: Episode) -> bool:
    """A colleague sees a fact for which they hold the permission it names at the stay's site."""
    return fact.needs is None or actor.can(fact.needs, episode.site_id)


def sections(facts: Iterable[Fact], is_open: Callable[[Fact], bool]) -> list[Section]:
    """Sort facts into the items; what nothing is known about is named."""
    by_subject: dict[str, list[Fact]] = {}
    for fact in facts:
        by_subject.setdefault(fact.subject, []).append(fact)
    return [_section(number, part, by_subject, is_open) for number, part in enumerate(PARTS, start=1)]


def _section(
    number: int, part: Part, by_subject: Mapping[str, Sequence[Fact]], is_open: Callable[[Fact], bool]
) -> Section:
    known = [fact for subject in part.subjects for fact in by_subject.get(subject, ())]
    shown = tuple(fact for fact in known if is_open(fact))
    return Section(
        number=number, key=part.key, title=part.title, facts=shown, missing=tuple(_missing(part, known, by_subject)),
        withheld=len(known) - len(shown), asks=part.asks,
    )  # fmt: skip


def _missing(part: Part, known: Collection[Fact], by_subject: Mapping[str, Sequence[Fact]]) -> list[Sentence]:
    if not known:
        return [part.missing] if part.missing else []
    subject, words = ENOUGH.get(part.key, (None, ""))
    return [words] if subject is not None and not by_subject.get(subject) else []
