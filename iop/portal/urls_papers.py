"""Addresses of the portal: consents, disclosures and one's own records."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
