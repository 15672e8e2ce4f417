"""Addresses of the pages about answers of payers and denials."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
