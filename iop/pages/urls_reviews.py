"""Addresses of the pages about reviews of the level of care, and how long a stay lasts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
