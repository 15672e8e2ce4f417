"""Addresses of the pages about answers of payers and denials."""

from django.urls import URLPattern, path

from iop.pages.views.remittances import denials, payments

urlpatterns: list[URLPattern] = [
    path("remittances/", payments.remittances, name="remittances"),
    path("remittances/files/", payments.remittance_files, name="remittance_files"),
    path("remittances/<uuid:remittance_id>/", payments.remittance, name="remittance"),
    path("remittances/<uuid:remittance_id>/post/", payments.remittance_post, name="remittance_post"),
    path(
        "remittances/<uuid:remittance_id>/answers/<uuid:answer_id>/match/",
        payments.remittance_match,
        name="remittance_match",
    ),
    path("denials/", denials.denials, name="denials"),
    path("denials/<uuid:denial_id>/", denials.denial, name="denial"),
    path("denials/<uuid:denial_id>/take/", denials.denial_take, name="denial_take"),
    path("denials/<uuid:denial_id>/step/", denials.denial_step, name="denial_step"),
    path("denials/<uuid:denial_id>/give-up/", denials.denial_give_up, name="denial_give_up"),
    path("denials/<uuid:denial_id>/letter/", denials.denial_letter, name="denial_letter"),
    path(
        "denials/<uuid:denial_id>/letters/<uuid:denial_letter_id>/",
        denials.denial_letter_paper,
        name="denial_letter_paper",
    ),
]
