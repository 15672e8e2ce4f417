"""Addresses of the pages about missed days: the policy, limits and steps."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
