"""Addresses of the pages about assessments, placement and diagnoses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
