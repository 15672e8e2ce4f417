"""Addresses of the portal: consents, disclosures and one's own records."""

from django.urls import URLPattern, path

from iop.portal.views.papers import consents, reading, records

urlpatterns: list[URLPattern] = [
    path("my/papers/", reading.my_papers, name="my_papers"),
    path("my/papers/agreed/", consents.my_consents, name="my_consents"),
    path("my/papers/agreed/<uuid:consent_id>/", consents.my_consent, name="my_consent"),
    path("my/papers/agreed/<uuid:consent_id>/sign/", consents.my_consent_sign, name="my_consent_sign"),
    path("my/papers/agreed/<uuid:consent_id>/back/", consents.my_consent_revoke, name="my_consent_revoke"),
    path("my/papers/agreed/<uuid:consent_id>/copy/", consents.my_consent_copy, name="my_consent_copy"),
    path("my/papers/told/", reading.my_papers_told, name="my_papers_told"),
    path("my/papers/told/copy/", reading.my_papers_told_copy, name="my_papers_told_copy"),
    path("my/papers/opened/", reading.my_papers_opened, name="my_papers_opened"),
    path("my/papers/documents/", reading.my_papers_documents, name="my_papers_documents"),
    path("my/papers/documents/<uuid:document_id>/", reading.my_papers_document, name="my_papers_document"),
    path("my/papers/letters/<uuid:letter_id>/", reading.my_papers_letter, name="my_papers_letter"),
    path("my/papers/record/", records.my_record, name="my_record"),
    path("my/papers/record/copies/", records.my_record_copies, name="my_record_copies"),
    path("my/papers/record/<uuid:export_id>/", records.my_record_copy, name="my_record_copy"),
    path("my/papers/requests/", records.my_record_wishes, name="my_record_wishes"),
    path("my/papers/requests/new/<slug:kind>/", records.my_record_ask, name="my_record_ask"),
    path("my/papers/requests/<uuid:wish_id>/statement/", records.my_record_disagree, name="my_record_disagree"),
]
