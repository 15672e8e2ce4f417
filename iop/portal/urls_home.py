"""Addresses of the portal: what is next, the check-in and the week."""

from django.urls import URLPattern, path

from iop.portal.views import check_in, home

urlpatterns: list[URLPattern] = [
    path("my/", home.show, name="my_home"),
    path("my/goals/<uuid:goal_id>/", home.mark_goal, name="my_goal"),
    path("my/check-in/", check_in.show, name="my_check_in"),
    path("my/check-in/<uuid:attendance_id>/words/", check_in.words, name="my_check_in_words"),
    path("my/check-in/<uuid:attendance_id>/report/", check_in.report, name="my_check_in_report"),
]
