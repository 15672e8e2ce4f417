"""Addresses of the pages about messages with clients."""

from django.urls import URLPattern, path

from iop.pages.views.threads import inbox, one

THREAD = "threads/<uuid:thread_id>/"
CLIENT = "clients/<uuid:client_id>/threads/"

urlpatterns: list[URLPattern] = [
    path("threads/", inbox.threads, name="threads"),
    path(CLIENT, inbox.client_threads, name="client_threads"),
    path(CLIENT + "new/", inbox.client_thread_new, name="client_thread_new"),
    path(THREAD, one.thread, name="thread"),
    path(THREAD + "take/", one.thread_take, name="thread_take"),
    path(THREAD + "give/", one.thread_give, name="thread_give"),
    path(THREAD + "settle/", one.thread_settle, name="thread_settle"),
    path(THREAD + "close/", one.thread_close, name="thread_close"),
    path(THREAD + "files/<uuid:thread_file_id>/", one.thread_file, name="thread_file"),
]
