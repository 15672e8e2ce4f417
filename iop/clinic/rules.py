"""What a licence allows on a day. Pure: plain values in, sentences out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from iop.core.words import Sentence, day_words, say, sentence


@dataclass(frozen=True)
class Held:
    """A licence or certificate as held by somebody, with what its kind allows."""

    code: str
    issued_on: dt.date
    expires_on: dt.date | None = None
    expires: bool = True
    may_lead: bool = True
    may_lead_supervised: bool = False
    may_sign: bool = True
    needs_cosignature: bool = False
    is_primary: bool = True


def holds(credential: Held, on: dt.date) -> bool:
    """A licence holds from its issue to its expiry, both days included; one that must expire but has no date does not."""
    if on < credential.issued_on:
        return False
    if credential.expires_on is None:
        return not credential.expires
    return on <= credential.expires_on


def days_to_end(expires_on: dt.date, on: dt.date) -> int:
    """Days from ``on`` to the last day on which a licence holds: 0 on that day, negative once it has ended."""
    return (expires_on - on).days


def held_on(credentials: Sequence[Held], on: dt.date) -> list[Held]:
    """The licences that hold that day, the primary one first."""
    return sorted((item for item in credentials if holds(item, on)), key=lambda item: (not item.is_primary, item.code))


def credential_on(credentials: Sequence[Held], on: dt.date) -> str:
    """A signature shows the primary licence as held that day, and nothing when none holds."""
    held = held_on(credentials, on)
    return held[0].code if held else ""


def why_cannot_lead(credentials: Sequence[Held], on: dt.date, *, has_supervisor: bool = False) -> Sentence | None:
    """A group is led under a licence that holds that day, or under supervision where the credential allows that.

    Source: issue "The treatment day", credentials; MassHealth 130 CMR 418.410 for supervised staff.
    """
    held = held_on(credentials, on)
    if any(item.may_lead for item in held):
        return None
    if any(item.may_lead_supervised for item in held):
        return (
            None
            if has_supervisor
            else say("This credential leads groups under supervision only; name a supervisor first.")
        )
    return _why_nothing_holds(credentials, held, on) or say(
        "None of this colleague's credentials allows leading a group."
    )


def why_cannot_sign(credentials: Sequence[Held], on: dt.date) -> Sentence | None:
    """A note is signed under a licence that holds that day and may sign (105 CMR 164.083; documentation.md §6)."""
    held = held_on(credentials, on)
    if any(item.may_sign for item in held):
        return None
    return _why_nothing_holds(credentials, held, on) or say(
        "None of this colleague's credentials allows signing notes."
    )


def may_lead(credentials: Sequence[Held], on: dt.date, *, has_supervisor: bool = False) -> bool:
    """Say whether ``why_cannot_lead`` finds nothing in the way."""
    return why_cannot_lead(credentials, on, has_supervisor=has_supervisor) is None


def needs_cosignature(credentials: Sequence[Held], on: dt.date) -> bool:
    """A note needs a supervisor's signature too, unless the author holds a licence that signs alone that day."""
    signing = [item for item in held_on(credentials, on) if item.may_sign]
    return all(item.needs_cosignature for item in signing)


def _why_nothing_holds(credentials: Sequence[Held], held: Sequence[Held], on: dt.date) -> Sentence | None:
    if held:
        return None
    if not credentials:
        return say("No credential is on file for this colleague.")
    ended = [item for item in credentials if item.expires_on and item.expires_on < on]
    if ended:
        last = max(ended, key=lambda item: item.expires_on or on)
        return sentence(
            say("The {code} licence ended on {date}."), code=last.code, date=day_words(last.expires_on or on)
        )
    waiting = [item for item in credentials if item.issued_on > on]
    if waiting:
        first = min(waiting, key=lambda item: item.issued_on)
        return sentence(say("The {code} licence begins on {date}."), code=first.code, date=day_words(first.issued_on))
    return say("The licence on file has no expiry date; add it first.")
