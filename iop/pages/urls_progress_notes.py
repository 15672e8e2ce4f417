"""Addresses of the pages about progress notes and their templates."""

from django.urls import URLPattern, path

from iop.pages.views.progress_notes import formats, reading, writing

NOTE = "progress-notes/<uuid:progress_note_id>/"

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/notes/new/", writing.client_note_new, name="client_note_new"),
    path("appointments/<uuid:appointment_id>/note/", writing.appointment_note, name="appointment_note"),
    path(NOTE, reading.progress_note, name="progress_note"),
    path(NOTE + "write/", writing.progress_note_write, name="progress_note_write"),
    path(NOTE + "format/", writing.progress_note_format, name="progress_note_format"),
    path(NOTE + "carry/", writing.progress_note_carry, name="progress_note_carry"),
    path(NOTE + "mention/", writing.progress_note_mention, name="progress_note_mention"),
    path(NOTE + "discard/", writing.progress_note_discard, name="progress_note_discard"),
    path(NOTE + "take-over/", writing.progress_note_take_over, name="progress_note_take_over"),
    path(NOTE + "sign/", writing.progress_note_sign, name="progress_note_sign"),
    path(NOTE + "cosign/", reading.progress_note_cosign, name="progress_note_cosign"),
    path(NOTE + "addendum/", reading.progress_note_addendum, name="progress_note_addendum"),
    path(NOTE + "error/", reading.progress_note_error, name="progress_note_error"),
    path(NOTE + "print/", reading.progress_note_print, name="progress_note_print"),
    path("note-questions/<uuid:mention_id>/", reading.note_question, name="note_question"),
    path("note-formats/", formats.note_formats, name="note_formats"),
    path("note-formats/new/", formats.note_format_new, name="note_format_new"),
    path("note-formats/<slug:format_key>/", formats.note_format, name="note_format"),
    path("note-formats/<slug:format_key>/use/", formats.note_format_use, name="note_format_use"),
]
