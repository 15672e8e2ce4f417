"""Addresses of the pages about messages, their delivery, and what people answer; and what providers call."""

from django.urls import URLPattern, path

from iop.pages.views.messages import callbacks, chart, incoming, outbox

CLIENT = "clients/<uuid:client_id>/messages/"

urlpatterns: list[URLPattern] = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/failed/", outbox.dead_letters, name="dead_letters"),
    path("outbox/failed/settle/", outbox.dead_letters_settle, name="dead_letters_settle"),
    path("outbox/replies/", incoming.replies, name="replies"),
    path("outbox/replies/<uuid:reply_id>/seen/", incoming.reply_seen, name="reply_seen"),
    path("messages/<uuid:message_id>/", outbox.message, name="message"),
    path("messages/<uuid:message_id>/again/", outbox.message_send_again, name="message_send_again"),
    path("messages/<uuid:message_id>/rest/", outbox.message_give_up, name="message_give_up"),
    path(CLIENT, chart.client_messages, name="client_messages"),
    path(CLIENT + "hours/", chart.client_safe_hours, name="client_safe_hours"),
    path(CLIENT + "stops/<uuid:stop_id>/lift/", chart.client_stop_lift, name="client_stop_lift"),
    path("callbacks/sms/status/", callbacks.sms_status, name="sms_status"),
    path("callbacks/sms/incoming/", callbacks.sms_incoming, name="sms_incoming"),
    path("callbacks/email/", callbacks.email_told, name="email_told"),
    path("m/<str:token>/", callbacks.unsubscribe, name="unsubscribe"),
    path("sink/", incoming.sink, name="sink"),
    path("sink/reply/", incoming.sink_reply, name="sink_reply"),
]
