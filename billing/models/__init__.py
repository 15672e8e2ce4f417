"""Tables of billing, one file for each noun."""

from billing.models.authorizations import Authorization, AuthorizationChange
from billing.models.charges import Charge, ClientDay
from billing.models.claims import Claim, ClaimBatch, ClaimBatchChange, ClaimChange, ClaimLine
from billing.models.coverage import Coverage, Verification
from billing.models.ledger import BillingMonth, Entry, Posting
from billing.models.payers import BillingIdentity, ClinicianNumber, FeeLine, Payer, PayerEnrolment, PayerPlan
from billing.models.remittances import (
    Denial,
    DenialChange,
    DenialLetter,
    ProviderAdjustment,
    Remittance,
    RemittanceAdjustment,
    RemittanceClaim,
    RemittanceFile,
    RemittanceLine,
)
from billing.models.rules import BillingRule

__all__ = [
    "Authorization",
    "AuthorizationChange",
    "BillingIdentity",
    "BillingMonth",
    "BillingRule",
    "Charge",
    "Claim",
    "ClaimBatch",
    "ClaimBatchChange",
    "ClaimChange",
    "ClaimLine",
    "ClientDay",
    "ClinicianNumber",
    "Coverage",
    "Denial",
    "DenialChange",
    "DenialLetter",
    "Entry",
    "FeeLine",
    "Payer",
    "PayerEnrolment",
    "PayerPlan",
    "Posting",
    "ProviderAdjustment",
    "Remittance",
    "RemittanceAdjustment",
    "RemittanceClaim",
    "RemittanceFile",
    "RemittanceLine",
    "Verification",
]
