"""Addresses of the pages about what clients and relatives ask for."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
