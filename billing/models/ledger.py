"""The ledger: entries whose postings add up to zero, in months that close. Nothing in it ever changes."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from billing.choices.ledger import Account, EntryKind
from billing.models.charges import Charge
from billing.models.payers import Payer
from clients.models import Client
from iop.clinic.models import Site
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete

BALANCED = """
PERFORM 1 FROM billing_posting WHERE entry_id = NEW.id HAVING COALESCE(SUM(cents), 0) <> 0 OR COUNT(*) <> NEW.size;
IF FOUND THEN
    RAISE EXCEPTION 'the postings of an entry must add up to zero';
END IF;
RETURN NULL;
"""
NOT_INTO_A_CLOSED_MONTH = """
PERFORM 1 FROM billing_billingmonth
    WHERE first_on = date_trunc('month', NEW.posted_on)::date AND closed_at IS NOT NULL FOR SHARE;
IF FOUND THEN
    RAISE EXCEPTION 'the month is closed: post into the open one';
END IF;
RETURN NEW;
"""
NO_POSTING_LATER = """
PERFORM 1 FROM billing_posting p JOIN billing_entry e ON e.id = p.entry_id WHERE p.entry_id = NEW.entry_id
    GROUP BY e.size HAVING SUM(p.cents) <> 0 OR COUNT(*) <> e.size;
IF FOUND THEN
    RAISE EXCEPTION 'the postings of an entry must add up to zero';
END IF;
RETURN NULL;
"""


class BillingMonth(Row, Versioned):
    """A month of the ledger. Once it is closed nothing is posted into it any more, and it does not open again."""

    first_on = models.DateField(unique=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.UUIDField(null=True)
    totals = models.JSONField(default=dict)
    """Balance of each account when it closed, in cents."""

    class Meta:
        ordering = ["-first_on"]
        constraints = [models.CheckConstraint(condition=Q(first_on__day=1), name="billing_month_first")]
        triggers = [
            pgtrigger.Protect(
                name="closed_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__closed_at__isnull=False)
            ),
            *no_delete(),
        ]


class Entry(Row):
    """One event of money, with its postings. ``key`` makes it happen once."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=EntryKind)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    posted_on = models.DateField()
    """The day it counts in, in a month that was open."""
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    size = models.PositiveSmallIntegerField()
    """How many postings it has, so that none is added to it later."""
    memo = models.CharField(max_length=200, blank=True)
    """In codes and plain words, without anybody's name."""

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["site", "posted_on"], name="entry_by_site")]
        constraints = [models.CheckConstraint(condition=Q(size__gte=2), name="entry_has_two_sides")]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="balanced",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=BALANCED,
            ),
            pgtrigger.Trigger(
                name="into_an_open_month",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NOT_INTO_A_CLOSED_MONTH,
            ),
        ]


class Posting(Row):
    """One side of an entry: so many cents to an account; of whom, by whom and for what, where it is known."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(max_length=12, choices=Account)
    cents = models.BigIntegerField()
    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="postings")
    payer = models.ForeignKey(Payer, null=True, blank=True, on_delete=models.PROTECT, related_name="postings")
    charge = models.ForeignKey(Charge, null=True, blank=True, on_delete=models.PROTECT, related_name="postings")
    reason = models.CharField(max_length=12, blank=True)
    """The adjustment's group and code as the payer gave it: "CO-45", "PR-3"."""

    class Meta:
        indexes = [
            models.Index(fields=["client", "account"], name="posting_by_client"),
            models.Index(fields=["charge", "account"], name="posting_by_charge"),
            models.Index(fields=["account"], name="posting_by_account"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(cents=0), name="posting_not_nothing"),
            models.CheckConstraint(
                condition=~Q(account__in=[Account.CLIENTS_OWE, Account.CREDIT]) | Q(client__isnull=False),
                name="posting_of_a_client_names_them",
            ),
            models.CheckConstraint(
                condition=~Q(account=Account.PAYERS_OWE) | Q(payer__isnull=False, charge__isnull=False),
                name="posting_of_a_payer_names_it",
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="balanced",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=NO_POSTING_LATER,
            ),
        ]
