"""Clients, episodes and placements as resources."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients import actions as clients
from clients.choices import Information
from clients.models import Client, Episode, LevelOfCare, Placement
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.filters import ClientFilter, EpisodeFilter, PlacementFilter
from iop.api.resources import Resource
from iop.api.serializers import people
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import say
from iop.workflows import discharge as discharging


class ClientResource(Resource):
    """The people this clinic knows, as far as the caller's sites reach."""

    serializer_class = people.ClientOut
    filterset_class = ClientFilter
    read_scope = Scope.CLIENTS_READ
    scopes = {"create": Scope.CLIENTS_WRITE, "partial_update": Scope.CLIENTS_WRITE}
    client_path = "id"
    information = (Information.CONTACT,)
    event_name = "clients"

    def get_queryset(self) -> QuerySet[Client]:
        """Scope to the caller's sites."""
        return Client.objects.visible_to(self.actor)

    @extend_schema(request=people.ClientIn, responses={201: people.ClientOut})
    def create(self, request: Request) -> Response:
        """Register a client, with an episode that begins as an inquiry."""
        data = self.parsed(people.ClientIn)
        site = self.pick(Site.objects.filter(pk__in=self.actor.sites_where(Permission.CLIENT_EDIT)), data.pop("site"))
        client = clients.register_client(by=self.actor, site_id=site.pk, at=clock.now(), **data)
        return self.fresh(client, status.HTTP_201_CREATED)

    @extend_schema(request=people.ClientChange, responses=people.ClientOut)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change a client's details."""
        data = self.parsed(people.ClientChange)
        client = self.get_object()
        clients.update_client(by=self.actor, client=client, version=data.pop("version"), changes=data, at=clock.now())
        return self.fresh(client)


class EpisodeResource(Resource):
    """Episodes of care: inquiry, treatment, discharge."""

    serializer_class = people.EpisodeOut
    filterset_class = EpisodeFilter
    read_scope = Scope.CLIENTS_READ
    scopes = {"admit": Scope.CLIENTS_WRITE, "discharge": Scope.CLIENTS_WRITE}
    client_path = "client_id"
    information = (Information.SCHEDULE, Information.DISCHARGE)
    event_name = "episodes"

    def get_queryset(self) -> QuerySet[Episode]:
        """Scope to the caller's sites."""
        return Episode.objects.visible_to(self.actor)

    @extend_schema(request=people.AdmitIn, responses=people.EpisodeOut)
    @action(detail=True, methods=["post"])
    def admit(self, request: Request, pk: str) -> Response:
        """Begin treatment."""
        data = self.parsed(people.AdmitIn)
        episode = self.get_object()
        clients.admit(by=self.actor, episode=episode, on=data["on"], at=clock.now())
        return self.fresh(episode)

    @extend_schema(request=people.DischargeIn, responses=people.EpisodeOut)
    @action(detail=True, methods=["post"])
    def discharge(self, request: Request, pk: str) -> Response:
        """End treatment, with its enrolments and future days."""
        data = self.parsed(people.DischargeIn)
        episode = self.get_object()
        discharging.discharge(by=self.actor, episode=episode, at=clock.now(), **data)
        return self.fresh(episode)


class PlacementResource(Resource):
    """Levels of care by date."""

    serializer_class = people.PlacementOut
    filterset_class = PlacementFilter
    read_scope = Scope.CLIENTS_READ
    scopes = {"create": Scope.CLIENTS_WRITE}
    client_path = "episode.client_id"
    information = (Information.ASSESSMENT,)
    event_name = "placements"

    def get_queryset(self) -> QuerySet[Placement]:
        """Scope to the caller's sites."""
        return Placement.objects.visible_to(self.actor).select_related("episode", "level", "indicated_level")

    @extend_schema(request=people.PlacementIn, responses={201: people.PlacementOut})
    def create(self, request: Request) -> Response:
        """Place a client in a level of care from a day on; the level before ends the day before."""
        data = self.parsed(people.PlacementIn)
        levels = LevelOfCare.objects.in_bulk(field_name="key")
        for field in ("level", "indicated_level"):
            if data[field] and data[field] not in levels:
                raise Invalid(say("There is no level of care with that key."), field=field)
        placement = clients.place(
            by=self.actor,
            episode=self.pick(Episode.objects.visible_to(self.actor), data["episode"]),
            level=levels[data["level"]],
            starts_on=data["starts_on"],
            reason=data["reason"],
            indicated_level=levels.get(data["indicated_level"]),
            variance_reason=data["variance_reason"],
            at=clock.now(),
        )
        return self.fresh(placement, status.HTTP_201_CREATED)
