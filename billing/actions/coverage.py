"""Who covers a client: added, changed, changed over, ended, put in another order, marked as entered in error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.db import transaction

from billing.choices.coverage import Priority, Subscriber
from billing.models import Charge, Coverage, PayerPlan, SelfPay, Verification
from billing.policies.coverage import may_keep_coverage
from billing.rules import coverage as rules
from clients.models import Client, Relationship
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.crypto import masked
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import Sentence, count_words, day_words, say, sentence
from iop.documents.actions import store_file
from iop.work.actions import close_for
from iop.work.choices import WorkKind

DAY = dt.timedelta(days=1)
PLACE = "billing.coverage_of"
"""The kind of work's subject that leads to a client's coverage."""
EDITABLE = frozenset(
    {
        "starts_on", "ends_on", "member_number", "group_number", "subscriber", "subscriber_person", "subscriber_first_name",
        "subscriber_last_name", "subscriber_born", "subscriber_sex", "note",
    }
)  # fmt: skip
COPIED = (*sorted(EDITABLE - {"starts_on", "ends_on"}), "card_front", "card_back")
FACTS = (
    "source", "about_on", "is_active", "covers_iop", "benefit_days", "benefit_days_used", "copay_cents", "coinsurance_percent",
    "deductible_cents", "deductible_met_cents", "out_of_pocket_cents", "out_of_pocket_met_cents", "is_in_network",
    "authorization", "authorization_after", "carve_out", "call_reference", "note",
)  # fmt: skip
STALE = say("Somebody else changed this cover meanwhile. Nothing was overwritten: look and save again.")
IN_ERROR = say("It was entered in error: it stays as it is. Add the right one.")


@transaction.atomic
def add_coverage(
    *, by: Actor, client: Client, plan: PayerPlan, starts_on: dt.date, member_number: str, at: dt.datetime,
    priority: int = Priority.PRIMARY, ends_on: dt.date | None = None, **more: Any,
) -> Coverage:  # fmt: skip
    """Add a cover. Raises ``Invalid`` beside the field, ``Conflict`` when one of the same order holds on one of its days."""
    locked = _locked(by, client)
    typed = {"starts_on": starts_on, "ends_on": ends_on, "member_number": member_number, **more}
    values = _checked(locked, typed)
    require_valid(None if plan.is_active else say("This plan is no longer in use."), "plan")
    row = Coverage(client=locked, plan=plan, priority=priority, entered_by=by.staff_id or by.id, **values)
    _must_be_alone(row)
    row.save(force_insert=True)
    _told(by, "billing.coverage_added", row, at, {"priority": int(priority), "from": starts_on})
    return row


@transaction.atomic
def change_coverage(*, by: Actor, coverage: Coverage, version: int, at: dt.datetime, **changes: Any) -> Coverage:
    """Correct what a cover says. Another plan is another cover: change over to it. Raises ``Stale``, ``Invalid``, ``Conflict``."""
    row = _row(by, coverage, version)
    values = _checked(row.client, {**{name: getattr(row, name) for name in EDITABLE}, **changes})
    altered = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not altered:
        return row
    for name in altered:
        setattr(row, name, values[name])
    _must_be_alone(row)
    _save(row, [*altered, "member_index"] if "member_number" in altered else altered)
    _told(by, "billing.coverage_changed", row, at, {"fields": altered})
    return row


@transaction.atomic
def change_over(
    *, by: Actor, coverage: Coverage, version: int, plan: PayerPlan, starts_on: dt.date, member_number: str, at: dt.datetime,
    **more: Any,
) -> Coverage:  # fmt: skip
    """From a day on another cover takes the place of this one, which ends on the day before. Nothing of what was billed moves."""
    row = _row(by, coverage, version)
    require_valid(rules.why_not_change_over(row, starts_on), "starts_on")
    if row.ends_on is None or row.ends_on >= starts_on:
        row.ends_on = starts_on - DAY
        _save(row, ["ends_on"])
        _told(by, "billing.coverage_ended", row, at, {"on": row.ends_on})
    return add_coverage(
        by=by, client=row.client, plan=plan, starts_on=starts_on, member_number=member_number, at=at, priority=row.priority,
        **more,
    )  # fmt: skip


@transaction.atomic
def end_coverage(*, by: Actor, coverage: Coverage, version: int, ends_on: dt.date, at: dt.datetime) -> Coverage:
    """Say a cover's last day; another day than before is a correction. Raises ``Stale``, ``Invalid``, ``Conflict``."""
    row = _row(by, coverage, version)
    require_valid(rules.why_not_dates(row.starts_on, ends_on), "ends_on")
    row.ends_on = ends_on
    _must_be_alone(row)
    _save(row, ["ends_on"])
    _told(by, "billing.coverage_ended", row, at, {"on": ends_on})
    return row


