"""Addresses of the pages about bringing clients in from another system."""

from django.urls import URLPattern, path

from iop.pages.views.imports import alike, runs

urlpatterns: list[URLPattern] = [
    path("imports/", runs.imports, name="imports"),
    path("imports/new/", runs.import_new, name="import_new"),
    path("imports/<uuid:run_id>/", runs.import_run, name="import_run"),
    path("imports/<uuid:run_id>/state/", runs.import_state, name="import_state"),
    path("imports/<uuid:run_id>/columns/", runs.import_mapping, name="import_mapping"),
    path("imports/<uuid:run_id>/bring-in/", runs.import_bring, name="import_bring"),
    path("imports/<uuid:run_id>/again/", runs.import_again, name="import_again"),
    path("imports/<uuid:run_id>/put-aside/", runs.import_withdraw, name="import_withdraw"),
    path("imports/<uuid:run_id>/rows/", runs.import_rows, name="import_rows"),
    path("imports/<uuid:run_id>/rows/<uuid:row_id>/unlink/", alike.import_unlink, name="import_unlink"),
    path("imports/<uuid:run_id>/look-alikes/", alike.import_alike, name="import_alike"),
    path("imports/<uuid:run_id>/look-alikes/rest/", alike.import_decide_rest, name="import_decide_rest"),
    path("imports/<uuid:run_id>/look-alikes/<uuid:row_id>/", alike.import_decide, name="import_decide"),
]
