"""Addresses of the pages about the timeline, early warnings and rewards."""

from django.urls import URLPattern, path

from iop.pages.views import early_warnings, timeline

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/timeline/", timeline.client_timeline, name="client_timeline"),
    path("early-warnings/", early_warnings.early_warnings, name="early_warnings"),
    path("early-warnings/rules/", early_warnings.warning_rules, name="warning_rules"),
    path("early-warnings/<uuid:warning_id>/", early_warnings.early_warning, name="early_warning"),
]
