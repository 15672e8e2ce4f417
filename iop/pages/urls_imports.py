"""Addresses of the pages about bringing clients in from another system."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
