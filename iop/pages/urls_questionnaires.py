"""Addresses of the pages about questionnaires and their wording."""

from django.urls import URLPattern, path

from iop.pages.views.questionnaires import looking, setting_up

ONE = "questionnaires/<slug:questionnaire_key>/"
SPOKEN = ONE + "<slug:questionnaire_language>/"

urlpatterns: list[URLPattern] = [
    path("questionnaires/", looking.questionnaires, name="questionnaires"),
    path("questionnaires/import/", setting_up.questionnaire_import, name="questionnaire_import"),
    path(ONE + "accept/", setting_up.questionnaire_accept, name="questionnaire_accept"),
    path(ONE + "version/", setting_up.questionnaire_settings, name="questionnaire_settings"),
    path(SPOKEN, looking.questionnaire, name="questionnaire"),
    path(SPOKEN + "file/", looking.questionnaire_file, name="questionnaire_file"),
    path(SPOKEN + "wording/", setting_up.questionnaire_wording, name="questionnaire_wording"),
    path(SPOKEN + "switch/", setting_up.questionnaire_switch, name="questionnaire_switch"),
]
