"""What decides about a call for help: who can be reached, who needs somebody now, who may be whom. Pure."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from clients.choices import (
    INQUIRY_MOVES,
    CheckAnswer,
    CheckKind,
    InquiryStatus,
    OutReason,
    ReplyBy,
    SafetyAnswer,
    Urgency,
)
from iop.core.words import Sentence, say, sentence

FIRST_ANSWER: dict[str, dt.timedelta] = {
    Urgency.EMERGENCY: dt.timedelta(0),
    Urgency.URGENT: dt.timedelta(hours=2),
    Urgency.SOON: dt.timedelta(days=1),
    Urgency.ROUTINE: dt.timedelta(days=2),
}
"""How soon somebody hears from us when nothing else was agreed; shorter than the urgency allows, so that a miss can be mended."""
SHORT_NAME = 3
"""Of a shorter name every letter counts: "Al" is not "Ed"."""
NEAR = 0.65
"""How much of two names must agree (0 to 1): "Mary" and "Marie" do, "Smith" and "Jones" do not."""
OUT = frozenset({InquiryStatus.REFERRED_OUT, InquiryStatus.DECLINED, InquiryStatus.LOST})


class FitState(StrEnum):
    FITS = "fits"
    UNKNOWN = "unknown"
    DOES_NOT_FIT = "does_not_fit"


class Alike(StrEnum):
    """Why somebody may be known already. A code: the page words it."""

    BIRTH_AND_NAME = "birth_and_name"
    PHONE_AND_NAME = "phone_and_name"
    NAME_AND_NEAR_BIRTH = "name_and_near_birth"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True)
class Line:
    """A check as it stands for one inquiry."""

    kind: str
    text: str
    is_needed: bool
    answer: str = CheckAnswer.UNKNOWN
    reason: str = ""
    payer_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fit:
    """What the checklist says, with the checks that decide it, in their order."""

    state: FitState
    sentence: Sentence
    against: tuple[Line, ...] = ()
    to_ask: tuple[Line, ...] = ()
    speaks_for: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is known of somebody, for telling people apart. Names: first and last."""

    names: tuple[str, str]
    called: str = ""
    born: dt.date | None = None
    phones: frozenset[str] = frozenset()


def why_not_reachable(phone: str, email: str, reply_by: str = ReplyBy.PHONE) -> tuple[str, Sentence] | None:
    """An inquiry has a way to call back, and the one they want is among them. Gives the field and the reason."""
    if not phone and not email:
        return "callback_phone", say("Give a phone number or an e-mail address to call them back on.")
    if reply_by == ReplyBy.EMAIL and not email:
        return "callback_email", say("They want to be answered by e-mail: give the address.")
    if reply_by in (ReplyBy.PHONE, ReplyBy.SMS) and not phone:
        return "callback_phone", say("They want to be answered by phone: give the number.")
    return None


def needs_somebody_now(urgency: str, safety: str) -> bool:
    """Somebody in danger, or who says they are not safe, gets a colleague at once, whatever else is on the list."""
    return urgency == Urgency.EMERGENCY or safety == SafetyAnswer.NOT_SAFE


def answer_by(urgency: str, at: dt.datetime) -> dt.datetime:
    """Say by when somebody is called back when nothing else was agreed."""
    return at + FIRST_ANSWER[urgency]


def why_not_move(status: str, to: str, labels: Mapping[str, object]) -> Sentence | None:
    """An inquiry moves along ``choices.INQUIRY_MOVES`` only."""
    if to in INQUIRY_MOVES[status]:
        return None
    return sentence(
        say("This inquiry is “{now}” and cannot become “{then}”."),
        now=labels.get(status, status), then=labels.get(to, to),
    )  # fmt: skip


def why_not_out(to: str, reason: str, destination: str) -> tuple[str, Sentence] | None:
    """Whoever goes elsewhere leaves a reason, and a referral names where to. Gives the field and the reason."""
    if to not in OUT:
        return None
    if reason not in OutReason.values:
        return "reason", say("Choose why it did not lead to admission.")
    if to == InquiryStatus.REFERRED_OUT and not destination:
        return "destination", say("Say where they were referred to.")
    return None


