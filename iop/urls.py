"""Where every address leads. Each face keeps its own list."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from iop.api.oauth import metadata
from iop.core import health
from iop.pages.views import places

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("iop.api.urls")),
    path("fhir/R4/", include("iop.fhir.urls")),
    path("oauth2/", include("iop.api.urls_oauth")),
    path(".well-known/oauth-authorization-server", metadata.server_metadata),
    path("api-keys/", RedirectView.as_view(pattern_name="integrations", permanent=True), name="api_keys"),
    path("work/lines/<uuid:attendance_id>/", places.line, name="line_place"),
    path("work/waiting/<uuid:entry_id>/", places.waiting, name="waiting_place"),
    path("", include("iop.pages.urls_ground")),
    path("", include("iop.pages.urls_days")),
    path("", include("iop.pages.urls_clients")),
    path("", include("iop.pages.urls_schedule")),
    path("", include("iop.pages.urls_intake")),
    path("", include("iop.pages.urls_assessments")),
    path("", include("iop.pages.urls_consents")),
    path("", include("iop.pages.urls_privacy")),
    path("", include("iop.pages.urls_registers")),
    path("", include("iop.pages.urls_documents")),
    path("", include("iop.pages.urls_one_to_one")),
    path("", include("iop.pages.urls_progress_notes")),
    path("", include("iop.pages.urls_plans")),
    path("", include("iop.pages.urls_own_plans")),
    path("", include("iop.pages.urls_questionnaires")),
    path("", include("iop.pages.urls_measures")),
    path("", include("iop.pages.urls_drug_tests")),
    path("", include("iop.pages.urls_support")),
    path("", include("iop.pages.urls_timeline")),
    path("", include("iop.pages.urls_reviews")),
    path("", include("iop.pages.urls_stays")),
    path("", include("iop.pages.urls_transitions")),
    path("", include("iop.pages.urls_discharges")),
    path("", include("iop.pages.urls_open_groups")),
    path("", include("iop.pages.urls_family_words")),
    path("", include("iop.pages.urls_absence")),
    path("", include("iop.pages.urls_messages")),
    path("", include("iop.pages.urls_reminders")),
    path("", include("iop.pages.urls_operations")),
    path("", include("iop.pages.urls_portal_access")),
    path("", include("iop.pages.urls_threads")),
    path("", include("iop.pages.urls_family_care")),
    path("", include("iop.pages.urls_recovery")),
    path("", include("iop.pages.urls_requests")),
    path("", include("iop.pages.urls_coverage")),
    path("", include("iop.pages.urls_authorizations")),
    path("", include("iop.pages.urls_billing_rules")),
    path("", include("iop.pages.urls_charges")),
    path("", include("iop.pages.urls_claims")),
    path("", include("iop.pages.urls_remittances")),
    path("", include("iop.pages.urls_client_money")),
    path("", include("iop.pages.urls_reports")),
    path("", include("iop.pages.urls_state_data")),
    path("", include("iop.pages.urls_imports")),
    path("", include("iop.api.urls_integrations")),
    path("", include("iop.portal.urls")),
]

if settings.DEBUG or settings.DEMO:
    from iop.pages.views import styleguide

    urlpatterns.append(path("styleguide/", styleguide.show, name="styleguide"))
