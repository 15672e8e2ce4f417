"""Addresses of the portal: groups of families, and what a group agreed on."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
