"""Addresses of what is about money, messages and work."""

from __future__ import annotations

from iop.api.resources import Resource
from iop.api.views import (
    authorizations,
    billing_rules,
    charges,
    claims,
    client_money,
    coverage,
    messages,
    payers,
    remittances,
)

RESOURCES: tuple[tuple[str, type[Resource], str], ...] = (
    ("payers", payers.PayerResource, "payer"),
    ("payer-plans", payers.PlanResource, "payer-plan"),
    ("payer-enrolments", payers.PayerEnrolmentResource, "payer-enrolment"),
    ("billing-identities", payers.BillingIdentityResource, "billing-identity"),
    ("clinician-numbers", payers.ClinicianNumberResource, "clinician-number"),
    ("fees", payers.FeeResource, "fee"),
    ("poverty-guidelines", payers.GuidelineResource, "poverty-guideline"),
    ("sliding-scales", payers.ScaleResource, "sliding-scale"),
    ("billing-rules", billing_rules.BillingRuleResource, "billing-rule"),
    ("coverages", coverage.CoverageResource, "coverage"),
    ("verifications", coverage.VerificationResource, "verification"),
    ("eligibility-files", coverage.EligibilityFileResource, "eligibility-file"),
    ("self-pay", coverage.SelfPayResource, "self-pay"),
    ("authorizations", authorizations.AuthorizationResource, "authorization"),
    ("billing-days", charges.BillingDayResource, "billing-day"),
    ("charges", charges.ChargeResource, "charge"),
    ("ledger-balances", charges.LedgerBalanceResource, "ledger-balance"),
    ("ledger-postings", charges.PostingResource, "ledger-posting"),
    ("billing-months", charges.BillingMonthResource, "billing-month"),
    ("claims", claims.ClaimResource, "claim"),
    ("claim-batches", claims.BatchResource, "claim-batch"),
    ("acknowledgements", claims.AcknowledgementResource, "acknowledgement"),
    ("remittance-files", remittances.RemittanceFileResource, "remittance-file"),
    ("remittances", remittances.RemittanceResource, "remittance"),
    ("remittance-answers", remittances.AnswerResource, "remittance-answer"),
    ("denials", remittances.DenialResource, "denial"),
    ("denial-letters", remittances.DenialLetterResource, "denial-letter"),
    ("estimates", client_money.EstimateResource, "estimate"),
    ("sliding-fees", client_money.SlidingFeeResource, "sliding-fee"),
    ("payment-plans", client_money.PaymentPlanResource, "payment-plan"),
    ("online-payments", client_money.OnlinePaymentResource, "online-payment"),
    ("client-payments", client_money.PaymentResource, "client-payment"),
    ("client-statements", client_money.StatementResource, "client-statement"),
    ("messages", messages.MessageResource, "message"),
)
"""Prefix, resource and name of each; ``iop.api.urls`` registers them."""
