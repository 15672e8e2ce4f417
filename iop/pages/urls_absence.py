"""Addresses of the pages about missed days: the policy, limits and steps."""

from django.urls import URLPattern, path

from iop.pages.views.absence import client, policy, today

urlpatterns: list[URLPattern] = [
    path("absences/", today.absences, name="absences"),
    path("absences/policy/", policy.absence_policy, name="absence_policy"),
    path("absences/policy/new/", policy.absence_policy_new, name="absence_policy_new"),
    path("absences/cases/<uuid:absence_case_id>/", client.absence_case, name="absence_case"),
    path("absences/cases/<uuid:absence_case_id>/settle/", client.absence_case_settle, name="absence_case_settle"),
    path("absences/steps/<uuid:absence_step_id>/", client.absence_step, name="absence_step"),
    path(
        "absences/steps/<uuid:absence_step_id>/leave-out/", client.absence_step_leave_out, name="absence_step_leave_out"
    ),
    path("absences/limits/<uuid:absence_limit_id>/", client.absence_limit, name="absence_limit"),
    path("clients/<uuid:client_id>/missed-days/", client.client_absence, name="client_absence"),
    path("clients/<uuid:client_id>/will-miss/", client.client_will_miss, name="client_will_miss"),
]
