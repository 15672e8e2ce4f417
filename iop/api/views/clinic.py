"""The clinic as resources: its name, sites, hours, closures, program pages, settings by date, and who is on call."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from iop.api import asked
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import clinic as shapes
from iop.api.serializers.patching import kept
from iop.api.serializers.places import sites
from iop.api.serializers.schedule import SiteOut
from iop.api.verbs import changes, creates, removes, verb
from iop.clinic import actions, settings
from iop.clinic.actions.profiles import save_profile
from iop.clinic.choices import SETTINGS
from iop.clinic.models import Closure, OnCallShift, OpeningHours, Organization, SettingValue, Site, SiteProfile
from iop.core import clock
from iop.workflows import sites as closing


class OfSiteFilter(filters.FilterSet):
    """By site."""

    site = filters.UUIDFilter(field_name="site_id")

    class Meta:
        fields: list[str] = []


class ClosureFilter(OfSiteFilter):
    """Closures by site and day."""

    from_on = filters.DateFilter(field_name="ends_on", lookup_expr="gte")
    until_on = filters.DateFilter(field_name="starts_on", lookup_expr="lte")

    class Meta(OfSiteFilter.Meta):
        model = Closure


class HoursFilter(OfSiteFilter):
    """Opening hours by site."""

    class Meta(OfSiteFilter.Meta):
        model = OpeningHours


class SettingFilter(OfSiteFilter):
    """Settings by site and key."""

    key = filters.ChoiceFilter(choices=shapes.KEYS)

    class Meta(OfSiteFilter.Meta):
        model = SettingValue


class ShiftFilter(OfSiteFilter):
    """The rota by site, colleague and time."""

    staff = filters.UUIDFilter(field_name="staff_id")
    from_at = filters.IsoDateTimeFilter(field_name="ends_at", lookup_expr="gt")
    until_at = filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="lt")

    class Meta(OfSiteFilter.Meta):
        model = OnCallShift


class OfClinic(Resource):
    """What belongs to the clinic as a whole or to a site."""

    def today(self, site: Site | None = None) -> dt.date:
        """Name the day it is at a site, or at the first of the caller's sites."""
        here = site or sites(self.actor).order_by("name").first()
        return clock.local_date(self.at, here.time_zone if here else "UTC")


class OrganizationResource(OfClinic):
    """What the clinic is called: one row."""

    serializer_class = shapes.OrganizationOut
    read_scope = Scope.SCHEDULE_READ
    queryset = Organization.objects.all()

    @changes(Scope.CLINIC_WRITE, takes=shapes.OrganizationPatch)
    def partial_update(self, row: Organization, data: dict[str, Any]) -> None:
        """Change the name, or the neutral one that messages use."""
        actions.change_organization(by=self.actor, **kept(row, data, "name", "neutral_name"))


class SiteResource(OfClinic):
    """The clinic's sites."""

    serializer_class = SiteOut
    read_scope = Scope.SCHEDULE_READ

    def get_queryset(self) -> QuerySet[Site]:
        """Scope to the caller's sites; one that was just opened is theirs from the next call on."""
        return Site.objects.all() if self.action == "create" else Site.objects.filter(pk__in=self.actor.site_ids)

    @creates(Scope.CLINIC_WRITE, takes=shapes.SiteIn)
    def create(self, data: dict[str, Any]) -> Site:
        """Open a site: a colleague's doing, who holds there the roles by which they may."""
        return closing.open_site(by=self.actor, at=self.at, **data)

    @changes(Scope.CLINIC_WRITE, takes=shapes.SitePatch)
    def partial_update(self, row: Site, data: dict[str, Any]) -> None:
        """Change a site."""
        actions.change_site(by=self.actor, site_id=row.pk, **data)

    @verb(Scope.CLINIC_WRITE, takes=shapes.OpeningHoursIn)
    def hours(self, row: Site, data: dict[str, Any]) -> None:
        """Replace a site's opening hours, whole; they are read under ``opening-hours``."""
        stretches: dict[int, list[tuple[dt.time, dt.time]]] = defaultdict(list)
        for one in data["hours"]:
            stretches[one["weekday"]].append((one["opens"], one["closes"]))
        actions.set_opening_hours(by=self.actor, site_id=row.pk, hours=stretches, version=data["version"])

    @verb(Scope.INTAKE_WRITE, takes=shapes.SiteProfileIn)
    def profile(self, row: Site, data: dict[str, Any]) -> None:
        """Change what a site tells everybody who asks about its program; it is read under ``site-profiles``."""
        save_profile(by=self.actor, site_id=row.pk, **data)


