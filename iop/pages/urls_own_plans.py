"""Addresses of the pages about safety, relapse-prevention and aftercare plans, and the discharge summary."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
