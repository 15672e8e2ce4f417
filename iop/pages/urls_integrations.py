"""Addresses of the pages about integrations, their keys, apps and webhooks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
