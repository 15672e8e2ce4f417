"""Addresses of the pages about assessments, placement and diagnoses."""

from django.urls import URLPattern, path

from iop.pages.views.assessments import chart, counseling, diagnoses, dimensions, whole, writing

CLIENT = "clients/<uuid:client_id>/"
DIAGNOSIS = CLIENT + "diagnoses/<uuid:diagnosis_id>/"

urlpatterns: list[URLPattern] = [
    path(CLIENT + "assessment/", chart.client_assessments, name="client_assessments"),
    path(CLIENT + "assessment/open/", chart.client_assessment_open, name="client_assessment_open"),
    path(CLIENT + "assessment/adopt/", chart.client_assessment_adopt, name="client_assessment_adopt"),
    path(CLIENT + "assessment/dimensions/", chart.client_dimensions_open, name="client_dimensions_open"),
    path(CLIENT + "diagnoses/", diagnoses.client_diagnoses, name="client_diagnoses"),
    path(CLIENT + "diagnoses/search/", diagnoses.client_diagnosis_search, name="client_diagnosis_search"),
    path(CLIENT + "diagnoses/add/", diagnoses.client_diagnosis_add, name="client_diagnosis_add"),
    path(DIAGNOSIS + "specify/", diagnoses.client_diagnosis_specify, name="client_diagnosis_specify"),
    path(DIAGNOSIS + "rank/", diagnoses.client_diagnosis_rank, name="client_diagnosis_rank"),
    path(DIAGNOSIS + "end/", diagnoses.client_diagnosis_end, name="client_diagnosis_end"),
    path(DIAGNOSIS + "error/", diagnoses.client_diagnosis_error, name="client_diagnosis_error"),
    path(CLIENT + "counseling-notes/", counseling.client_counseling_notes, name="client_counseling_notes"),
    path("counseling-notes/<uuid:counseling_note_id>/", counseling.counseling_note, name="counseling_note"),
    path(
        "counseling-notes/<uuid:counseling_note_id>/finish/",
        counseling.counseling_note_finish,
        name="counseling_note_finish",
    ),
    path("assessments/<uuid:assessment_id>/", whole.assessment, name="assessment"),
    path("assessments/<uuid:assessment_id>/sign/", whole.assessment_sign, name="assessment_sign"),
    path("assessments/<uuid:assessment_id>/review/", whole.assessment_review, name="assessment_review"),
    path("assessments/<uuid:assessment_id>/discard/", whole.assessment_discard, name="assessment_discard"),
    path("assessments/<uuid:assessment_id>/addendum/", whole.assessment_addendum, name="assessment_addendum"),
    path("assessments/<uuid:assessment_id>/cosign/", whole.assessment_cosign, name="assessment_cosign"),
    path("assessments/<uuid:assessment_id>/pdf/", whole.assessment_pdf, name="assessment_pdf"),
    path(
        "assessments/<uuid:assessment_id>/sections/<slug:section>/",
        writing.assessment_section,
        name="assessment_section",
    ),
    path("dimensions/<uuid:decision_id>/", dimensions.dimensions, name="dimensions"),
    path("dimensions/<uuid:decision_id>/decide/", dimensions.dimensions_decide, name="dimensions_decide"),
    path("dimensions/<uuid:decision_id>/discard/", dimensions.dimensions_discard, name="dimensions_discard"),
    path("dimensions/<uuid:decision_id>/rate/<uuid:dimension_id>/", dimensions.dimension_rate, name="dimension_rate"),
]
