"""Payers, their plans, whom they know, our names and numbers, and prices."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from billing.models import BillingIdentity, ClinicianNumber, FeeLine, Payer, PayerEnrolment, PayerPlan
from billing.policies.payers import may_set_up
from billing.rules import npi as npi_rules
from billing.rules import payers as rules
from billing.rules.coverage import why_not_dates
from clients.choices import PartyKind
from clients.models import LevelOfCare, RecipientParty
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site, StaffMember
from iop.core.errors import Conflict, Stale, require, require_valid
from iop.core.words import day_words, say, sentence

DAY = dt.timedelta(days=1)
PAYER_FIELDS = frozenset(
    {
        "name", "kind", "filing_code", "payer_code", "receiver_name", "receiver_code", "form", "claim_period", "filing_days",
        "correction_days", "appeal_days", "peer_to_peer_days", "authorization", "authorization_phone", "takes_secondary",
        "is_active",
    }
)  # fmt: skip
PLAN_FIELDS = frozenset({"name", "is_in_network", "authorization", "authorization_after", "is_active"})
TWICE = say("A payer of this name is on the list already.")
STALE = say("Somebody else changed this meanwhile. Nothing was overwritten: look and save again.")


@transaction.atomic
def add_payer(
    *, by: Actor, at: dt.datetime, address: str = "", party: RecipientParty | None = None, **fields: Any
) -> Payer:
    """Put a payer on the list; it becomes known to the register of recipients too, unless its ``party`` is there already.

    Raises ``Invalid`` beside the field that cannot be used, ``Conflict`` for a name that is there.
    """
    require(may_set_up(by))
    values = _payer_values(fields)
    if Payer.objects.filter(name__iexact=values["name"]).exists():
        raise Conflict(TWICE, field="name")
    row = Payer.objects.create(party=party or _party(values["name"], address), **values)
    record(by=by, verb="billing.payer_added", subject=row, detail={"kind": str(row.kind), "at": at})
    return row


@transaction.atomic
def change_payer(*, by: Actor, payer: Payer, version: int, at: dt.datetime, **changes: Any) -> Payer:
    """Change what is known of a payer. Raises ``Stale``, ``Invalid``, ``Conflict``."""
    require(may_set_up(by))
    row = Payer.objects.select_for_update().get(pk=payer.pk)
    _must_be_fresh(row, version)
    values = _payer_values({**{name: getattr(row, name) for name in PAYER_FIELDS}, **changes})
    if Payer.objects.filter(name__iexact=values["name"]).exclude(pk=row.pk).exists():
        raise Conflict(TWICE, field="name")
    _save(by, row, values, "billing.payer_changed", at)
    return row


@transaction.atomic
def save_plan(
    *, by: Actor, payer: Payer, at: dt.datetime, plan: PayerPlan | None = None, version: int = 0, **fields: Any
) -> PayerPlan:
    """Add a plan to a payer, or change one. Raises ``Stale``, ``Invalid``, ``Conflict``."""
    require(may_set_up(by))
    values = {name: value for name, value in fields.items() if name in PLAN_FIELDS}
    values["name"] = plain_line(values.get("name") or "")
    require_valid(None if values["name"] else say("Give the plan the name on the card."), "name")
    same = PayerPlan.objects.filter(payer=payer, name__iexact=values["name"])
    if (same.exclude(pk=plan.pk) if plan else same).exists():
        raise Conflict(say("This payer has a plan of that name already."), field="name")
    if plan is None:
        row = PayerPlan.objects.create(payer=payer, **values)
        record(by=by, verb="billing.plan_added", subject=row, detail={"payer": payer.pk, "at": at})
        return row
    row = PayerPlan.objects.select_for_update().get(pk=plan.pk)
    _must_be_fresh(row, version)
    _save(by, row, values, "billing.plan_changed", at)
    return row


@transaction.atomic
def enrol(
    *, by: Actor, payer: Payer, staff: StaffMember, starts_on: dt.date, at: dt.datetime, ends_on: dt.date | None = None,
    applied_on: dt.date | None = None, note: str = "",
) -> PayerEnrolment:  # fmt: skip
    """Write down from when a payer pays for what a colleague renders. Raises ``Invalid``, ``Conflict`` for days that are there."""
    require(may_set_up(by))
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    require_valid(why_not_dates(starts_on, ends_on), "ends_on")
    last = ends_on or dt.date.max
    there = PayerEnrolment.objects.filter(payer=payer, staff=staff).overlapping(starts_on, last).first()
    if there:
        words = say("{name} is enrolled with this payer from {day} already. End that first.")
        raise Conflict(sentence(words, name=staff.name, day=day_words(there.starts_on)), field="starts_on")
    row = PayerEnrolment.objects.create(
        payer=payer,
        staff=staff,
        starts_on=starts_on,
        ends_on=ends_on,
        applied_on=applied_on,
        note=plain_line(note)[:200],
    )
    record(by=by, verb="billing.enrolment_added", subject=row, detail={"payer": payer.pk, "staff": staff.pk, "at": at})
    return row


@transaction.atomic
def end_enrolment(*, by: Actor, enrolment: PayerEnrolment, ends_on: dt.date, at: dt.datetime) -> PayerEnrolment:
    """Say the last day on which a payer pays for what a colleague renders; another day than before is a correction."""
    require(may_set_up(by))
    row = PayerEnrolment.objects.select_for_update().get(pk=enrolment.pk)
    require_valid(why_not_dates(row.starts_on, ends_on), "ends_on")
    later = PayerEnrolment.objects.filter(payer=row.payer_id, staff=row.staff_id).exclude(pk=row.pk)
    if later.overlapping(row.starts_on, ends_on).exists():
        raise Conflict(say("These days belong to another enrolment with this payer."), field="ends_on")
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    record(by=by, verb="billing.enrolment_ended", subject=row, detail={"on": ends_on, "at": at})
    return row


@transaction.atomic
def set_number(
    *, by: Actor, staff: StaffMember, npi: str, taxonomy: str, at: dt.datetime, version: int = 0
) -> ClinicianNumber:
    """Keep a colleague's own provider number. Raises ``Invalid`` for one that cannot be, ``Conflict`` for somebody else's."""
    require(may_set_up(by))
    npi, taxonomy = npi.strip(), taxonomy.strip().upper()
    require_valid(npi_rules.why_not(npi), "npi")
    require_valid(rules.why_not_taxonomy(taxonomy), "taxonomy")
    if ClinicianNumber.objects.filter(npi=npi).exclude(staff=staff).exists():
        raise Conflict(say("A colleague has this number already. Each person has their own."), field="npi")
    row = ClinicianNumber.objects.select_for_update().filter(staff=staff).first()
    if row is None:
        row = ClinicianNumber.objects.create(staff=staff, npi=npi, taxonomy=taxonomy)
        record(by=by, verb="billing.number_set", subject=row, detail={"staff": staff.pk, "at": at})
        return row
    _must_be_fresh(row, version)
    _save(by, row, {"npi": npi, "taxonomy": taxonomy}, "billing.number_set", at)
    return row


@transaction.atomic
def set_identity(*, by: Actor, site: Site, starts_on: dt.date, at: dt.datetime, **fields: Any) -> BillingIdentity:
    """Say under which name, numbers and address a site bills from a day on; what held before ends on the day before.

    Raises ``Invalid`` beside the field, ``Conflict`` when a later one stands already.
    """
    require(may_set_up(by, site.pk))
    Site.objects.select_for_update().get(pk=site.pk)
    values = _identity_values(fields)
    later = BillingIdentity.objects.filter(site=site, starts_on__gte=starts_on).order_by("starts_on").first()
    if later:
        words = say("Another one begins on {day}. Begin later than that.")
        raise Conflict(sentence(words, day=day_words(later.starts_on)), field="starts_on")
    before = BillingIdentity.objects.filter(site=site).on(starts_on).first()
    if before:
        before.ends_on = starts_on - DAY
        before.save(update_fields=["ends_on"])
    row = BillingIdentity.objects.create(site=site, starts_on=starts_on, **values)
    record(by=by, verb="billing.identity_set", subject=row, site_id=site.pk, detail={"on": starts_on, "at": at})
    return row


@transaction.atomic
def set_fee(
    *, by: Actor, code: str, cents: int, valid_from: dt.date, at: dt.datetime, payer: Payer | None = None,
    level: LevelOfCare | None = None,
) -> FeeLine:  # fmt: skip
    """Say what a code costs from a day on; rows before it stay. What it changes of charges already posted: ``fees.touched``."""
    require(may_set_up(by))
    code = code.strip().upper()
    require_valid(rules.why_not_code(code), "code")
    row = FeeLine.objects.create(
        payer=payer, level=level, code=code, cents=cents, valid_from=valid_from, made_by=by.staff_id or by.id
    )
    record(
        by=by, verb="billing.fee_set", subject=row, detail={"code": code, "cents": cents, "from": valid_from, "at": at}
    )
    return row


def _payer_values(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: plain_line(value) if isinstance(value, str) else value for name, value in fields.items()}
    values = {name: value for name, value in values.items() if name in PAYER_FIELDS}
    require_valid(None if values.get("name") else say("Give the payer's name."), "name")
    values["payer_code"] = values.get("payer_code", "").upper()
    require_valid(rules.why_not_electronic(values["payer_code"]), "payer_code")
    if values.get("receiver_code"):
        require_valid(rules.why_not_electronic(values["receiver_code"]), "receiver_code")
    return values


def _identity_values(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: plain_line(str(value)) for name, value in fields.items()}
    for name in ("ein", "zip", "contact_phone"):
        values[name] = re.sub(r"[\s()+.\-]", "", values.get(name, ""))
    values["contact_phone"] = (
        values["contact_phone"].removeprefix("1") if len(values["contact_phone"]) == 11 else values["contact_phone"]
    )
    values["state"] = values.get("state", "").upper()
    require_valid(npi_rules.why_not(values.get("npi", "")), "npi")
    for name, words in rules.identity_faults(values):
        require_valid(words, name)
    return values


def _party(name: str, address: str) -> RecipientParty:
    known = RecipientParty.objects.filter(kind=PartyKind.PAYER, name__iexact=name, payer__isnull=True).first()
    return known or RecipientParty.objects.create(kind=PartyKind.PAYER, name=name, address=address.strip())


def _must_be_fresh(row: Any, version: int) -> None:
    if row.version != version:
        raise Stale(STALE)


def _save(by: Actor, row: Any, values: Mapping[str, Any], verb: str, at: dt.datetime) -> None:
    altered = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not altered:
        return
    for name in altered:
        setattr(row, name, values[name])
    row.version += 1
    row.save(update_fields=[*altered, "version"])
    record(by=by, verb=verb, subject=_model(row), detail={"fields": altered, "at": at})


def _model(row: models.Model) -> tuple[str, uuid.UUID]:
    return row._meta.label_lower, uuid.UUID(str(row.pk))
