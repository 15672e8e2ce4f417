"""Messages to clients, what failed and is sent again, what is reminded of when, and texts that came in, as resources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters as filters
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from clients import policies
from clients.choices import Information
from clients.models import Client, ContactPoint
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.reaching import InHouse
from iop.api.resources import Resource
from iop.api.serializers import messages as shapes
from iop.api.verbs import creates, verb
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import require
from iop.notifications import settling
from iop.notifications.choices import Channel, MessageStatus, Outcome, ReplyKind
from iop.notifications.models import (
    AddressStop,
    ClientReminderChoice,
    Message,
    ReminderRule,
    Reply,
    SafeHours,
    StaffReminderChoice,
)
from iop.notifications.policies import may_read_replies
from iop.notifications.reminders import ReminderKind
from iop.notifications.reminders import actions as reminding
from iop.notifications.reminders.rules import Morning, Rule
from iop.workflows import messages as workflow

READ, WRITE = Scope.MESSAGES_READ, Scope.MESSAGES_WRITE
LOGS = ("deliveries", "receipts", "reminder_lines")


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


class ReminderRuleFilter(filters.FilterSet):
    """Rules by kind and site."""

    kind = filters.ChoiceFilter(choices=ReminderKind.choices)
    site = filters.UUIDFilter(field_name="site_id")

    class Meta:
        model = ReminderRule
        fields: list[str] = []


class SafeHoursFilter(filters.FilterSet):
    """Wishes by client."""

    client = filters.UUIDFilter(field_name="client_id")

    class Meta:
        model = SafeHours
        fields: list[str] = []


class ReminderChoiceFilter(filters.FilterSet):
    """Choices by client and kind."""

    client = filters.UUIDFilter(field_name="client_id")
    kind = filters.ChoiceFilter(choices=ReminderKind.choices)

    class Meta:
        model = ClientReminderChoice
        fields: list[str] = []


class AddressStopFilter(filters.FilterSet):
    """Stops by channel; ``standing`` leaves out those that ended."""

    channel = filters.ChoiceFilter(choices=Channel.choices)
    standing = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull")

    class Meta:
        model = AddressStop
        fields: list[str] = []


class ReplyFilter(filters.FilterSet):
    """Texts by kind and site; ``waiting`` keeps those nobody has read."""

    kind = filters.ChoiceFilter(choices=ReplyKind.choices)
    site = filters.UUIDFilter(field_name="site_id")
    waiting = filters.BooleanFilter(field_name="seen_at", lookup_expr="isnull")

    class Meta:
        model = Reply
        fields: list[str] = []


class MessageResource(Resource):
    """Which messages were sent to whom and when, and how they fared."""

    serializer_class = shapes.MessageOut
    detail_class = shapes.MessageDetailOut
    filterset_class = MessageFilter
    read_scope = READ
    client_path = "recipient_id"
    information = (Information.SCHEDULE,)
    event_name = "messages"
    expands = {"client": "client", "site": "site"}

    def get_serializer_class(self) -> Any:
        """Give the log of deliveries with one message, not with a list."""
        return self.serializer_class if self.action == "list" else self.detail_class

    def get_queryset(self) -> QuerySet[Message]:
        """Scope to clients whom the caller may see; messages to staff are nobody's business outside.

        Colleagues who see the outbox see all of their sites', as on its page.
        """
        theirs = Q(recipient_id__in=Client.objects.visible_to(self.actor).values("pk"))
        if self.actor.staff_id and self.key is None:
            theirs |= Q(site_id__in=self.actor.sites_where(Permission.OUTBOX_VIEW))
        rows = Message.objects.filter(theirs, recipient_kind="client").order_by("id")
        return rows if self.action == "list" else rows.prefetch_related(*LOGS)

    @verb(WRITE)
    def send_again(self, row: Message, data: dict[str, Any]) -> None:
        """Send a failed message again. The gate is asked again before it leaves."""
        workflow.send_again(by=self.actor, message_id=row.pk, at=self.at)

    @verb(WRITE)
    def give_up(self, row: Message, data: dict[str, Any]) -> None:
        """Let a failed or waiting message rest, and the work that it made."""
        workflow.give_up(by=self.actor, message_id=row.pk, at=self.at)


class ReminderRuleResource(Resource):
    """What people are reminded of, when and how, by the day from which it holds."""

    serializer_class = shapes.ReminderRuleOut
    filterset_class = ReminderRuleFilter
    read_scope = READ
    event_name = "reminder_rules"
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[ReminderRule]:
        """Scope to the caller's sites, and to what holds wherever a site has no rule of its own."""
        return ReminderRule.objects.filter(Q(site__isnull=True) | Q(site__in=self.actor.site_ids))

    @creates(WRITE, takes=shapes.ReminderRuleIn)
    def create(self, data: dict[str, Any]) -> ReminderRule:
        """Say how a kind of thing is reminded of from a day on."""
        site = data["site"]
        today = clock.local_date(self.at, site.time_zone if site else "UTC")
        rule = Rule(data["is_on"], tuple(data["leads"]), data["hour"], tuple(data["channels"]))
        return reminding.set_rule(
            by=self.actor, kind=data["kind"], rule=rule, valid_from=data["valid_from"], today=today,
            site_id=site.pk if site else None,
        )  # fmt: skip


