"""Addresses of the pages about moving somebody to another level of care."""

from django.urls import URLPattern, path

from iop.pages.views.transitions import deciding, one

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/transition/", deciding.client_transition, name="client_transition"),
    path("transitions/<uuid:transition_id>/", one.transition, name="transition"),
    path("transitions/<uuid:transition_id>/undo/", one.transition_undo, name="transition_undo"),
]
