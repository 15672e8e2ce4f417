"""Addresses of the pages about progress notes and their templates."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
