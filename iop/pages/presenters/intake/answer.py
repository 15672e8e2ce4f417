"""The answer to a caller, worked out while they talk: who it may be, does it fit, when can they start, what is missing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from clients import intake, intake_rules
from clients.choices import CheckAnswer, PayerKind, SafetyAnswer
from clients.models import IntakeCheck
from clients.rules import phone_for_people
from iop.access.actors import Actor
from iop.clinic import on_call
from iop.clinic.models import Site
from iop.core import clock
from iop.pages.presenters.intake.seats import SeatLine, read_seats
from iop.pages.presenters.intake.words import FIT_TONES, lookalike_words

LOOKALIKES = 5


@dataclass(frozen=True)
class Calling:
    """What is known of the call so far. Whatever was not typed yet, or does not make sense, is left out."""

    actor: Actor
    site: Site
    checks: Sequence[IntakeCheck]
    at: dt.datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    same_as: str = ""
    told: frozenset[str] = frozenset()
    leave_out: uuid.UUID | None = None
    """The inquiry that is being looked at: it is no look-alike of itself."""

    def of(self, name: str) -> Any:
        """Give what was typed into a field, nothing when it was not."""
        return self.data.get(name) or ""

    @property
    def today(self) -> dt.date:
        """The date at the site."""
        return clock.local_date(self.at, self.site.time_zone)


@dataclass(frozen=True)
class Answer:
    """What stands beside the call."""

    call: Calling
    helper: on_call.OnCall | None
    alike: Sequence[dict[str, Any]]
    fit: intake_rules.Fit
    payer: Sequence[intake_rules.Line]
    seats: Sequence[SeatLine]

    @property
    def is_danger(self) -> bool:
        """Say whether somebody needs help before anything else."""
        return intake_rules.needs_somebody_now(self.call.of("urgency"), self.call.of("safety"))

    @property
    def is_unsure(self) -> bool:
        """Say whether it is worth asking once more how safe they are."""
        return not self.is_danger and self.call.of("safety") == SafetyAnswer.UNSURE

    @property
    def helper_phone(self) -> str:
        """The number of the colleague on call, as people read it."""
        return phone_for_people(self.helper.phone) if self.helper and self.helper.phone else ""

    @property
    def fit_tone(self) -> str:
        """The tone of what the checklist says."""
        return FIT_TONES[self.fit.state]

    @property
    def payer_label(self) -> str:
        """Who would pay, in words."""
        kind = self.call.of("payer_kind")
        return str(PayerKind(kind).label) if kind and kind != PayerKind.UNKNOWN else ""

    @cached_property
    def missing(self) -> list[str]:
        """What must be known or done before the first session, as far as the call has not settled it."""
        call = self.call
        asked = [
            (not (call.of("callback_phone") or call.of("callback_email")), _("A number or an address to call back")),
            (not call.of("last_name"), _("Legal last name")),
            (not call.of("date_of_birth"), _("Date of birth")),
            (call.of("safety") in ("", SafetyAnswer.NOT_ASKED), _("Whether they are safe")),
            (call.of("payer_kind") in ("", PayerKind.UNKNOWN), _("Who pays")),
        ]
        return [words for is_missing, words in asked if is_missing]

    @property
    def later(self) -> list[str]:
        """What always follows the call."""
        return [_("Assessment and level of care"), _("Consents"), _("Emergency contact")]

    @property
    def first_start(self) -> SeatLine | None:
        """The track with the earliest start."""
        found = [line for line in self.seats if line.start]
        return min(found, key=lambda line: line.start or dt.date.max) if found else None

    @property
    def tells(self) -> list[str]:
        """Codes of what deserves to be said aloud once."""
        return [code for code, holds in (("danger", self.is_danger), ("alike", bool(self.alike))) if holds]

    @property
    def says(self) -> str:
        """What is said aloud now: only what was not said before."""
        words = {
            "danger": _("Danger: call 988 or 911, and the colleague on call."),
            "alike": _("This person may be known already; look beside the form."),
        }
        return " ".join(words[code] for code in self.tells if code not in self.call.told)


def read_answer(call: Calling) -> Answer:
    """Work the answer out: a fixed number of statements, whatever the size of the clinic."""
    lines = [line_of(check, *_answered(call, check)) for check in call.checks]
    danger = intake_rules.needs_somebody_now(call.of("urgency"), call.of("safety"))
    return Answer(
        call=call,
        helper=on_call.now(call.site.pk, call.at) if danger or call.of("safety") == SafetyAnswer.UNSURE else None,
        alike=lookalikes_of(call),
        fit=intake_rules.fit(intake_rules.asked_of(lines, call.of("payer_kind"))),
        payer=intake_rules.payer_still_needs(lines, call.of("payer_kind")),
        seats=read_seats(
            call.site.pk, weekdays=call.of("wished_weekdays") or (),
            first=max(call.of("wished_start") or call.today, call.today), at=call.at,
            wished=call.data.get("wished_track"),
        ),
    )  # fmt: skip


def line_of(check: IntakeCheck, answer: str, reason: str) -> intake_rules.Line:
    """Give a check with its answer as the plain value that rules decide on."""
    return intake_rules.Line(
        kind=check.kind, text=check.text, is_needed=check.is_needed, answer=answer or CheckAnswer.UNKNOWN, reason=reason,
        payer_kinds=frozenset(check.payer_kinds),
    )  # fmt: skip


def _answered(call: Calling, check: IntakeCheck) -> tuple[str, str]:
    return call.of(f"check_{check.pk}"), call.of(f"why_{check.pk}")


def lookalikes_of(call: Calling) -> list[dict[str, Any]]:
    """Say who the person may be, telling no more than is needed to tell people apart."""
    # The person may have a number of their own; a relative's is nobody else's.
    own = call.of("phone") or (call.of("callback_phone") if call.of("caller_is") == "self" else "")
    found = intake.lookalikes(
        by=call.actor, first_name=call.of("first_name"), last_name=call.of("last_name"), phone=own,
        date_of_birth=call.data.get("date_of_birth"), limit=LOOKALIKES,
        leave_out=call.leave_out,
    )  # fmt: skip
    return [
        {**lookalike_words(one), "chosen": bool(call.same_as) and f"{one.kind}:{one.id}" == call.same_as}
        for one in found
    ]