@transaction.atomic
def mark_error(*, by: Actor, coverage: Coverage, version: int, reason: str, at: dt.datetime) -> Coverage:
    """Mark a cover as entered in error; it stays to be seen. Refused while charges stand on it."""
    row = _row(by, coverage, version)
    reason = plain_line(reason)[:200]
    require_valid(None if reason else say("Say what was wrong."), "reason")
    standing = Charge.objects.filter(coverage=row, reversed_at__isnull=True).count()
    if standing:
        words = count_words(
            "{number} charge stands on this cover. Take it back first, then mark the cover.",
            "{number} charges stand on this cover. Take them back first, then mark the cover.",
            standing,
        )
        raise Conflict(sentence(words, number=standing))
    row.error_at, row.error_reason = at, reason
    _save(row, ["error_at", "error_reason"])
    _told(by, "billing.coverage_in_error", row, at, {})
    return row


@transaction.atomic
def reorder(*, by: Actor, client: Client, order: Sequence[Coverage], on: dt.date, at: dt.datetime) -> list[Coverage]:
    """From a day on covers pay in this order. A cover that began before ends on the day before and goes on as a new row.

    So days until then keep the order they were billed in. ``order`` names all covers that hold on the day. The newest check of
    each goes along. Raises ``Invalid`` when the covers of that day are others.
    """
    locked = _locked(by, client)
    holding = list(
        Coverage.objects.holding(on).select_for_update(of=("self",)).filter(client=locked).select_related("plan")
    )
    wanted = [row.pk for row in order]
    if sorted(row.pk for row in holding) != sorted(wanted):
        raise Invalid(say("The covers of that day are others by now. Look again."), field="order", code="stale")
    by_id = {row.pk: row for row in holding}
    moved = [(by_id[pk], number) for number, pk in enumerate(wanted, start=1) if by_id[pk].priority != number]
    until = {row.pk: row.ends_on for row, _number in moved}
    _set_apart([row for row, _number in moved], on, at)
    return [_put(by, row, number, on, until[row.pk], at) for row, number in moved] or holding


@transaction.atomic
def set_card(
    *, by: Actor, coverage: Coverage, version: int, at: dt.datetime, front: IO[bytes] | None = None, back: IO[bytes] | None = None
) -> Coverage:  # fmt: skip
    """Keep pictures of the card, front, back or both. Raises ``Invalid`` for what is no picture."""
    row = _row(by, coverage, version)
    found = [(name, upload) for name, upload in (("card_front", front), ("card_back", back)) if upload is not None]
    require_valid(None if found else say("Choose a picture of the card."), "front")
    for name, upload in found:
        file = store_file(by=by, upload=upload)
        if not file.content_type.startswith("image/"):
            raise Invalid(say("A card is a JPEG or PNG picture."), field=name.removeprefix("card_"))
        setattr(row, name, file)
    _save(row, [name for name, _upload in found])
    _told(by, "billing.card_kept", row, at, {"sides": [name for name, _upload in found]})
    return row


@transaction.atomic
def show_number(*, by: Actor, coverage: Coverage, at: dt.datetime) -> str:
    """Give a member number in full; that somebody looked goes on record."""
    require(may_keep_coverage(by, coverage.client))
    _told(by, "billing.member_number_shown", coverage, at, {}, closes=False)
    return coverage.member_number


@transaction.atomic
def settle_self_pay(
    *, by: Actor, client: Client, starts_on: dt.date, at: dt.datetime, ends_on: dt.date | None = None, note: str = ""
) -> SelfPay:
    """Write down that a client pays themselves for these days; nobody is asked for a cover then."""
    locked = _locked(by, client)
    require_valid(rules.why_not_dates(starts_on, ends_on), "ends_on")
    there = SelfPay.objects.filter(client=locked).overlapping(starts_on, ends_on or dt.date.max).first()
    if there:
        words = say("It is written down from {day} already. End that first.")
        raise Conflict(sentence(words, day=day_words(there.starts_on)), field="starts_on")
    row = SelfPay.objects.create(
        client=locked,
        starts_on=starts_on,
        ends_on=ends_on,
        note=plain_line(note)[:300],
        entered_by=by.staff_id or by.id,
    )
    record(
        by=by, verb="billing.self_pay_settled", subject=row, clients=[locked.pk], detail={"from": starts_on, "at": at}
    )
    close_for(by=by, subject=(PLACE, locked.pk), kind=WorkKind.COVERAGE_CHECK, at=at)
    return row


