"""Addresses of what a group gives to read, what a track agreed on, and what both are told."""

from __future__ import annotations

from django.urls import URLPattern, path

from iop.pages.views import family_words

urlpatterns: list[URLPattern] = [
    path("groups/<uuid:open_group_id>/reading/new/", family_words.group_material_add, name="group_material_add"),
    path("groups/reading/<uuid:group_material_id>/", family_words.group_material_file, name="group_material_file"),
    path("groups/reading/<uuid:group_material_id>/away/", family_words.group_material_away, name="group_material_away"),
    path("groups/<uuid:open_group_id>/announce/", family_words.group_announce, name="group_announce"),
    path("tracks/<uuid:track_id>/announce/", family_words.track_announce, name="track_announce"),
    path("tracks/<uuid:track_id>/agreement/", family_words.track_agreement, name="track_agreement"),
    path("announcements/<uuid:announcement_id>/away/", family_words.announcement_away, name="announcement_away"),
]
