"""What may stand in an inquiry: each field as it is kept, or the reason beside it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from clients import intake_rules, rules
from clients.choices import (
    NAME_LENGTH,
    CallerIs,
    PayerKind,
    ReferralKind,
    ReplyBy,
    SafetyAnswer,
    Substance,
    Urgency,
)
from clients.models import Inquiry, ReferralSource
from iop.clinic.choices import Weekday
from iop.core.errors import Invalid, require_valid
from iop.core.words import say

NAMES = frozenset({"first_name", "last_name", "preferred_name", "caller_name"})
LINES = {
    "caller_role": 60, "safe_times": 200, "referral_contact": 200, "substances_note": 300, "safety_note": 500,
    "payer_told": 200,
}  # fmt: skip
WORDS = {"presenting_problem": 5000}
CHOICES: dict[str, type[models.TextChoices]] = {
    "caller_is": CallerIs, "reply_by": ReplyBy, "urgency": Urgency, "safety": SafetyAnswer, "payer_kind": PayerKind,
    "referral_kind": ReferralKind,
}  # fmt: skip
PHONES = frozenset({"callback_phone", "phone"})
SETS: dict[str, frozenset[Any]] = {
    "substances": frozenset(Substance.values), "wished_weekdays": frozenset(Weekday.values),
}  # fmt: skip
FIELDS = frozenset(
    {
        *NAMES, *LINES, *WORDS, *CHOICES, *PHONES, *SETS, "callback_email", "may_leave_message", "date_of_birth", "language",
        "wished_start", "wished_track_id", "referral_source",
    }
)  # fmt: skip
"""What a caller tells; status, owner and next step have actions of their own."""


def checked(values: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """Give the values as they are kept, or raise ``Invalid`` at the first field that cannot be."""
    return {name: _checked(name, value, today) for name, value in values.items()}


def refuse_unreachable(row: Inquiry) -> None:
    """Raise ``Invalid`` beside the field when nobody could call back, or not the way they want."""
    found = intake_rules.why_not_reachable(row.callback_phone, row.callback_email, row.reply_by)
    if found:
        raise Invalid(found[1], field=found[0])


def _checked(name: str, value: Any, today: dt.date) -> Any:
    if name in NAMES or name in LINES:
        return _line(name, value or "")
    if name in WORDS:
        return _kept(rules.plain_text(value or ""), WORDS[name], name)
    if name in CHOICES:
        return _one_of(CHOICES[name].values, value, name)
    if name in PHONES:
        return _phone(value or "", name)
    if name in SETS:
        return sorted({_one_of(SETS[name], each, name) for each in value or ()})
    return OTHERS[name](value, today) if name in OTHERS else value


def _line(name: str, value: str) -> str:
    kept = rules.plain_line(value)
    if name in NAMES:
        if name == "first_name" and not kept:
            raise Invalid(say("Give a first name, or what they want to be called."), field=name)
        return _kept(kept, NAME_LENGTH, name)
    return _kept(kept, LINES[name], name)


def _kept(text: str, limit: int, field: str) -> str:
    require_valid(rules.why_too_long(text, limit), field)
    return text


def _one_of(known: Any, value: Any, field: str) -> Any:
    if value not in known:
        raise Invalid(say("Choose from the list."), field=field)
    return value


def _phone(typed: str, field: str) -> str:
    if not typed.strip():
        return ""
    number = rules.phone_e164(typed)
    if number is None:
        raise Invalid(
            say("This does not look like a phone number. Give it with its area code: 617-555-0123."), field=field
        )
    return number


def _email(value: Any, today: dt.date) -> str:
    text = rules.plain_line(value or "")
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError as wrong:
        raise Invalid(say("This does not look like an e-mail address."), field="callback_email") from wrong
    name, _, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"


def _born(value: Any, today: dt.date) -> dt.date | None:
    if value:
        require_valid(rules.why_not_born(value, today), "date_of_birth")
    return value or None


def _language(value: Any, today: dt.date) -> str:
    require_valid(rules.why_not_language(value or "en"), "language")
    return value or "en"


def _source(value: Any, today: dt.date) -> ReferralSource | None:
    if value is None or isinstance(value, ReferralSource):
        return value
    row = ReferralSource.objects.filter(pk=value).first()
    if row is None:
        raise Invalid(say("Choose a referral source from the list."), field="referral_source")
    return row


def _id(value: Any, today: dt.date) -> uuid.UUID | None:
    return value or None


OTHERS = {
    "callback_email": _email,
    "date_of_birth": _born,
    "language": _language,
    "referral_source": _source,
    "wished_track_id": _id,
    "wished_start": _id,
    "may_leave_message": lambda value, today: bool(value),
}
