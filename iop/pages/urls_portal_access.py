"""Addresses of the pages about who signs in from outside."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
