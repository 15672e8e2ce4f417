"""Addresses of the pages about background work: last runs, queues and failures."""

from django.urls import URLPattern, path

from iop.pages.views import operations

urlpatterns: list[URLPattern] = [
    path("operations/", operations.operations, name="operations"),
    path("operations/run/", operations.operations_run, name="operations_run"),
]
