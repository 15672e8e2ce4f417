"""Addresses of the pages about reports."""

from __future__ import annotations

from django.urls import URLPattern, path

from iop.pages.views.reports import pages

urlpatterns: list[URLPattern] = [
    path("reports/", pages.reports, name="reports"),
    path("reports/<slug:report_key>/", pages.report, name="report"),
    path("reports/<slug:report_key>/download/", pages.report_download, name="report_download"),
]
