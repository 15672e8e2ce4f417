"""Colleagues as those who book and plan need them, their time away, and when they are free."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from iop.api.fields import InstantField, RowField, every
from iop.clinic.models import StaffMember
from scheduling.models import StaffBlock


class ColleagueOut(serializers.ModelSerializer[StaffMember]):
    """Who somebody is, where they work, and until when."""

    name = serializers.CharField()
    sites = serializers.SerializerMethodField()

    class Meta:
        model = StaffMember
        fields = ["id", "name", "title", "sites", "left_on"]
        read_only_fields = fields

    def get_sites(self, row: StaffMember) -> list[str]:
        """Name the sites at which they hold a role today or later, or held one."""
        return sorted({str(role.site_id) for role in row.site_roles.all()})


class FreeTimeOut(serializers.Serializer[Any]):
    """A stretch in which a colleague is free, at a site that is open."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class StaffBlockOut(serializers.ModelSerializer[StaffBlock]):
    """Time a colleague is away: leave, training, supervision."""

    staff = serializers.UUIDField(source="staff_id")

    class Meta:
        model = StaffBlock
        fields = ["id", "staff", "starts_at", "ends_at", "reason"]
        read_only_fields = fields


class StaffBlockIn(serializers.Serializer[Any]):
    """Whose time, from when to when, and what for."""

    staff = RowField(every(StaffMember))
    starts_at = InstantField()
    ends_at = InstantField()
    reason = serializers.CharField(max_length=120)
