"""Addresses of the pages about the end of a stay, follow-up after it, and asking for more support."""

from django.urls import URLPattern, path

from iop.pages.views.discharges import after, ending, follow_ups, more_support

CLIENT = "clients/<uuid:client_id>/"
STAY = "stays/<uuid:episode_id>/"
CHECK_IN = "follow-ups/<uuid:follow_up_id>/"

urlpatterns: list[URLPattern] = [
    path(CLIENT + "care/discharge/", ending.client_discharge, name="client_discharge"),
    path(CLIENT + "after/", after.client_after, name="client_after"),
    path(CLIENT + "more-support/", more_support.client_more_support, name="client_more_support"),
    path(STAY + "after/", after.stay_after, name="stay_after"),
    path(STAY + "first-appointment/", after.first_appointment, name="first_appointment"),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path(CHECK_IN, follow_ups.follow_up, name="follow_up"),
    path(CHECK_IN + "attempt/", follow_ups.follow_up_attempt, name="follow_up_attempt"),
    path(CHECK_IN + "settle/", follow_ups.follow_up_settle, name="follow_up_settle"),
    path("more-support/<uuid:ask_id>/", more_support.more_support_ask, name="more_support_ask"),
]