class OpeningHoursResource(OfClinic):
    """When sites are open."""

    serializer_class = shapes.OpeningHoursOut
    filterset_class = HoursFilter
    read_scope = Scope.SCHEDULE_READ
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[OpeningHours]:
        """Scope to the caller's sites."""
        return OpeningHours.objects.filter(site__in=self.actor.site_ids)


class SiteProfileResource(OfClinic):
    """What sites tell everybody who asks about their program."""

    serializer_class = shapes.SiteProfileOut
    filterset_class = None
    read_scope = Scope.SCHEDULE_READ
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[SiteProfile]:
        """Scope to the caller's sites."""
        return SiteProfile.objects.filter(site__in=self.actor.site_ids)


class ClosureResource(OfClinic):
    """Days on which sites are closed."""

    serializer_class = shapes.ClosureOut
    filterset_class = ClosureFilter
    read_scope = Scope.SCHEDULE_READ
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[Closure]:
        """Scope to the caller's sites."""
        return Closure.objects.filter(site__in=self.actor.site_ids).select_related("site")

    @creates(Scope.CLINIC_WRITE, takes=shapes.ClosureIn)
    def create(self, data: dict[str, Any]) -> Closure:
        """Close a site for some days; what was planned for them is called off, and people are told at once."""
        return closing.close_site(by=self.actor, at=self.at, site_id=data.pop("site").pk, **data)

    @removes(Scope.CLINIC_WRITE)
    def destroy(self, row: Closure) -> None:
        """Take back a closure that has not begun."""
        actions.remove_closure(by=self.actor, closure_id=row.pk, on=self.today(row.site))


class SettingResource(OfClinic):
    """Settings, each value from a day on. ``holding`` says what holds on a day."""

    serializer_class = shapes.SettingOut
    filterset_class = SettingFilter
    read_scope = Scope.CLINIC_READ
    scopes = {"holding": Scope.CLINIC_READ}
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[SettingValue]:
        """Scope to what holds everywhere or at the caller's sites."""
        return SettingValue.objects.filter(Q(site__isnull=True) | Q(site__in=self.actor.site_ids))

    @creates(Scope.CLINIC_WRITE, takes=shapes.SettingIn)
    def create(self, data: dict[str, Any]) -> SettingValue:
        """Let a setting hold another value from today or later on; days that have passed keep theirs."""
        site = data.pop("site")
        return actions.change_setting(by=self.actor, on=self.today(site), site_id=site and site.pk, **data)

    @extend_schema(
        parameters=[
            OpenApiParameter("on", OpenApiTypes.DATE, required=True),
            OpenApiParameter("site", OpenApiTypes.UUID, description="What holds there; else what holds everywhere."),
        ],
        responses=shapes.SettingNowOut(many=True), filters=False,
    )  # fmt: skip
    @action(detail=False, pagination_class=None, filterset_class=None)
    def holding(self, request: Request) -> Response:
        """List every setting with what it is on a day."""
        site_id = None
        if "site" in request.query_params:
            site_id = self.pick(sites(self.actor), asked.row_id(request, "site")).pk
        held = settings.values(SETTINGS, on=asked.day(request, "on"), site_id=site_id)
        rows = [
            {
                "key": item.key, "label": str(item.label), "unit": str(item.unit), "value": held[item.key],
                "default": item.default, "minimum": item.minimum, "maximum": item.maximum,
            }
            for item in SETTINGS.values()
        ]  # fmt: skip
        return Response(shapes.SettingNowOut(rows, many=True).data)


class OnCallResource(OfClinic):
    """Who is on call for which site."""

    serializer_class = shapes.OnCallShiftOut
    filterset_class = ShiftFilter
    read_scope = Scope.CLINIC_READ
    expands = {"site": "site", "staff": "colleague"}

    def get_queryset(self) -> QuerySet[OnCallShift]:
        """Scope to the caller's sites."""
        return OnCallShift.objects.filter(site__in=self.actor.site_ids)

    @creates(Scope.CLINIC_WRITE, takes=shapes.OnCallShiftIn)
    def create(self, data: dict[str, Any]) -> OnCallShift:
        """Put a colleague on call; one answers at a time."""
        site, staff = data.pop("site"), data.pop("staff")
        return actions.add_shift(by=self.actor, site_id=site.pk, staff_id=staff.pk, **data)

    @removes(Scope.CLINIC_WRITE)
    def destroy(self, row: OnCallShift) -> None:
        """Take a turn off the rota; one that has begun is shortened to end now."""
        actions.remove_shift(by=self.actor, shift_id=row.pk, at=self.at)
