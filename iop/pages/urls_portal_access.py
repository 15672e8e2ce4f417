"""Addresses of the pages about who signs in from outside."""

from django.urls import URLPattern, path

from iop.pages.views import portal_access as views

CLIENT = "clients/<uuid:client_id>/sign-in/"

urlpatterns: list[URLPattern] = [
    path(CLIENT, views.client_portal, name="client_portal"),
    path(CLIENT + "invite/", views.client_portal_invite, name="client_portal_invite"),
    path(CLIENT + "invite/<uuid:relative_id>/", views.client_portal_invite, name="client_portal_invite_person"),
    path(CLIENT + "invitations/<uuid:invitation_id>/revoke/", views.client_portal_revoke, name="client_portal_revoke"),
    path(CLIENT + "<uuid:account_id>/end/", views.client_portal_end, name="client_portal_end"),
    path(CLIENT + "<uuid:account_id>/open/", views.client_portal_open, name="client_portal_open"),
    path("waiting-room/", views.kiosk_start, name="kiosk_start"),
    path("waiting-room/end/", views.kiosk_end, name="kiosk_end"),
]
