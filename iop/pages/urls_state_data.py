"""Addresses of the pages about the state's data sets and readiness for a survey."""

from django.urls import URLPattern, path

from iop.pages.views.state_data import code_lists, files, lists, readiness, record, survey

FILE = "state-data/files/<uuid:state_extract_id>/"

urlpatterns: list[URLPattern] = [
    path("state-data/", lists.state_data, name="state_data"),
    path("state-data/check/", lists.state_data_check, name="state_data_check"),
    path("state-data/site/", files.state_data_site, name="state_data_site"),
    path("state-data/files/", files.state_data_files, name="state_data_files"),
    path("state-data/codes/", code_lists.state_data_codes, name="state_data_codes"),
    path(
        "state-data/codes/<slug:state_family>/<slug:state_list>/",
        code_lists.state_data_code_list,
        name="state_data_code_list",
    ),
    path(FILE, files.state_data_file, name="state_data_file"),
    path(FILE + "take/", files.state_data_file_take, name="state_data_file_take"),
    path("state-data/transfers/<uuid:state_placement_id>/", record.state_transfer, name="state_transfer"),
    path("state-data/<uuid:state_episode_id>/<slug:state_kind>/", record.state_record, name="state_record"),
    path("readiness/", readiness.readiness, name="readiness"),
    path("readiness/file/", readiness.readiness_file, name="readiness_file"),
    path("facility-survey/", survey.facility_survey, name="facility_survey"),
    path("facility-survey/file/", survey.facility_survey_file, name="facility_survey_file"),
]
