"""Addresses of the pages about moving somebody to another level of care."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
