"""Addresses of the pages about claims and their batches."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
