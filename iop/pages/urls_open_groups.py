"""Addresses of the pages about groups outside a stay: alumni and others."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
