"""Addresses of the pages about payers and who covers a client."""

from django.urls import URLPattern, path

from iop.pages.views.coverage import chart
from iop.pages.views.payers import lists, numbers

CLIENT = "clients/<uuid:client_id>/coverage/"
COVER = "coverage/<uuid:coverage_id>/"
PAYER = "payers/<uuid:payer_id>/"

urlpatterns: list[URLPattern] = [
    path("payers/", lists.payers, name="payers"),
    path("payers/new/", lists.payer_new, name="payer_new"),
    path("payers/prices/", lists.prices, name="prices"),
    path("payers/prices/new/", lists.price_new, name="price_new"),
    path("payers/identities/", numbers.billing_identities, name="billing_identities"),
    path("payers/identities/<uuid:site_id>/", numbers.billing_identity, name="billing_identity"),
    path("payers/numbers/", numbers.clinician_numbers, name="clinician_numbers"),
    path("payers/numbers/<uuid:staff_id>/", numbers.clinician_number, name="clinician_number"),
    path(PAYER, lists.payer, name="payer"),
    path(PAYER + "edit/", lists.payer_edit, name="payer_edit"),
    path(PAYER + "plan/", lists.payer_plan_new, name="payer_plan_new"),
    path(PAYER + "enrol/", lists.payer_enrol, name="payer_enrol"),
    path(PAYER + "price/", lists.payer_fee, name="payer_fee"),
    path("payers/plans/<uuid:payer_plan_id>/", lists.payer_plan_edit, name="payer_plan_edit"),
    path("payers/enrolments/<uuid:payer_enrolment_id>/end/", lists.payer_enrolment_end, name="payer_enrolment_end"),
    path(CLIENT, chart.client_coverage, name="client_coverage"),
    path(CLIENT + "add/", chart.client_coverage_add, name="client_coverage_add"),
    path(CLIENT + "order/", chart.client_coverage_order, name="client_coverage_order"),
    path(CLIENT + "self-pay/", chart.client_self_pay, name="client_self_pay"),
    path(COVER + "edit/", chart.coverage_edit, name="coverage_edit"),
    path(COVER + "change-over/", chart.coverage_change_over, name="coverage_change_over"),
    path(COVER + "end/", chart.coverage_end, name="coverage_end"),
    path(COVER + "error/", chart.coverage_error, name="coverage_error"),
    path(COVER + "card/", chart.coverage_card, name="coverage_card"),
    path(COVER + "number/", chart.coverage_number, name="coverage_number"),
    path(COVER + "check/", chart.coverage_check, name="coverage_check"),
    path(COVER + "ask/", chart.coverage_ask, name="coverage_ask"),
    path(COVER + "answer/", chart.coverage_answer, name="coverage_answer"),
    path("coverage/answers/<uuid:eligibility_id>/", chart.eligibility_answer, name="eligibility_answer"),
    path("coverage/self-pay/<uuid:self_pay_id>/end/", chart.self_pay_end, name="self_pay_end"),
]
