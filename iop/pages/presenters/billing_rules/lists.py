"""The list of rules, one rule, and the choices that its forms offer."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import groupby
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from billing.choices.rules import RuleStatus, Service
from billing.models import BillingRule, Payer
from clients.models import LevelOfCare
from iop.pages.presenters.billing_rules.words import rule_shown

OWN = "own"
SHOWN = (RuleStatus.PUBLISHED, RuleStatus.DRAFT)


def book(today: dt.date, *, payer: str = "", service: str = "", everything: bool = False) -> dict[str, Any]:
    """Give rules by payer: those that hold or will hold, with drafts beside them; three statements."""
    rows = BillingRule.objects.select_related("payer", "level").order_by(
        "payer__name", "service", "-level__intensity", "position", "-starts_on"
    )
    if payer == OWN:
        rows = rows.filter(payer__isnull=True)
    elif payer:
        rows = rows.filter(payer=uuid.UUID(payer))
    if service in Service.values:
        rows = rows.filter(service=service)
    if not everything:
        rows = rows.filter(status__in=SHOWN).exclude(ends_on__lt=today)
    return {
        "parts": [
            {"name": name or _("Clients who pay themselves"), "rows": [rule_shown(row, today) for row in some]}
            for name, some in groupby(rows, key=lambda row: row.payer.name if row.payer else "")
        ],
        "drafts": BillingRule.objects.filter(status=RuleStatus.DRAFT).count(),
        "payers": [(str(one.pk), one.name, payer == str(one.pk)) for one in payers()],
        "services": [(value, label, value == service) for value, label in Service.choices],
        "is_own": payer == OWN,
        "everything": everything,
    }


def payers() -> list[Payer]:
    """Give the payers that may be chosen. One statement."""
    return list(Payer.objects.filter(is_active=True).order_by("name"))


def levels() -> list[LevelOfCare]:
    """Give the levels that are given here. One statement."""
    return list(LevelOfCare.objects.filter(is_active=True, is_off_site=False))


def rule(rule_id: uuid.UUID) -> BillingRule:
    """Give one rule, or answer that there is none. One statement."""
    found = BillingRule.objects.select_related("payer", "level", "replaces").filter(pk=rule_id).first()
    if found is None:
        raise Http404
    return found


def drafts_of(payer: Payer | None) -> list[BillingRule]:
    """Give a payer's drafts. One statement."""
    rows = BillingRule.objects.filter(status=RuleStatus.DRAFT, payer=payer) if payer else BillingRule.objects.filter(
        status=RuleStatus.DRAFT, payer__isnull=True
    )  # fmt: skip
    return list(rows.select_related("payer", "level"))
