"""Addresses of the pages about messages with clients."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
