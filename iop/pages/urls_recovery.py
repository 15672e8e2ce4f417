"""Addresses of the pages about what clients do between sessions."""

from django.urls import URLPattern, path

from iop.pages.views import between

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/between-sessions/", between.client_between, name="client_between"),
    path("homework/<uuid:homework_id>/drop/", between.homework_drop, name="homework_drop"),
    path("sessions/<uuid:session_id>/homework/", between.session_homework, name="session_homework"),
]
