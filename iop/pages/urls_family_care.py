"""Addresses of the pages about family sessions and what is offered to families."""

from django.urls import URLPattern, path

from iop.pages.views.family_care import appointments, chart

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/family/", chart.client_family, name="client_family"),
    path("clients/<uuid:client_id>/family/offer/", chart.client_family_offer, name="client_family_offer"),
    path(
        "appointments/<uuid:family_appointment_id>/family/", appointments.appointment_family, name="appointment_family"
    ),
    path(
        "appointments/<uuid:family_appointment_id>/who-came/",
        appointments.appointment_attended,
        name="appointment_attended",
    ),
    path("participants/<uuid:participant_id>/answer/", appointments.participant_answer, name="participant_answer"),
]
