"""Addresses of the FHIR R4 interface."""

from django.urls import URLPattern

app_name = "fhir"
urlpatterns: list[URLPattern] = []
