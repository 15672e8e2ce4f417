"""Addresses of the pages about consents: the forms, signing, revoking."""

from django.urls import URLPattern, path

from iop.pages.views.consents import chart, ending, filling, forms, offering, page, signing

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/consents/", chart.client_consents, name="client_consents"),
    path("clients/<uuid:client_id>/consents/begin/", chart.client_consent_begin, name="client_consent_begin"),
    path("consents/<uuid:consent_id>/", page.consent, name="consent"),
    path("consents/<uuid:consent_id>/copy/", page.consent_pdf, name="consent_pdf"),
    path("consents/<uuid:consent_id>/form/", filling.consent_form, name="consent_form"),
    path("consents/<uuid:consent_id>/discard/", filling.consent_discard, name="consent_discard"),
    path("consents/<uuid:consent_id>/carry-over/", filling.consent_carry_over, name="consent_carry_over"),
    path("consents/<uuid:consent_id>/language/", filling.consent_language, name="consent_language"),
    path("consents/<uuid:consent_id>/sign/", signing.consent_sign, name="consent_sign"),
    path("consents/<uuid:consent_id>/offer/", offering.consent_offer, name="consent_offer"),
    path("consents/<uuid:consent_id>/hand-over/", signing.consent_hand_over, name="consent_hand_over"),
    path("take-back/", signing.take_back, name="take_back"),
    path("consents/<uuid:consent_id>/signed/", signing.consent_signed, name="consent_signed"),
    path("consents/<uuid:consent_id>/revoke/", ending.consent_revoke, name="consent_revoke"),
    path("consents/<uuid:consent_id>/found-false/", ending.consent_found_false, name="consent_found_false"),
    path("consents/<uuid:consent_id>/in-writing/", ending.consent_in_writing, name="consent_in_writing"),
    path("consents/<uuid:consent_id>/event/", ending.consent_event, name="consent_event"),
    path("consent-forms/", forms.consent_forms, name="consent_forms"),
    path("consent-forms/install/", forms.consent_forms_install, name="consent_forms_install"),
    path("consent-forms/<uuid:template_id>/", forms.consent_template, name="consent_template"),
]
