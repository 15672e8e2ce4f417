"""Addresses of the pages about family sessions and what is offered to families."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
