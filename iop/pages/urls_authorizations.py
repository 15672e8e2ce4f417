"""Addresses of the pages about what payers authorized."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
