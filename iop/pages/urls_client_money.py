"""Addresses of the pages about what clients pay."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
