"""Tables of billing, one file for each noun."""

from billing.models.acknowledgements import Acknowledgement, BatchPiece
from billing.models.authorizations import Authorization, AuthorizationChange
from billing.models.charges import Charge, ClientDay
from billing.models.claims import Claim, ClaimBatch, ClaimBatchChange, ClaimChange, ClaimLine
from billing.models.client_money import (
    ClientPayment,
    ClientRefund,
    ClientStatement,
    Instalment,
    OnlinePayment,
    PaymentPlan,
    PaymentPlanChange,
    PovertyGuideline,
    SlidingBand,
    SlidingFee,
    SlidingScale,
)
from billing.models.coverage import Coverage, Verification
from billing.models.eligibility import EligibilityFile, SelfPay
from billing.models.estimates import Estimate, EstimateItem
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
    "Acknowledgement",
    "Authorization",
    "AuthorizationChange",
    "BatchPiece",
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
    "ClientPayment",
    "ClientRefund",
    "ClientStatement",
    "ClinicianNumber",
    "Coverage",
    "Denial",
    "DenialChange",
    "DenialLetter",
    "EligibilityFile",
    "Entry",
    "Estimate",
    "EstimateItem",
    "FeeLine",
    "Instalment",
    "OnlinePayment",
    "Payer",
    "PayerEnrolment",
    "PayerPlan",
    "PaymentPlan",
    "PaymentPlanChange",
    "Posting",
    "PovertyGuideline",
    "ProviderAdjustment",
    "Remittance",
    "RemittanceAdjustment",
    "RemittanceClaim",
    "RemittanceFile",
    "RemittanceLine",
    "SelfPay",
    "SlidingBand",
    "SlidingFee",
    "SlidingScale",
    "Verification",
]
