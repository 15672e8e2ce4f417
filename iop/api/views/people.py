"""Clients, the ways to reach them and the people around them as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients import actions
from clients.actions import access, holds, identifiers, reminders
from clients.choices import IdentifierKind, Information, MessageHoldKind
from clients.models import (
    ChannelPermission,
    Client,
    ClientIdentifier,
    ContactPoint,
    MessageHold,
    Relationship,
)
from iop.api.choices import Scope
from iop.api.filters import ClientFilter
from iop.api.reaching import InHouse, of_charts, stays_inside
from iop.api.resources import Resource
from iop.api.serializers import people as shapes
from iop.api.verbs import changes, creates, removes, verb
from iop.notifications.choices import Channel
from iop.notifications.reminders.rules import Wanted

READ, WRITE = Scope.CLIENTS_READ, Scope.CLIENTS_WRITE


class ContactPointFilter(filters.FilterSet):
    """Ways to reach by client and kind."""

    client = filters.UUIDFilter(field_name="client_id")

    class Meta:
        model = ContactPoint
        fields = ["kind"]


class ChannelFilter(filters.FilterSet):
    """What was agreed to, by client and channel."""

    client = filters.UUIDFilter(field_name="client_id")
    channel = filters.ChoiceFilter(choices=Channel.choices)

    class Meta:
        model = ChannelPermission
        fields: list[str] = []


class RelationshipFilter(filters.FilterSet):
    """People around clients, by client; ``is_emergency_contact`` keeps whom to call."""

    client = filters.UUIDFilter(field_name="client_id")

    class Meta:
        model = Relationship
        fields = ["is_emergency_contact"]


class IdentifierFilter(filters.FilterSet):
    """Numbers by client and kind, and whether they hold."""

    client = filters.UUIDFilter(field_name="client_id")
    kind = filters.ChoiceFilter(choices=IdentifierKind.choices)

    class Meta:
        model = ClientIdentifier
        fields = ["is_active"]


class HoldFilter(filters.FilterSet):
    """Days without messages by client, kind and day."""

    client = filters.UUIDFilter(field_name="client_id")
    kind = filters.ChoiceFilter(choices=MessageHoldKind.choices)
    on = filters.DateFilter(method="holding_on")

    class Meta:
        model = MessageHold
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold on the day."""
        return queryset.on(value)


class ContactPointResource(Resource):
    """Ways to reach clients."""

    serializer_class = shapes.ContactPointOut
    filterset_class = ContactPointFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.CONTACT,)
    event_name = "contact_points"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[ContactPoint]:
        """Scope to charts that the caller may open."""
        return of_charts(ContactPoint.objects.all(), self.actor)

    @creates(WRITE, takes=shapes.ContactPointIn)
    def create(self, data: dict[str, Any]) -> ContactPoint:
        """Add a way to reach a client; a second preferred one of a kind takes over."""
        return actions.add_contact_point(by=self.actor, at=self.at, **data)

    @removes(WRITE)
    def destroy(self, row: ContactPoint) -> None:
        """Take away a way that no longer holds."""
        actions.remove_contact_point(by=self.actor, client=row.client, contact_point_id=row.pk, at=self.at)


class ChannelPermissionResource(InHouse):
    """What clients agreed to for each channel; the newest answer holds, and none means no."""

    serializer_class = shapes.ChannelPermissionOut
    filterset_class = ChannelFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.CONTACT,)
    event_name = "channel_permissions"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[ChannelPermission]:
        """Scope to charts that the caller may open."""
        return of_charts(ChannelPermission.objects.all(), self.actor)

    @creates(WRITE, takes=shapes.ChannelPermissionIn)
    def create(self, data: dict[str, Any]) -> ChannelPermission:
        """Record what a client said of a channel."""
        return actions.set_channel_permission(by=self.actor, at=self.at, **data)


class RelationshipResource(InHouse):
    """The people around clients. Being among them permits nothing, and no client consents for them."""

    serializer_class = shapes.RelationshipOut
    filterset_class = RelationshipFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.CONTACT,)
    event_name = "relationships"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[Relationship]:
        """Scope to charts that the caller may open."""
        return of_charts(Relationship.objects.select_related("person"), self.actor)


