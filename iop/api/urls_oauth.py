"""Addresses of OAuth2. The library finds them by these names."""

from __future__ import annotations

from django.urls import path

from iop.api.oauth import views

app_name = "oauth2_provider"
urlpatterns = [
    path("authorize/", views.Authorize.as_view(), name="authorize"),
    path("token/", views.Token.as_view(), name="token"),
    path("revoke/", views.Revoke.as_view(), name="revoke-token"),
    path("introspect/", views.Introspect.as_view(), name="introspect"),
]
