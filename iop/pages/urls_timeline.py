"""Addresses of the pages about the timeline, early warnings and rewards."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
