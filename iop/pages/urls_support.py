"""Addresses of the pages about medications, referrals, resources and support meetings."""

from django.urls import URLPattern, path

from iop.pages.views.support import casework, medications, referrals, resources

CLIENT = "clients/<uuid:client_id>/"
MEDICATION = "medications/<uuid:medication_id>/"
REFERRAL = "referrals/<uuid:referral_id>/"
RESOURCE = "resources/<uuid:resource_id>/"

urlpatterns: list[URLPattern] = [
    path(CLIENT + "medications/", medications.client_medications, name="client_medications"),
    path(CLIENT + "medications/add/", medications.client_medication_add, name="client_medication_add"),
    path(CLIENT + "medications/allergies/", medications.client_allergy_add, name="client_allergy_add"),
    path(CLIENT + "medications/gone-through/", medications.client_reconcile, name="client_reconcile"),
    path(CLIENT + "medications/naloxone/", medications.client_naloxone, name="client_naloxone"),
    path(CLIENT + "medications/print/", medications.client_medications_pdf, name="client_medications_pdf"),
    path(MEDICATION, medications.medication_place, name="medication_place"),
    path(MEDICATION + "dose/", medications.medication_dose, name="medication_dose"),
    path(MEDICATION + "stop/", medications.medication_stop, name="medication_stop"),
    path(MEDICATION + "inject/", medications.medication_inject, name="medication_inject"),
    path(MEDICATION + "error/", medications.medication_error, name="medication_error"),
    path("allergies/<uuid:allergy_id>/error/", medications.allergy_error, name="allergy_error"),
    path("injections/<uuid:injection_id>/error/", medications.injection_error, name="injection_error"),
    path("naloxone/<uuid:naloxone_id>/error/", medications.naloxone_error, name="naloxone_error"),
    path(CLIENT + "support/", casework.client_support, name="client_support"),
    path(CLIENT + "support/task/", casework.client_task_add, name="client_task_add"),
    path(CLIENT + "support/contact/", casework.client_case_contact, name="client_case_contact"),
    path(CLIENT + "support/meeting/", casework.client_meeting_add, name="client_meeting_add"),
    path(CLIENT + "support/refer/", casework.client_refer, name="client_refer"),
    path("support/tasks/<uuid:task_id>/done/", casework.support_task_done, name="support_task_done"),
    path("case-contacts/<uuid:case_contact_id>/error/", casework.case_contact_error, name="case_contact_error"),
    path("support-meetings/<uuid:meeting_id>/error/", casework.support_meeting_error, name="support_meeting_error"),
    path(REFERRAL, referrals.referral, name="referral"),
    path(REFERRAL + "move/", referrals.referral_move, name="referral_move"),
    path(REFERRAL + "later/", referrals.referral_later, name="referral_later"),
    path(REFERRAL + "tell/", referrals.referral_tell, name="referral_tell"),
    path("resources/", resources.resources, name="resources"),
    path("resources/new/", resources.resource_new, name="resource_new"),
    path(RESOURCE, resources.resource, name="resource"),
    path(RESOURCE + "edit/", resources.resource_edit, name="resource_edit"),
    path(RESOURCE + "check/", resources.resource_check, name="resource_check"),
    path(RESOURCE + "retire/", resources.resource_retire, name="resource_retire"),
]
