"""The end of stays, check-ins after them and wishes for more support as resources."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from clients.choices import Information
from clients.models import DischargeDetail
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import discharges as shapes
from iop.api.verbs import creates, verb
from iop.workflows import follow_up, more_support
from therapy.actions.follow_ups.calling import log_attempt
from therapy.models import FollowUp, MoreSupportAsk
from therapy.rules.follow_ups import Told


def asked_of(actor: Actor, permission: Permission) -> Permission:
    """Name what opens a row: to colleagues the page's own permission, to programs what the scope lends for reading."""
    return permission if actor.staff_id else Permission.NOTE_VIEW


class DischargeResource(Resource):
    """Where stays led."""

    serializer_class = shapes.DischargeOut
    filterset_fields = ("episode", "episode__client", "destination", "first_kept")
    read_scope = Scope.REVIEWS_READ
    client_path = "episode.client_id"
    information = (Information.DISCHARGE,)
    event_name = "discharges"

    def get_queryset(self) -> QuerySet[DischargeDetail]:
        """Scope to the caller's sites."""
        rows = DischargeDetail.objects.visible_to(self.actor, asked_of(self.actor, Permission.CONCERN_RAISE))
        return rows.select_related("episode").order_by("-created_at", "pk")


class FollowUpResource(Resource):
    """Check-ins after treatment."""

    serializer_class = shapes.FollowUpOut
    filterset_fields = ("episode", "episode__client", "status", "after_days")
    read_scope = Scope.REVIEWS_READ
    client_path = "episode.client_id"
    information = (Information.DISCHARGE, Information.PROGRESS)
    event_name = "follow_ups"

    def get_queryset(self) -> QuerySet[FollowUp]:
        """Scope to the caller's sites."""
        rows = FollowUp.objects.visible_to(self.actor, asked_of(self.actor, Permission.SUPPORT_KEEP))
        return rows.select_related("episode").prefetch_related("attempts").order_by("-due_on", "pk")

    @verb(Scope.REVIEWS_WRITE, takes=shapes.FollowUpSettleIn)
    def settle(self, row: FollowUp, data: dict[str, Any]) -> None:
        """Settle a check-in; a wish for more support goes on at once."""
        told = Told(*(data.pop(name) for name in ("living", "working", "using", "wants_support")))
        follow_up.settle(by=self.actor, follow_up=row, told=told, at=self.at, **data)

    @verb(Scope.REVIEWS_WRITE, takes=shapes.AttemptIn, status=201)
    def attempts(self, row: FollowUp, data: dict[str, Any]) -> None:
        """Write down one try to reach somebody."""
        log_attempt(by=self.actor, follow_up=row, at=self.at, **data)


class MoreSupportResource(Resource):
    """Who asked for more support."""

    serializer_class = shapes.MoreSupportOut
    filterset_fields = ("episode", "episode__client", "urgency", "answer")
    read_scope = Scope.REVIEWS_READ
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "more_support"

    def get_queryset(self) -> QuerySet[MoreSupportAsk]:
        """Scope to the caller's sites."""
        rows = MoreSupportAsk.objects.visible_to(self.actor, asked_of(self.actor, Permission.CONCERN_RAISE))
        return rows.select_related("episode").order_by("-asked_at", "pk")

    @creates(Scope.REVIEWS_WRITE, takes=shapes.MoreSupportIn)
    def create(self, data: dict[str, Any]) -> MoreSupportAsk:
        """Take down that somebody asks for more support, and let it go on at once."""
        return more_support.ask(by=self.actor, at=self.at, **data)

    @verb(Scope.REVIEWS_WRITE, takes=shapes.MoreSupportAnswerIn)
    def answer(self, row: MoreSupportAsk, data: dict[str, Any]) -> None:
        """Say what came of it."""
        more_support.answer(by=self.actor, ask=row, at=self.at, **data)
