"""Addresses of the pages about what clients pay."""

from django.urls import URLPattern, path

from iop.pages.views.client_money import account, lists, provider

ACCOUNT = "clients/<uuid:client_id>/account/"
PAYMENT = "payments/<uuid:payment_id>/"
PLAN = "payment-plans/<uuid:payment_plan_id>/"

urlpatterns: list[URLPattern] = [
    path(ACCOUNT, account.client_account, name="client_account"),
    path(ACCOUNT + "payment/", account.client_payment_take, name="client_payment_take"),
    path(ACCOUNT + "write-off/", account.client_forgive, name="client_forgive"),
    path(ACCOUNT + "plan/", account.client_plan_agree, name="client_plan_agree"),
    path(ACCOUNT + "sliding-fee/", account.client_sliding_fee, name="client_sliding_fee"),
    path(ACCOUNT + "estimate/", account.client_estimate_give, name="client_estimate_give"),
    path(ACCOUNT + "estimate/asked/", account.client_estimate_ask, name="client_estimate_ask"),
    path(ACCOUNT + "statement/", account.client_statement_make, name="client_statement_make"),
    path(PAYMENT + "receipt/", account.payment_receipt, name="payment_receipt"),
    path(PAYMENT + "refund/", account.payment_refund, name="payment_refund"),
    path(PLAN, account.payment_plan, name="payment_plan"),
    path(PLAN + "end/", account.payment_plan_end, name="payment_plan_end"),
    path("statements/<uuid:statement_id>/", account.statement, name="statement"),
    path("statements/<uuid:statement_id>/print/", account.statement_pdf, name="statement_pdf"),
    path("estimates/<uuid:estimate_id>/print/", account.estimate_pdf, name="estimate_pdf"),
    path("money/balances/", lists.client_balances, name="client_balances"),
    path("money/sliding-scale/", lists.sliding_scale, name="sliding_scale"),
    path("payments/heard/", provider.payment_heard, name="payment_heard"),
]
