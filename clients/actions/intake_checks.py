"""The fit checklist, what payers need, and the sources people come from: data that a clinic edits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Max

from clients import intake_policies, rules
from clients.choices import CheckKind, PayerKind, ReferralKind
from clients.models import IntakeCheck, ReferralSource
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require, require_current
from iop.core.words import Sentence, say

M = TypeVar("M", IntakeCheck, ReferralSource)
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.ASCII)


@transaction.atomic
def save_check(
    *,
    by: Actor,
    kind: str,
    key: str,
    text: str,
    at: dt.datetime,
    hint: str = "",
    is_needed: bool = False,
    payer_kinds: Collection[str] = (),
    is_active: bool = True,
    check: IntakeCheck | None = None,
    version: int | None = None,
) -> IntakeCheck:
    """Make a check or change one. ``is_needed``: of fit, a no says the program does not fit; of a payer, it is due before the start.

    Kind and key of a check that exists stay as they are: answers were given to it. A check goes out of use, never away.
    """
    require(intake_policies.may_set_up_intake(by))
    row = _held(check, version) if check else IntakeCheck(kind=_kind(kind), key=_key(key), position=_next(kind))
    words = rules.plain_line(text)
    if not words or len(words) > 300:
        raise Invalid(say("Word the question in 300 characters at most."), field="text")
    if set(payer_kinds) - set(PayerKind.values):
        raise Invalid(say("Choose payers from the list."), field="payer_kinds")
    row.text, row.hint, row.is_needed, row.is_active = words, rules.plain_line(hint)[:300], is_needed, is_active
    row.payer_kinds = sorted(set(payer_kinds))
    _write(row, say("There is a check with this key already."), "key")
    record(
        by=by, verb="clients.intake_check_saved", subject=row,
        detail={"kind": row.kind, "key": row.key, "needed": is_needed, "active": is_active, "at": at},
    )  # fmt: skip
    return row


@transaction.atomic
def order_checks(*, by: Actor, kind: str, checks: Sequence[IntakeCheck], at: dt.datetime) -> None:
    """Ask the checks of a kind in this order; those not named come after, in the order they had."""
    require(intake_policies.may_set_up_intake(by))
    rows = {row.pk: row for row in IntakeCheck.objects.select_for_update().filter(kind=_kind(kind))}
    first = [rows.pop(each.pk) for each in checks if each.pk in rows]
    ordered = [*first, *sorted(rows.values(), key=lambda row: row.position)]
    for place, row in enumerate(ordered, start=1):
        row.position = place * 10
    IntakeCheck.objects.bulk_update(ordered, ["position"])
    record(
        by=by,
        verb="clients.intake_checks_ordered",
        subject=None,
        detail={"kind": str(kind), "checks": len(ordered), "at": at},
    )


@transaction.atomic
def save_source(
    *,
    by: Actor,
    kind: str,
    organization: str,
    at: dt.datetime,
    contact_person: str = "",
    phone: str = "",
    email: str = "",
    is_active: bool = True,
    source: ReferralSource | None = None,
    version: int | None = None,
) -> ReferralSource:
    """Add an organisation from which people come to us, or change one; its name stands once, however it is written."""
    require(intake_policies.may_keep_sources(by))
    if kind not in ReferralKind.values:
        raise Invalid(say("Choose what kind of source it is."), field="kind")
    row = _held(source, version) if source else ReferralSource()
    row.kind, row.organization = kind, rules.plain_line(organization)
    if not row.organization or len(row.organization) > 200:
        raise Invalid(say("Give the name of the organisation, in 200 characters at most."), field="organization")
    row.contact_person, row.is_active = rules.plain_line(contact_person)[:200], is_active
    row.phone, row.email = _phone(phone), _email(email)
    _write(row, say("This organisation is on the list already."), "organization")
    record(
        by=by,
        verb="clients.referral_source_saved",
        subject=row,
        detail={"kind": str(kind), "active": is_active, "at": at},
    )
    return row


def _held(row: M, version: int | None) -> M:
    held = type(row).objects.select_for_update().get(pk=row.pk)
    require_current(held.version, version, say("Somebody else changed this meanwhile. Look at it and save again."))
    held.version += 1
    return held


def _write(row: IntakeCheck | ReferralSource, words: Sentence, field: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        raise Conflict(words, field=field) from clash


def _kind(kind: str) -> str:
    if kind not in CheckKind.values:
        raise Invalid(say("Choose what kind of check it is."), field="kind")
    return kind


def _key(key: str) -> str:
    if not SLUG.fullmatch(key):
        raise Invalid(say("A key has small letters, digits and hyphens only."), field="key")
    return key


def _next(kind: str) -> int:
    return (IntakeCheck.objects.filter(kind=kind).aggregate(last=Max("position"))["last"] or 0) + 10


def _phone(typed: str) -> str:
    if not typed.strip():
        return ""
    number = rules.phone_e164(typed)
    if number is None:
        raise Invalid(
            say("This does not look like a phone number. Give it with its area code: 617-555-0123."), field="phone"
        )
    return number


def _email(typed: str) -> str:
    text = rules.plain_line(typed)
    try:
        if text:
            validate_email(text)
    except ValidationError as wrong:
        raise Invalid(say("This does not look like an e-mail address."), field="email") from wrong
    return text
