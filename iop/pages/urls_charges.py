"""Addresses of the pages about charges, held days and the ledger."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
