"""Addresses of the pages about integrations: their keys, apps and webhooks."""

from __future__ import annotations

from django.urls import path

from iop.api.views import integrations, own_apps, webhook_pages

urlpatterns = [
    path("integrations/", integrations.integrations, name="integrations"),
    path("integrations/<uuid:integration_id>/", integrations.integration, name="integration"),
    path("integrations/<uuid:integration_id>/change/", integrations.change, name="integration_change"),
    path("integrations/<uuid:integration_id>/end/", integrations.end, name="integration_end"),
    path("integrations/<uuid:integration_id>/keys/", integrations.add_key, name="integration_key_add"),
    path("integrations/<uuid:integration_id>/apps/", integrations.add_app, name="integration_app_add"),
    path("integrations/<uuid:integration_id>/webhooks/", webhook_pages.add, name="webhook_add"),
    path("integrations/keys/<str:prefix>/replace/", integrations.replace_key, name="api_key_replace"),
    path("integrations/keys/<str:prefix>/revoke/", integrations.revoke_key, name="api_key_revoke"),
    path("integrations/apps/<int:app_id>/change/", integrations.change_app, name="integration_app_change"),
    path("integrations/apps/<int:app_id>/end/", integrations.end_app, name="integration_app_end"),
    path("webhooks/<uuid:webhook_id>/", webhook_pages.webhook, name="webhook"),
    path("webhooks/<uuid:webhook_id>/change/", webhook_pages.change, name="webhook_change"),
    path("webhooks/<uuid:webhook_id>/<slug:what>/", webhook_pages.act, name="webhook_act"),
    path("apps/", own_apps.own_apps, name="own_apps"),
    path("apps/<int:app_id>/take-back/", own_apps.take_back, name="own_app_take_back"),
]