def fit(lines: Iterable[Line]) -> Fit:
    """Somebody fits when every needed check is a yes; one no says they do not, and anything open is not known yet.

    Other checks inform: a yes among them speaks for the program. Source: program.md §5 (seeds A, B, C, D).
    """
    asked = [line for line in lines if line.kind == CheckKind.FIT]
    needed = [line for line in asked if line.is_needed]
    against = tuple(line for line in needed if line.answer == CheckAnswer.NO)
    to_ask = tuple(line for line in needed if line.answer == CheckAnswer.UNKNOWN)
    speaks_for = tuple(line for line in asked if line.answer == CheckAnswer.YES and not line.is_needed)
    if against:
        return Fit(FitState.DOES_NOT_FIT, say("The program does not fit them now."), against, to_ask, speaks_for)
    if to_ask or not any(line.answer == CheckAnswer.YES for line in asked):
        return Fit(FitState.UNKNOWN, say("It is not known yet whether the program fits."), (), to_ask, speaks_for)
    return Fit(FitState.FITS, say("The program fits them."), (), (), speaks_for)


def asked_of(lines: Iterable[Line], payer_kind: str) -> list[Line]:
    """Keep the checks that are asked for a payer: those for all payers, and those that name this one."""
    return [line for line in lines if not line.payer_kinds or payer_kind in line.payer_kinds]


def payer_still_needs(lines: Iterable[Line], payer_kind: str) -> list[Line]:
    """What a payer still needs is every check asked for it that is not yet a yes; those needed before the start first."""
    asked = [line for line in asked_of(lines, payer_kind) if line.kind == CheckKind.PAYER]
    missing = [line for line in asked if line.answer != CheckAnswer.YES]
    return sorted(missing, key=lambda line: not line.is_needed)


def alike(typed: Known, known: Known) -> Alike | None:
    """Two people may be one by birth date and name, by phone, or by name where the birth dates do not speak against it.

    Names may be misspelled, swapped, or the one they are called by; a birth date may have its day and month changed over
    or one digit wrong. Nothing else makes two people one.
    """
    same_name = _names_agree(typed, known)
    by_phone = bool(typed.phones & known.phones)
    if same_name and typed.born and typed.born == known.born:
        return Alike.BIRTH_AND_NAME
    if by_phone:
        return Alike.PHONE_AND_NAME if same_name else Alike.PHONE
    if not same_name:
        return None
    if typed.born and known.born:
        return Alike.NAME_AND_NEAR_BIRTH if _near_dates(typed.born, known.born) else None
    return Alike.NAME


def initials(first_name: str, last_name: str) -> str:
    """Initials tell two people apart without naming either: "J. D."."""
    return " ".join(f"{name.strip()[0].upper()}." for name in (first_name, last_name) if name.strip())


def closest_first(found: Collection[tuple[Alike, dt.date | None, str]]) -> list[int]:
    """Order look-alikes by how much agrees, then by who was here last. Gives their numbers."""
    weight = {kind: place for place, kind in enumerate(Alike)}

    def key(number: int) -> tuple[int, int, str]:
        kind, last, tie = rows[number]
        return weight[kind], -(last.toordinal() if last else 0), tie

    rows = list(found)
    return sorted(range(len(rows)), key=key)


def _names_agree(typed: Known, known: Known) -> bool:
    first, last = typed.names
    theirs = [name for name in (known.names[0], known.called) if name]
    return any(
        (_near(first, name) and _near(last, known.names[1])) or (_near(first, known.names[1]) and _near(last, name))
        for name in theirs
    )


def _near(one: str, other: str) -> bool:
    one, other = _folded(one), _folded(other)
    if min(len(one), len(other)) < SHORT_NAME:
        return bool(one) and one == other
    return one.startswith(other) or other.startswith(one) or SequenceMatcher(None, one, other).ratio() >= NEAR


def _folded(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if sign.isalnum())


def _near_dates(one: dt.date, other: dt.date) -> bool:
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return True
    return sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True)) == 1
