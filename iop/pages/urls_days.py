"""Addresses of Today, the treatment day and its notes."""

from django.urls import URLPattern, path

from iop.pages.views import notes, today
from iop.pages.views.session import calls, client, closing, concern, entering, managing, page, parts, people, roster
from iop.pages.views.session import notes as writing

DAY = "sessions/<uuid:session_id>/"
LINE = DAY + "clients/<uuid:attendance_id>/"

urlpatterns: list[URLPattern] = [
    path("", today.home, name="home"),
    path("today/", today.show, name="today"),
    path(DAY, page.show, name="session"),
    path(DAY + "start/", page.start, name="session_start"),
    path(DAY + "changes/", roster.changes, name="session_changes"),
    path(DAY + "everyone/", page.everyone, name="session_everyone"),
    path(DAY + "sign-in-sheet/", page.sign_in_sheet, name="session_sign_in_sheet"),
    path(DAY + "downtime/", page.downtime, name="session_downtime"),
    path(DAY + "people/", people.show, name="session_people"),
    path(DAY + "entry/", entering.show, name="session_entry"),
    path(DAY + "note/", writing.shared, name="session_note"),
    path(DAY + "sign/", writing.sign, name="session_sign"),
    path(DAY + "calls/", calls.show, name="session_calls"),
    path(DAY + "concern/", concern.show, name="session_concern"),
    path(DAY + "close/", closing.show, name="session_close"),
    path(DAY + "manage/", managing.show, name="session_manage"),
    path(DAY + "parts/<uuid:component_id>/", parts.show, name="session_part"),
    path(LINE, client.show, name="session_client"),
    path(LINE + "row/", roster.row, name="session_row"),
    path(LINE + "mark/", roster.mark, name="session_mark"),
    path(LINE + "times/", roster.times, name="session_times"),
    path(LINE + "part/", roster.part, name="session_part_minutes"),
    path(LINE + "late-entry/", roster.enter_late, name="session_late_entry"),
    path(LINE + "participation/", roster.participation, name="session_participation"),
    path(LINE + "whereabouts/", client.whereabouts, name="session_whereabouts"),
    path(LINE + "accept-times/", client.accept_times, name="session_accept_times"),
    path(LINE + "check-in/", client.check_in, name="session_check_in"),
    path(LINE + "wrap-up/", client.wrap_up, name="session_wrap_up"),
    path(LINE + "goals/<uuid:goal_id>/", client.goal, name="session_goal"),
    path(LINE + "line/", writing.line, name="session_line"),
    path(LINE + "outreach/", calls.outreach, name="session_outreach"),
    path(LINE + "offers/", calls.offers, name="session_offers"),
    path("notes/", notes.mine, name="notes"),
    path("notes/to-cosign/", notes.to_cosign, name="notes_to_cosign"),
    path("notes/<uuid:note_id>/", notes.show, name="note"),
    path("notes/<uuid:note_id>/sign/", notes.sign, name="note_sign"),
    path("notes/<uuid:note_id>/cosign/", notes.cosign, name="note_cosign"),
    path("notes/<uuid:note_id>/addendum/", notes.addendum, name="note_addendum"),
    path("notes/<uuid:note_id>/copies/<uuid:line_id>/", notes.copy, name="note_copy"),
    path("notes/<uuid:note_id>/copies/<uuid:line_id>/error/", notes.error, name="note_error"),
]
