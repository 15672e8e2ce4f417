"""Addresses of the portal: what a client shares with a relative."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
