"""Addresses of the pages about the state's data sets and readiness for a survey."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
