"""Addresses of the pages about consents: the forms, signing, revoking."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
