"""Addresses of the pages about individual sessions, what is due, and when a client cannot."""

from django.urls import URLPattern, path

from iop.pages.views.chart import one_to_one
from iop.pages.views.session import reports

CHART = "clients/<uuid:client_id>/one-to-one/"

urlpatterns: list[URLPattern] = [
    path(CHART, one_to_one.client_one_to_one, name="client_one_to_one"),
    path(CHART + "rhythm/", one_to_one.client_rhythm, name="client_rhythm"),
    path(CHART + "commitments/", one_to_one.client_commitment, name="client_commitment"),
    path("commitments/<uuid:commitment_id>/end/", one_to_one.commitment_end, name="commitment_end"),
    path("rhythms/<uuid:expectation_id>/end/", one_to_one.expectation_end, name="expectation_end"),
    path(
        "sessions/<uuid:session_id>/clients/<uuid:attendance_id>/self-report/",
        reports.self_report,
        name="session_self_report",
    ),
]
