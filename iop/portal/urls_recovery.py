"""Addresses of the portal: plans, journal, homework, measures and progress."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
