"""Addresses of the pages about the rules of billing and what a day comes to."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
