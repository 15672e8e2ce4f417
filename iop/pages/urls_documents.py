"""Addresses of the pages about documents and numbers of a chart."""

from django.urls import URLPattern, path

from iop.pages.views import documents
from iop.pages.views.chart import identifiers

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/documents/", documents.client_documents, name="client_documents"),
    path("clients/<uuid:client_id>/documents/add/", documents.client_document_add, name="client_document_add"),
    path(
        "clients/<uuid:client_id>/documents/<uuid:document_id>/",
        documents.client_document,
        name="client_document",
    ),
    path(
        "clients/<uuid:client_id>/documents/<uuid:document_id>/share/",
        documents.client_document_share,
        name="client_document_share",
    ),
    path(
        "clients/<uuid:client_id>/documents/<uuid:document_id>/error/",
        documents.client_document_error,
        name="client_document_error",
    ),
    path("clients/<uuid:client_id>/numbers/add/", identifiers.client_identifier_add, name="client_identifier_add"),
    path(
        "clients/<uuid:client_id>/numbers/<uuid:identifier_id>/remove/",
        identifiers.client_identifier_remove,
        name="client_identifier_remove",
    ),
    path(
        "clients/<uuid:client_id>/numbers/<uuid:identifier_id>/show/",
        identifiers.client_identifier_show,
        name="client_identifier_show",
    ),
]
