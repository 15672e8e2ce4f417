"""Addresses of the pages about reminders: what is sent when."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
