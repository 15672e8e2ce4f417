"""Addresses of the pages about calls, the intake board, admission, and the program page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
