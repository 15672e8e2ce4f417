"""Referrals, community resources, contacts, tasks and support meetings."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import Episode
from iop.access.choices import Permission
from iop.api.fields import DayField, InstantField, RowField, TextField, seen
from iop.api.reaching import reads_drafts
from iop.clinic.models import Site, StaffMember
from therapy.choices.support import (
    ContactBy,
    ContactOutcome,
    ContactWith,
    MeetingKind,
    MeetingPlace,
    Need,
    ReferralStatus,
)
from therapy.models.support import CaseContact, CommunityResource, Referral, ReferralChange, SupportMeeting


class ResourceOut(serializers.ModelSerializer[CommunityResource]):
    """A place that helps."""

    site = serializers.UUIDField(source="site_id", allow_null=True)
    staff_note = serializers.SerializerMethodField()

    class Meta:
        model = CommunityResource
        fields = [
            "id", "site", "name", "needs", "description", "eligibility", "cost", "phone", "email", "website", "address",
            "hours", "languages", "how_to_refer", "takes_medication", "staff_note", "checked_on", "is_active", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_staff_note(self, row: CommunityResource) -> str:
        """Give what colleagues tell each other to colleagues alone."""
        return row.staff_note if self.context["actor"].staff_id else ""


class StepOut(serializers.ModelSerializer[ReferralChange]):
    """One step of a referral."""

    note = serializers.SerializerMethodField()

    class Meta:
        model = ReferralChange
        fields = ["status", "at", "note"]
        read_only_fields = fields

    def get_note(self, row: ReferralChange) -> str:
        """Give what colleagues wrote to colleagues alone."""
        return row.note if reads_drafts(self.context["view"]) else ""


class ReferralOut(serializers.ModelSerializer[Referral]):
    """A referral with its steps."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    resource = serializers.UUIDField(source="resource_id", allow_null=True)
    steps = StepOut(source="changes", many=True)

    class Meta:
        model = Referral
        fields = [
            "id", "client", "episode", "resource", "to_name", "need", "wish", "is_warm", "status", "made_on", "follow_up_on", "steps",
            "version",
        ]  # fmt: skip
        read_only_fields = fields


class ReferralIn(serializers.Serializer[Any]):
    """Where somebody is sent, and for what. With ``we_tell`` it waits until the place was told; nothing leaves by this."""

    episode = RowField(seen(Episode, Permission.SUPPORT_KEEP))
    need = serializers.ChoiceField(choices=Need.choices)
    resource = RowField(
        lambda actor: CommunityResource.objects.of(actor).active(), required=False, allow_null=True, default=None
    )
    to_name = serializers.CharField(max_length=160, required=False, default="", allow_blank=True)
    wish = TextField(500)
    is_warm = serializers.BooleanField(default=False)
    we_tell = serializers.BooleanField(default=False)
    follow_up_on = DayField(required=False, allow_null=True, default=None)


class MoveIn(serializers.Serializer[Any]):
    """Where a referral stands now."""

    version = serializers.IntegerField(min_value=1)
    to = serializers.ChoiceField(choices=ReferralStatus.choices)
    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    follow_up_on = DayField(required=False, allow_null=True, default=None)


class MeetingOut(serializers.ModelSerializer[SupportMeeting]):
    """A support meeting."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")

    class Meta:
        model = SupportMeeting
        fields = [
            "id",
            "client",
            "episode",
            "on",
            "kind",
            "place",
            "is_home_group",
            "has_sponsor",
            "slip_seen",
            "entered_in_error_at",
            "error_reason",
        ]
        read_only_fields = fields


class MeetingIn(serializers.Serializer[Any]):
    """What a support meeting needs."""

    episode = RowField(seen(Episode, Permission.SUPPORT_KEEP))
    on = DayField()
    kind = serializers.ChoiceField(choices=MeetingKind.choices)
    place = serializers.ChoiceField(choices=MeetingPlace.choices, default=MeetingPlace.IN_PERSON)
    is_home_group = serializers.BooleanField(default=False)
    has_sponsor = serializers.BooleanField(required=False, allow_null=True, default=None)
    slip_seen = serializers.BooleanField(default=False)


class FollowUpLaterIn(serializers.Serializer[Any]):
    """Another day for following up, with what was learned so far."""

    version = serializers.IntegerField(min_value=1)
    on = DayField()
    note = TextField(500)


class CaseContactOut(serializers.ModelSerializer[CaseContact]):
    """One contact with somebody about a client, or an attempt at one."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    referral = serializers.UUIDField(source="referral_id", allow_null=True)
    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = CaseContact
        fields = [
            "id", "client", "episode", "at", "with_whom", "how", "outcome", "minutes", "about", "referral", "summary", "next_step",
            "by",

            "entered_in_error_at", "error_reason",
        ]  # fmt: skip
        read_only_fields = fields


class CaseContactIn(serializers.Serializer[Any]):
    """A contact. A talk that took place says what it was about and how long it took."""

    episode = RowField(seen(Episode, Permission.SUPPORT_KEEP))
    contacted_at = InstantField()
    with_whom = serializers.ChoiceField(choices=ContactWith.choices)
    how = serializers.ChoiceField(choices=ContactBy.choices)
    outcome = serializers.ChoiceField(choices=ContactOutcome.choices)
    minutes = serializers.IntegerField(min_value=0, max_value=600, default=0)
    about = serializers.ChoiceField(choices=Need.choices, required=False, allow_blank=True, default="")
    summary = TextField(1000)
    next_step = TextField(300)
    referral = RowField(seen(Referral), required=False, allow_null=True, default=None)


class TaskIn(serializers.Serializer[Any]):
    """A task about a client, one's own or a colleague's. Its words name no client."""

    episode = RowField(seen(Episode, Permission.SUPPORT_KEEP))
    words = serializers.CharField(max_length=300)
    due_on = DayField()
    assignee = RowField(lambda actor: StaffMember.objects.all(), required=False, allow_null=True, default=None)


class PlaceIn(serializers.Serializer[Any]):
    """A place that helps; without a site it is for all."""

    name = serializers.CharField(max_length=160)
    needs = serializers.ListField(child=serializers.ChoiceField(choices=Need.choices), allow_empty=False, max_length=40)
    takes_medication = serializers.BooleanField(required=False, allow_null=True, default=None)
    description = TextField(500)
    eligibility = TextField(300)
    cost = TextField(200)
    phone = TextField(40)
    email = TextField(254)
    website = TextField(200)
    address = TextField(300)
    hours = TextField(200)
    languages = TextField(200)
    how_to_refer = TextField(500)
    staff_note = TextField(500)


class PlaceNewIn(PlaceIn):
    """A place to put on the list."""

    site = RowField(
        lambda actor: Site.objects.filter(pk__in=actor.site_ids), required=False, allow_null=True, default=None
    )


class PlaceChangeIn(PlaceIn):
    """All that the list says of a place; what is left out becomes empty."""

    version = serializers.IntegerField(min_value=1)


class PlaceInUseIn(serializers.Serializer[Any]):
    """Whether a place is on the list."""

    version = serializers.IntegerField(min_value=1)
    is_active = serializers.BooleanField()
