"""Addresses of the portal: messages with the care team."""

from django.urls import URLPattern, path

from iop.portal.views import threads

urlpatterns: list[URLPattern] = [
    path("my/messages/", threads.my_threads, name="my_threads"),
    path("my/messages/new/", threads.my_thread_new, name="my_thread_new"),
    path("my/messages/<uuid:thread_id>/", threads.my_thread, name="my_thread"),
    path("my/messages/<uuid:thread_id>/files/<uuid:thread_file_id>/", threads.my_thread_file, name="my_thread_file"),
]
