"""Addresses of the FHIR R4 interface."""

from django.urls import URLPattern, path, re_path

from iop.fhir import everything, views
from iop.fhir.bulk import views as bulk

app_name = "fhir"
urlpatterns: list[URLPattern] = [
    path("metadata", views.MetadataView.as_view(), name="metadata"),
    path(".well-known/smart-configuration", views.SmartView.as_view(), name="smart_configuration"),
    re_path(r"^\$export$", bulk.ExportView.as_view(), name="export"),
    re_path(r"^Patient/\$export$", bulk.ClientsExportView.as_view(), name="export_clients"),
    re_path(r"^Patient/(?P<pk>[0-9a-f-]{36})/\$export$", bulk.ClientsExportView.as_view(), name="export_client"),
    re_path(r"^Patient/(?P<pk>[0-9a-f-]{36})/\$everything$", everything.EverythingView.as_view(), name="everything"),
    path("export-jobs/<str:pk>", bulk.ExportJobView.as_view(), name="export_job"),
    path("export-files/<str:pk>", bulk.ExportFileView.as_view(), name="export_file"),
    re_path(r"^Binary/(?P<pk>[0-9a-f-]{36})$", everything.BinaryView.as_view(), name="binary"),
    re_path(r"^DocumentReference/\$docref$", views.DocumentsView.as_view(), name="docref"),
    re_path(r"^(?P<kind>[A-Za-z]+)/_search/?$", views.PostedSearchView.as_view(), name="posted_search"),
    re_path(r"^(?P<kind>[A-Za-z]+)/?$", views.SearchView.as_view(), name="search"),
    re_path(r"^(?P<kind>[A-Za-z]+)/(?P<pk>[A-Za-z0-9.-]{1,64})/?$", views.ReadView.as_view(), name="read"),
    re_path(r"^(?P<rest>.*)$", views.NowhereView.as_view(), name="nowhere"),
]