class SafeHoursResource(Resource):
    """Between which hours clients want messages."""

    serializer_class = shapes.SafeHoursOut
    filterset_class = SafeHoursFilter
    read_scope = Scope.CLIENTS_READ
    client_path = "client_id"
    information = (Information.CONTACT,)
    event_name = "safe_hours"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[SafeHours]:
        """Scope to clients whom the caller may see."""
        return SafeHours.objects.filter(client_id__in=Client.objects.visible_to(self.actor).values("pk"))

    @creates(Scope.CLIENTS_WRITE, takes=shapes.SafeHoursIn)
    def create(self, data: dict[str, Any]) -> SafeHours:
        """Write down between which full hours a client wants messages."""
        client = data.pop("client")
        require(policies.may_edit(self.actor, client))
        return settling.set_safe_hours(by=self.actor, client_id=client.pk, at=self.at, **data)


class ReminderChoiceResource(Resource):
    """What clients chose to be reminded of, and how; written down through ``clients/{id}/reminders/``."""

    serializer_class = shapes.ReminderChoiceOut
    filterset_class = ReminderChoiceFilter
    read_scope = Scope.CLIENTS_READ
    client_path = "client_id"
    information = (Information.CONTACT,)
    event_name = "reminder_choices"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[ClientReminderChoice]:
        """Scope to clients whom the caller may see."""
        return ClientReminderChoice.objects.filter(client_id__in=Client.objects.visible_to(self.actor).values("pk"))


class MorningResource(InHouse):
    """The calling colleague's own morning message. Nobody's else is seen here."""

    serializer_class = shapes.MorningOut
    read_scope = Scope.WORK_READ
    event_name = "morning_messages"

    def get_queryset(self) -> QuerySet[StaffReminderChoice]:
        """Give the caller's own."""
        own = StaffReminderChoice.objects.filter(staff=self.actor.staff_id)
        return own if self.actor.staff_id else own.none()

    @creates(Scope.WORK_WRITE, takes=shapes.MorningIn)
    def create(self, data: dict[str, Any]) -> StaffReminderChoice:
        """Note when one wants the message on what waits."""
        morning = Morning(data["way"], data["hour"], tuple(data["weekdays"]), tuple(data["kinds"]))
        return reminding.choose_morning(by=self.actor, morning=morning, at=self.at)


class AddressStopResource(InHouse):
    """Addresses that are not written to any more, without the address."""

    serializer_class = shapes.AddressStopOut
    filterset_class = AddressStopFilter
    read_scope = READ
    event_name = "address_stops"

    def get_queryset(self) -> QuerySet[AddressStop]:
        """The same for everybody who reads how messages fare."""
        may = self.actor.can(Permission.OUTBOX_VIEW) or self.actor.can(Permission.CLIENT_EDIT)
        return AddressStop.objects.all() if may else AddressStop.objects.none()

    @verb(Scope.CLIENTS_WRITE, takes=shapes.StopLiftIn)
    def lift(self, row: AddressStop, data: dict[str, Any]) -> None:
        """Write to a client's e-mail address again, because they asked for it."""
        client = data["client"]
        require(policies.may_edit(self.actor, client))
        if not ContactPoint.objects.filter(client=client, value=row.address).exists():
            raise Http404
        settling.lift_stop(by=self.actor, stop_id=row.pk, at=self.at)


class ReplyResource(InHouse):
    """Texts that came in. What people write is theirs, so looking is on the record."""

    serializer_class = shapes.ReplyOut
    filterset_class = ReplyFilter
    read_scope = Scope.INTAKE_READ
    information = (Information.CONTACT,)
    event_name = "replies"
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[Reply]:
        """Scope to sites whose texts the caller reads, and to those of none."""
        if may_read_replies(self.actor):
            return Reply.objects.none()
        sites = {*self.actor.sites_where(Permission.OUTBOX_VIEW), *self.actor.sites_where(Permission.INTAKE_WORK)}
        return Reply.objects.filter(Q(site_id__in=sites) | Q(site_id__isnull=True))

    @transaction.atomic
    def exit(self, rows: Iterable[Any], *, kind: type[Resource] | None = None) -> Any:
        """Write down that the texts were read."""
        read = [*rows]
        record(by=self.actor, verb="notifications.replies_viewed", subject=None, detail={"rows": len(read)})
        return super().exit(read, kind=kind)

    @verb(Scope.INTAKE_WRITE)
    def seen(self, row: Reply, data: dict[str, Any]) -> None:
        """Note that a text was read, and close the work about it."""
        workflow.reply_seen(by=self.actor, reply_id=row.pk, at=self.at)
