"""Addresses of the portal: what a client shares with a relative."""

from django.urls import path

from iop.portal.views import shared

urlpatterns = [
    path("shared/", shared.shared_home, name="shared_home"),
    path("shared/with-me/<uuid:share_id>/", shared.shared_client, name="shared_client"),
    path("shared/with-me/<uuid:share_id>/still/", shared.shared_still, name="shared_still"),
]
