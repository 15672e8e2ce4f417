"""Words of the ledger. Amounts are whole cents: a debit is positive, a credit negative; each entry's postings add up to zero."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.TextChoices):
    PAYERS_OWE = "payers_owe", _("Payers owe")
    CLIENTS_OWE = "clients_owe", _("Clients owe")
    REVENUE = "revenue", _("Charges")
    CONTRACTUAL = "contractual", _("Contract write-offs")
    SLIDING = "sliding", _("Sliding fee and hardship")
    BAD_DEBT = "bad_debt", _("Not collected")
    DENIED = "denied", _("Denied and given up")
    CASH = "cash", _("Money received")
    CREDIT = "credit", _("Clients' money on account")
    UNMATCHED = "unmatched", _("Payers' money not matched yet")
    PAYER_OTHER = "payer_other", _("Payers' other adjustments")


class EntryKind(models.TextChoices):
    CHARGE = "charge", _("Charge")
    CHARGE_REVERSED = "charge_reversed", _("Charge taken back")
    PAYER_PAYMENT = "payer_payment", _("Payment by a payer")
    ADJUSTMENT = "adjustment", _("Payer's adjustment")
    TAKEBACK = "takeback", _("Payment taken back by a payer")
    TRANSFER = "transfer", _("Passed on to whom it falls to")
    CLIENT_PAYMENT = "client_payment", _("Payment by a client")
    CLIENT_REFUND = "client_refund", _("Refund to a client")
    PAYER_REFUND = "payer_refund", _("Refund to a payer")
    SLIDING_FEE = "sliding_fee", _("Sliding fee")
    WRITE_OFF = "write_off", _("Write-off")
    MATCHED = "matched", _("Payment matched")
    CORRECTION = "correction", _("Correction")
