"""Addresses of the portal: bills and payments."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
