"""Messages to clients as a resource. Reading only."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from clients.models import Client
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers.messages import MessageOut
from iop.notifications.choices import Channel, MessageStatus, Outcome
from iop.notifications.models import Message


class MessageFilter(filters.FilterSet):
    """Messages by client, how they stand, and when they were due."""

    client = filters.UUIDFilter(field_name="recipient_id")
    status = filters.ChoiceFilter(choices=MessageStatus.choices)
    outcome = filters.ChoiceFilter(choices=Outcome.choices)
    channel = filters.ChoiceFilter(choices=Channel.choices)
    due_after = filters.IsoDateTimeFilter(field_name="due_at", lookup_expr="gte")
    due_before = filters.IsoDateTimeFilter(field_name="due_at", lookup_expr="lt")

    class Meta:
        model = Message
        fields: list[str] = []


class MessageResource(Resource):
    """Which messages were sent to whom and when, and how they fared."""

    serializer_class = MessageOut
    filterset_class = MessageFilter
    read_scope = Scope.MESSAGES_READ
    client_path = "recipient_id"
    information = (Information.SCHEDULE,)
    event_name = "messages"

    def get_queryset(self) -> QuerySet[Message]:
        """Scope to clients whom the caller may see; messages to staff are nobody's business outside."""
        people = Client.objects.visible_to(self.actor).values("pk")
        return Message.objects.filter(recipient_kind="client", recipient_id__in=people).order_by("id")
