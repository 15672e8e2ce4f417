"""Addresses of the pages about measures: given, answered, watched."""

from django.urls import URLPattern, path

from iop.pages.views.measures import alerts, answering, chart, due, rhythm

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/measures/", chart.client_measures, name="client_measures"),
    path("clients/<uuid:client_id>/measures/give/", chart.measure_give, name="measure_give"),
    path("measures/answers/<uuid:response_id>/", chart.measure_response, name="measure_response"),
    path("measures/answers/<uuid:response_id>/error/", chart.measure_error, name="measure_error"),
    path("measures/answers/<uuid:response_id>/answer/", answering.measure_answer, name="measure_answer"),
    path("measures/answers/<uuid:response_id>/hand-over/", answering.measure_hand_over, name="measure_hand_over"),
    path("measures/answers/<uuid:response_id>/form/", answering.measure_form, name="measure_form"),
    path("measures/answers/<uuid:response_id>/thanks/", answering.measure_thanks, name="measure_thanks"),
    path("measures/due/", due.measures_due, name="measures_due"),
    path("measures/due/<uuid:assignment_id>/begin/", due.measure_begin, name="measure_begin"),
    path("measures/due/<uuid:assignment_id>/skip/", due.measure_skip, name="measure_skip"),
    path("measures/alerts/", alerts.measure_alerts, name="measure_alerts"),
    path("measures/alerts/<uuid:alert_id>/", alerts.measure_alert, name="measure_alert"),
    path("measures/rhythm/", rhythm.measure_rhythm, name="measure_rhythm"),
]
