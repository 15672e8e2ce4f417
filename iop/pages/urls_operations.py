"""Addresses of the pages about background work: last runs, queues and failures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
