"""Addresses of the portal: messages with the care team."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
