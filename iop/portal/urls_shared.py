"""Addresses of the portal: what a client shares with a relative."""

from django.urls import path

from iop.portal.views import shared, shared_notes

urlpatterns = [
    path("shared/", shared.shared_home, name="shared_home"),
    path("shared/with-me/<uuid:share_id>/", shared.shared_client, name="shared_client"),
    path("shared/with-me/<uuid:share_id>/still/", shared.shared_still, name="shared_still"),
    path("shared/notes/", shared_notes.shared_notes, name="shared_notes"),
    path("shared/notes/<uuid:note_id>/", shared_notes.shared_note, name="shared_note"),
    path("shared/notes/<uuid:note_id>/away/", shared_notes.shared_note_away, name="shared_note_away"),
    path("shared/messages/", shared_notes.shared_messages, name="shared_messages"),
]
