"""Addresses of the pages about guarded charts, emergency access, and the registers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
