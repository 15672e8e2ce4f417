"""Addresses of the pages about medications, referrals, resources and support meetings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