@transaction.atomic
def end_self_pay(*, by: Actor, row: SelfPay, ends_on: dt.date, at: dt.datetime) -> SelfPay:
    """Say the last day on which a client pays themselves."""
    _locked(by, row.client)
    require_valid(rules.why_not_dates(row.starts_on, ends_on), "ends_on")
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    record(by=by, verb="billing.self_pay_ended", subject=row, clients=[row.client_id], detail={"on": ends_on, "at": at})
    return row


def _set_apart(rows: Sequence[Coverage], on: dt.date, at: dt.datetime) -> None:
    """Get covers that move out of each other's way: those begun before end, those that begin that day stand aside for a moment."""
    for row in rows:
        if row.starts_on < on:
            row.ends_on = on - DAY
            _save(row, ["ends_on"])
        else:
            row.error_at, row.error_reason = at, "order"
            _save(row, ["error_at", "error_reason"])


def _put(by: Actor, row: Coverage, number: int, on: dt.date, until: dt.date | None, at: dt.datetime) -> Coverage:
    if row.starts_on >= on:
        row.error_at, row.error_reason, row.priority = None, "", number
        _must_be_alone(row)
        _save(row, ["error_at", "error_reason", "priority"])
        _told(by, "billing.coverage_order", row, at, {"priority": number})
        return row
    copied = {name: getattr(row, name) for name in COPIED}
    new = Coverage(
        client_id=row.client_id, plan=row.plan, priority=number, starts_on=on, ends_on=until, entered_by=by.staff_id or by.id,
        **copied,
    )  # fmt: skip
    _must_be_alone(new)
    new.save(force_insert=True)
    _carry_check(row, new)
    _told(by, "billing.coverage_order", new, at, {"priority": number, "from": on})
    return new


def _carry_check(old: Coverage, new: Coverage) -> None:
    newest = Verification.objects.filter(coverage=old).order_by("-checked_at", "-pk").first()
    if newest:
        facts = {name: getattr(newest, name) for name in FACTS}
        Verification.objects.create(
            coverage=new, checked_at=newest.checked_at, checked_by_id=newest.checked_by_id, **facts
        )


def _locked(by: Actor, client: Client) -> Client:
    # The client's row is the lock of all their covers: two colleagues cannot both find a day free.
    row = Client.objects.select_for_update().get(pk=client.pk)
    require(may_keep_coverage(by, row))
    return row


def _row(by: Actor, coverage: Coverage, version: int) -> Coverage:
    _locked(by, coverage.client)
    row = Coverage.objects.select_for_update(of=("self",)).select_related("client", "plan__payer").get(pk=coverage.pk)
    if row.error_at:
        raise Conflict(IN_ERROR)
    if row.version != version:
        raise Stale(STALE)
    return row


def _checked(client: Client, typed: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: plain_line(value) if isinstance(value, str) else value for name, value in typed.items()
    }
    values = {name: value for name, value in values.items() if name in EDITABLE}
    require_valid(rules.why_not_dates(values["starts_on"], values.get("ends_on")), "ends_on")
    require_valid(rules.why_not_number(values["member_number"]), "member_number")
    person = values.get("subscriber_person")
    if person and not Relationship.objects.filter(client=client, person=person).exists():
        raise Invalid(say("This person is not among the client's contacts."), field="subscriber_person")
    if values.get("subscriber", Subscriber.SELF) == Subscriber.SELF:
        nobody = {
            "subscriber_person": None,
            "subscriber_first_name": "",
            "subscriber_last_name": "",
            "subscriber_born": None,
        }
        return {**values, **nobody}
    require_valid(
        None if values.get("subscriber_last_name") else say("Name whoever holds the policy, as the card does."),
        "subscriber_last_name",
    )
    return values


def _must_be_alone(row: Coverage) -> None:
    others = Coverage.objects.standing().filter(client=row.client_id, priority=row.priority).exclude(pk=row.pk)
    other = others.overlapping(row.starts_on, row.ends_on or dt.date.max).select_related("plan__payer").first()
    if other:
        raise Conflict(
            rules.why_not_beside(plan_words(other), str(Priority(row.priority).label), other),
            field="starts_on",
            code="overlaps",
        )


def plan_words(row: Coverage) -> str:
    """Say which payer and plan."""
    return f"{row.plan.payer.name}, {row.plan.name}"


def number_words(row: Coverage) -> Sentence:
    """Say the member number as it is shown to everybody: its last letters."""
    return masked(row.member_number)


def _save(row: Coverage, names: list[str]) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])


def _told(
    by: Actor, verb: str, row: Coverage, at: dt.datetime, detail: Mapping[str, Any], *, closes: bool = True
) -> None:
    record(by=by, verb=verb, subject=row, clients=[row.client_id], detail={**detail, "at": at})
    if closes:
        # What was asked was whether somebody looked after it; the next run opens what is still missing.
        close_for(by=by, subject=(PLACE, row.client_id), kind=WorkKind.COVERAGE_CHECK, at=at)
