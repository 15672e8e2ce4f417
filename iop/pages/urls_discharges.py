"""Addresses of the pages about the end of a stay, follow-up after it, and asking for more support."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
