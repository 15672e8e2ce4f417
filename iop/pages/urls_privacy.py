"""Addresses of the pages about what left the clinic and what may: disclosures, letters, recipients, the accounting."""

from django.urls import URLPattern, path

from iop.pages.views.privacy import emergency, left, letters, register, reviews, sending

urlpatterns: list[URLPattern] = [
    path("privacy/", reviews.privacy, name="privacy"),
    path("privacy/reviews/", reviews.privacy_reviews, name="privacy_reviews"),
    path("privacy/reviews/<uuid:disclosure_id>/", reviews.disclosure_review, name="disclosure_review"),
    path("privacy/recipients/", register.recipients, name="recipients"),
    path("privacy/recipients/new/", register.recipient_new, name="recipient_new"),
    path("privacy/recipients/<uuid:party_id>/", register.recipient, name="recipient"),
    path("privacy/recipients/<uuid:party_id>/edit/", register.recipient_edit, name="recipient_edit"),
    path("privacy/recipients/<uuid:party_id>/active/", register.recipient_active, name="recipient_active"),
    path("privacy/agreements/", register.agreements_page, name="agreements"),
    path("privacy/agreements/new/", register.agreement_new, name="agreement_new"),
    path("privacy/agreements/<uuid:agreement_id>/", register.agreement, name="agreement"),
    path("privacy/orders/", register.court_orders, name="court_orders"),
    path("privacy/orders/new/", register.court_order_new, name="court_order_new"),
    path("privacy/orders/<uuid:order_id>/", register.court_order, name="court_order"),
    path("privacy/letters/", letters.letter_templates, name="letter_templates"),
    path("privacy/letters/<uuid:template_id>/", letters.letter_template, name="letter_template"),
    path("clients/<uuid:client_id>/left/", left.client_disclosures, name="client_disclosures"),
    path("clients/<uuid:client_id>/left/paper/", left.client_disclosures_pdf, name="client_disclosures_pdf"),
    path("clients/<uuid:client_id>/openings/", left.client_openings, name="client_openings"),
    path("clients/<uuid:client_id>/send/", sending.client_disclose, name="client_disclose"),
    path("clients/<uuid:client_id>/send/spoken/", sending.client_tell, name="client_tell"),
    path("clients/<uuid:client_id>/send/copy/", sending.client_record_copy, name="client_record_copy"),
    path(
        "clients/<uuid:client_id>/send/relatives/<uuid:person_id>/",
        register.client_relative_recipient,
        name="client_relative_recipient",
    ),
    path("clients/<uuid:client_id>/letters/<uuid:letter_id>/", sending.client_letter, name="client_letter"),
    path(
        "clients/<uuid:client_id>/letters/<uuid:letter_id>/paper/",
        sending.client_letter_paper,
        name="client_letter_paper",
    ),
    path(
        "clients/<uuid:client_id>/emergency-disclosure/",
        emergency.client_emergency_disclosure,
        name="client_emergency_disclosure",
    ),
]
