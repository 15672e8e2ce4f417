"""Addresses of the pages about what payers authorized."""

from __future__ import annotations

from django.urls import URLPattern, path

from iop.pages.views.authorizations import deciding, lists

CLIENT = "clients/<uuid:client_id>/authorizations/"
ONE = "authorizations/<uuid:authorization_id>/"

urlpatterns: list[URLPattern] = [
    path("authorizations/", lists.authorizations, name="authorizations"),
    path(ONE, lists.authorization, name="authorization"),
    path(ONE + "give/", deciding.authorization_give, name="authorization_give"),
    path(ONE + "deny/", deciding.authorization_deny, name="authorization_deny"),
    path(ONE + "appeal/", deciding.authorization_appeal, name="authorization_appeal"),
    path(ONE + "cancel/", deciding.authorization_cancel, name="authorization_cancel"),
    path(ONE + "note/", deciding.authorization_note, name="authorization_note"),
    path(CLIENT, lists.client_authorizations, name="client_authorizations"),
    path(CLIENT + "new/", deciding.client_authorization_new, name="client_authorization_new"),
]
