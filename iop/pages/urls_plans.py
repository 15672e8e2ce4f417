"""Addresses of the pages about treatment plans."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
