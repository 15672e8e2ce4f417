"""Addresses of the pages about documents of a chart."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
