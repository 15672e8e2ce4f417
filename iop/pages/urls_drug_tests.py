"""Addresses of the pages about drug tests."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
