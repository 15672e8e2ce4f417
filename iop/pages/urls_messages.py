"""Addresses of the pages about messages, their delivery, and what people answer."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
