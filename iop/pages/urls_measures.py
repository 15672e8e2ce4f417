"""Addresses of the pages about measures: given, answered, watched."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
