"""Addresses of the portal: what is next, the check-in and the week."""

from django.urls import URLPattern, path

from iop.portal.views import check_in, feeds, home, week

urlpatterns: list[URLPattern] = [
    path("my/", home.show, name="my_home"),
    path("my/goals/<uuid:goal_id>/", home.mark_goal, name="my_goal"),
    path("my/check-in/", check_in.show, name="my_check_in"),
    path("my/check-in/<uuid:attendance_id>/words/", check_in.words, name="my_check_in_words"),
    path("my/check-in/<uuid:attendance_id>/report/", check_in.report, name="my_check_in_report"),
    path("my/week/", week.show, name="my_week"),
    path("my/week/<slug:kind>/<uuid:thing_id>/ask/", week.ask_about, name="my_ask"),
    path("my/week/asks/<uuid:schedule_ask_id>/take-back/", week.ask_back, name="my_ask_back"),
    path("my/week/make-up/<uuid:attendance_id>/", week.make_up, name="my_make_up"),
    path("my/calendar/", feeds.show, name="my_feed"),
    path("my/calendar/stop/", feeds.stop, name="my_feed_stop"),
    path("feeds/<str:token>.ics", feeds.feed, name="calendar_feed"),
]
