"""Addresses of the pages about payers and who covers a client."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
