"""Which rule a service is billed by: of several for the same service the first that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from billing.choices.rules import HoldCode, Requirement, Service
from billing.rules.day.units import least_minutes
from billing.rules.shapes import Delivered, Terms
from iop.core.words import Sentence, hours_minutes, say, sentence

SERVICES = dict(Service.choices)


@dataclass(frozen=True)
class Misfit:
    """Why a rule doesn't fit a service; ``can_mend`` when something entered later could make it fit."""

    code: str
    words: Sentence
    can_mend: bool = False
    mends: Sentence = ""


@dataclass(frozen=True)
class Picked:
    """The rule that fits, or the one that came closest and why it does not."""

    terms: Terms
    misfit: Misfit | None = None


def pick(candidates: Sequence[Terms], delivered: Delivered, minutes: int) -> Picked | None:
    """Choose the first rule, by position, that fits what was delivered; none at all when there is no rule.

    Where none fits, the one that asks for the fewest minutes among those that fit otherwise says why: 12 minutes of therapy
    are measured against the shortest session, not against the longest.
    """
    ordered = sorted(candidates, key=lambda one: one.position)
    found = [Picked(one, misfit(one, delivered, minutes)) for one in ordered]
    fitting = next((one for one in found if one.misfit is None), None)
    return fitting or min(found, key=_distance, default=None)


def misfit(terms: Terms, delivered: Delivered, minutes: int) -> Misfit | None:
    """Say why a rule is not for this: who was there, how it was held, how long, how many, or who held it."""
    return (
        _presence(terms, delivered)
        or _place(terms, delivered)
        or _length(terms, minutes)
        or _size(terms, delivered)
        or _credential(terms, delivered)
    )


def _presence(terms: Terms, delivered: Delivered) -> Misfit | None:
    if terms.client_present is None or delivered.client_present == terms.client_present:
        return None
    if delivered.client_present is None:
        return Misfit(HoldCode.NO_RULE, say("not noted whether the client was there"), True, say("Note who was there."))
    words = say("for sessions with the client") if terms.client_present else say("for sessions without the client")
    return Misfit(HoldCode.NO_RULE, words)


def _place(terms: Terms, delivered: Delivered) -> Misfit | None:
    if delivered.is_audio:
        return Misfit(HoldCode.NO_RULE, say("held by telephone alone, for which no rule says how it is billed"))
    if delivered.is_telehealth and not terms.telehealth_place:
        return Misfit(HoldCode.NO_RULE, say("held by video, which this payer does not pay"))
    return None


def _length(terms: Terms, minutes: int) -> Misfit | None:
    least = least_minutes(terms)
    if minutes < least:
        words = say("{minutes} of {least}")
        return Misfit(HoldCode.TOO_SHORT, sentence(words, minutes=hours_minutes(minutes), least=hours_minutes(least)))
    if terms.max_minutes is not None and minutes > terms.max_minutes:
        words = say("{minutes}, more than the {most} of code {code}")
        return Misfit(
            HoldCode.NO_RULE,
            sentence(words, minutes=hours_minutes(minutes), most=hours_minutes(terms.max_minutes), code=terms.code),
        )
    return None


def _size(terms: Terms, delivered: Delivered) -> Misfit | None:
    if delivered.group_size is None or (terms.group_from is None and terms.group_to is None):
        return None
    size = delivered.group_size
    if (terms.group_from or 0) <= size and (terms.group_to is None or size <= terms.group_to):
        return None
    if terms.group_to is None:
        return Misfit(
            HoldCode.GROUP_SIZE,
            sentence(say("{size} in the group, at least {least} needed"), size=size, least=terms.group_from),
        )
    words = say("{size} in the group, paid for {least} to {most}")
    return Misfit(HoldCode.GROUP_SIZE, sentence(words, size=size, least=terms.group_from or 1, most=terms.group_to))


def _credential(terms: Terms, delivered: Delivered) -> Misfit | None:
    asks = terms.credentials or (Requirement.CREDENTIAL in terms.requirements)
    if not asks or delivered.credentials & terms.credentials:
        return None
    if not terms.credentials and delivered.credentials:
        return None
    held = ", ".join(sorted(delivered.credentials)) or say("none entered")
    wanted = ", ".join(sorted(terms.credentials)) or say("any credential")
    return Misfit(
        HoldCode.CREDENTIAL,
        sentence(say("credential: {held}; the payer accepts {wanted}"), held=held, wanted=wanted),
        True,
        say("Enter the credential if one was held that day."),
    )


_ORDER = (HoldCode.CREDENTIAL, HoldCode.GROUP_SIZE, HoldCode.TOO_SHORT, HoldCode.NO_RULE)
"""The later a rule fails, the closer it came."""


def _distance(picked: Picked) -> tuple[int, int, int]:
    code = HoldCode(picked.misfit.code) if picked.misfit else HoldCode.CREDENTIAL
    return _ORDER.index(code), least_minutes(picked.terms), picked.terms.position
