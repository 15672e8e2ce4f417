"""Addresses of the pages about questionnaires and their wording."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
