"""Addresses of the FHIR R4 interface."""

from django.urls import URLPattern, path, re_path

from iop.fhir import views

app_name = "fhir"
urlpatterns: list[URLPattern] = [
    path("metadata", views.MetadataView.as_view(), name="metadata"),
    path(".well-known/smart-configuration", views.SmartView.as_view(), name="smart_configuration"),
    re_path(r"^(?P<kind>[A-Za-z]+)/_search/?$", views.PostedSearchView.as_view(), name="posted_search"),
    re_path(r"^(?P<kind>[A-Za-z]+)/?$", views.SearchView.as_view(), name="search"),
    re_path(r"^(?P<kind>[A-Za-z]+)/(?P<pk>[A-Za-z0-9.-]{1,64})/?$", views.ReadView.as_view(), name="read"),
    re_path(r"^(?P<rest>.*)$", views.NowhereView.as_view(), name="nowhere"),
]
