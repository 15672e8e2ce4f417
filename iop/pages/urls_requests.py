"""Addresses of the pages about what clients and relatives ask for."""

from django.urls import URLPattern, path

from iop.pages.views.requests import asks

urlpatterns: list[URLPattern] = [
    path("requests/", asks.requests, name="requests"),
    path("requests/<uuid:schedule_ask_id>/", asks.schedule_ask, name="schedule_ask"),
]
