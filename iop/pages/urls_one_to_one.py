"""Addresses of the pages about individual sessions, what is due, and when a client cannot."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