class ClientResource(Resource):
    """The people this clinic knows, as far as the caller's sites reach."""

    serializer_class = shapes.ClientOut
    filterset_class = ClientFilter
    read_scope = READ
    scopes = {"photo": READ}
    client_path = "id"
    information = (Information.CONTACT,)
    event_name = "clients"

    def get_queryset(self) -> QuerySet[Client]:
        """Scope to the caller's sites."""
        rows = Client.objects.visible_to(self.actor)
        return rows.select_related("photo") if self.action == "photo" else rows

    def get_serializer_class(self) -> Any:
        """Draw the photo where it is asked for."""
        return shapes.ClientPhotoOut if self.action == "photo" else shapes.ClientOut

    @creates(WRITE, takes=shapes.ClientIn)
    def create(self, data: dict[str, Any]) -> Client:
        """Register a client, with an episode that begins as an inquiry."""
        return actions.register_client(by=self.actor, site_id=data.pop("site").pk, at=self.at, **data)

    @changes(WRITE, takes=shapes.ClientChange)
    def partial_update(self, row: Client, data: dict[str, Any]) -> None:
        """Change a client's details."""
        version = data.pop("version")
        actions.update_client(by=self.actor, client=row, version=version, changes=data, at=self.at)

    @extend_schema(responses=shapes.ClientPhotoOut, filters=False)
    @action(detail=True, methods=["get"], filterset_class=None)
    def photo(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Fetch a client's photo. It was taken so that colleagues greet the right person, and leaves on no consent."""
        if not stays_inside(self):
            raise Http404
        return Response(self.exit_one(self.get_object()))

    @verb(WRITE, takes=shapes.ClientPhotoIn)
    def set_photo(self, row: Client, data: dict[str, Any]) -> None:
        """Keep a photo, or take it away."""
        actions.set_photo(by=self.actor, client=row, upload=data["photo"], at=self.at)

    @verb(WRITE, takes=shapes.ChannelsIn)
    def channels(self, row: Client, data: dict[str, Any]) -> None:
        """Record what a client said of several channels at once; what stands already is left alone."""
        actions.set_channel_permissions(by=self.actor, client=row, wanted=data, at=self.at)

    @verb(WRITE, takes=shapes.ReminderChoicesIn)
    def reminders(self, row: Client, data: dict[str, Any]) -> None:
        """Note what a client chose to be reminded of, and how."""
        wanted = {each["kind"]: Wanted(each["way"], tuple(each["leads"])) for each in data["reminders"]}
        reminders.choose_reminders(by=self.actor, client=row, wanted=wanted, at=self.at)

    @verb(WRITE, takes=shapes.EmergencyContactIn, gives=RelationshipResource, status=201)
    def emergency_contact(self, row: Client, data: dict[str, Any]) -> Relationship:
        """Name whom to call in an emergency, in place of the one before."""
        return actions.set_emergency_contact(by=self.actor, client=row, at=self.at, **data)

    @verb(Scope.CONSENTS_WRITE, takes=shapes.ChartReasonIn)
    def restrict(self, row: Client, data: dict[str, Any]) -> None:
        """Let only the care team, those who watch restricted charts and emergencies reach a chart."""
        access.restrict(by=self.actor, client=row, at=self.at, **data)

    @verb(Scope.CONSENTS_WRITE, takes=shapes.ChartReasonIn)
    def lift_restriction(self, row: Client, data: dict[str, Any]) -> None:
        """End a restriction."""
        access.lift(by=self.actor, client=row, at=self.at, **data)


class IdentifierResource(InHouse):
    """Numbers that identify clients elsewhere: closed but for their last characters."""

    serializer_class = shapes.IdentifierOut
    filterset_class = IdentifierFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.CONTACT,)
    event_name = "identifiers"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[ClientIdentifier]:
        """Scope to charts that the caller may open."""
        return of_charts(ClientIdentifier.objects.select_related("client"), self.actor)

    def get_serializer_class(self) -> Any:
        """Draw the whole number where it is to be shown."""
        return shapes.IdentifierShownOut if self.action == "show" else shapes.IdentifierOut

    @creates(WRITE, takes=shapes.IdentifierIn)
    def create(self, data: dict[str, Any]) -> ClientIdentifier:
        """Keep a number, closed."""
        return identifiers.add_identifier(by=self.actor, at=self.at, **data)

    @verb(WRITE)
    def end(self, row: ClientIdentifier, data: dict[str, Any]) -> None:
        """End a number that no longer holds."""
        identifiers.remove_identifier(by=self.actor, client=row.client, identifier_id=row.pk, at=self.at)

    @verb(WRITE)
    def show(self, row: ClientIdentifier, data: dict[str, Any]) -> None:
        """Show a number in full to a colleague; that somebody looked goes on record with it."""
        identifiers.show_identifier(by=self.actor, client=row.client, identifier_id=row.pk, at=self.at)


class MessageHoldResource(InHouse):
    """Days on which clients get no messages."""

    serializer_class = shapes.MessageHoldOut
    filterset_class = HoldFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.CONTACT, Information.SAFETY)
    event_name = "message_holds"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[MessageHold]:
        """Scope to charts that the caller may open."""
        return of_charts(MessageHold.objects.all(), self.actor)

    @creates(WRITE, takes=shapes.MessageHoldIn)
    def create(self, data: dict[str, Any]) -> MessageHold:
        """Send a client nothing from a day on; what waits to be sent is taken back."""
        return holds.hold_messages(by=self.actor, at=self.at, **data)

    @verb(WRITE, takes=shapes.MessageHoldEndIn)
    def end(self, row: MessageHold, data: dict[str, Any]) -> None:
        """Let messages go out again after a day."""
        holds.end_hold(by=self.actor, hold=row, at=self.at, **data)
