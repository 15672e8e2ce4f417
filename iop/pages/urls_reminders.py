"""Addresses of the pages about reminders: what is sent when."""

from django.urls import path

from iop.pages.views.reminders import people, setup

urlpatterns = [
    path("reminders/", setup.reminders, name="reminders"),
    path("reminders/mine/", people.my_reminders, name="my_reminders"),
    path("reminders/rules/<slug:reminder_kind>/", setup.reminder_rule, name="reminder_rule"),
    path("clients/<uuid:client_id>/reminders/", people.client_reminders, name="client_reminders"),
]
