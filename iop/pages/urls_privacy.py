"""Addresses of the pages about what left the clinic and what may: disclosures, letters, recipients, the accounting."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
