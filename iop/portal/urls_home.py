"""Addresses of the portal: what is next, the check-in and the week."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
