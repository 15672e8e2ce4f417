"""Addresses of the pages about safety, relapse-prevention and aftercare plans, and the discharge summary."""

from django.urls import URLPattern, path

from iop.pages.views.own_plans import aftercare, filling, plans, summaries

CLIENT = "clients/<uuid:client_id>/own-plans/"
STAY = "stays/<uuid:episode_id>/"
SUMMARY = STAY + "summary/"

urlpatterns: list[URLPattern] = [
    path(CLIENT, plans.client_own_plans, name="client_own_plans"),
    path(CLIENT + "<slug:kind>/", plans.own_plan, name="own_plan"),
    path(CLIENT + "<slug:kind>/write/", plans.own_plan_write, name="own_plan_write"),
    path(CLIENT + "<slug:kind>/pdf/", plans.own_plan_pdf, name="own_plan_pdf"),
    path(CLIENT + "<slug:kind>/versions/<uuid:own_version_id>/", plans.own_plan_version, name="own_plan_version"),
    path("own-plans/<uuid:own_plan_id>/hand-over/", filling.own_plan_hand_over, name="own_plan_hand_over"),
    path("own-plans/<uuid:own_plan_id>/fill/", filling.own_plan_fill, name="own_plan_fill"),
    path("own-plans/<uuid:own_plan_id>/kept/", filling.own_plan_filled, name="own_plan_filled"),
    path(STAY + "aftercare/", aftercare.aftercare, name="aftercare"),
    path(STAY + "aftercare/begin/", aftercare.aftercare_begin, name="aftercare_begin"),
    path(STAY + "aftercare/pdf/", aftercare.aftercare_pdf, name="aftercare_pdf"),
    path("aftercare-steps/<uuid:aftercare_step_id>/", aftercare.aftercare_step, name="aftercare_step"),
    path(SUMMARY, summaries.discharge_summary, name="discharge_summary"),
    path(SUMMARY + "begin/", summaries.discharge_summary_begin, name="discharge_summary_begin"),
    path(SUMMARY + "save/", summaries.discharge_summary_save, name="discharge_summary_save"),
    path(SUMMARY + "sign/", summaries.discharge_summary_sign, name="discharge_summary_sign"),
    path(SUMMARY + "cosign/", summaries.discharge_summary_cosign, name="discharge_summary_cosign"),
    path(SUMMARY + "addendum/", summaries.discharge_summary_addendum, name="discharge_summary_addendum"),
    path(SUMMARY + "print/", summaries.discharge_summary_print, name="discharge_summary_print"),
    path(SUMMARY + "send/", summaries.discharge_summary_send, name="discharge_summary_send"),
    path("summaries/due/", summaries.summaries_due, name="summaries_due"),
]
