"""The clinic: its name, sites with hours and closures, program pages, dated settings, and who is on call."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from phonenumber_field.serializerfields import PhoneNumberField
from rest_framework import serializers

from iop.api.fields import InstantField, RowField, TextField, every
from iop.api.serializers.patching import LookedAtIn, PatchIn, VersionedPatchIn
from iop.api.serializers.places import sites
from iop.clinic.choices import SETTINGS, Therapy, Weekday
from iop.clinic.models import (
    Closure,
    OnCallShift,
    OpeningHours,
    Organization,
    SettingValue,
    SiteProfile,
    StaffMember,
)
from iop.core.words import say

LONGEST_ABOUT = 5000
KEYS = sorted((key, key) for key in SETTINGS)


class OrganizationOut(serializers.ModelSerializer[Organization]):
    """What the clinic is called, and what messages call it instead."""

    class Meta:
        model = Organization
        fields = ["id", "name", "neutral_name"]
        read_only_fields = fields


class OrganizationPatch(PatchIn):
    """Another name."""

    name = serializers.CharField(max_length=200)
    neutral_name = serializers.CharField(max_length=80)


class SiteFields(serializers.Serializer[Any]):
    """What may be said of a site; the time zone is an IANA name."""

    name = serializers.CharField(max_length=120)
    code = serializers.SlugField(max_length=12)
    time_zone = serializers.CharField(max_length=60)
    address = TextField(500)
    state = TextField(2)
    phone = PhoneNumberField(required=False, allow_blank=True, default="")


class SiteIn(SiteFields):
    """A new site."""


class SitePatch(SiteFields, VersionedPatchIn):
    """A change of a site."""

    is_active = serializers.BooleanField()


class OpeningHoursOut(serializers.ModelSerializer[OpeningHours]):
    """When a site is open on a weekday (Monday is 0), in its wall time."""

    site = serializers.UUIDField(source="site_id")

    class Meta:
        model = OpeningHours
        fields = ["id", "site", "weekday", "opens", "closes"]
        read_only_fields = fields


class OpenStretchIn(serializers.Serializer[Any]):
    """One stretch of a weekday."""

    weekday = serializers.ChoiceField(choices=Weekday.choices)
    opens = serializers.TimeField()
    closes = serializers.TimeField()


class OpeningHoursIn(LookedAtIn):
    """All stretches of a site's week. A weekday that is left out is closed."""

    hours = OpenStretchIn(many=True, allow_empty=True, max_length=28)  # type: ignore[call-arg]


class ClosureOut(serializers.ModelSerializer[Closure]):
    """Days on which a site is closed, both included."""

    site = serializers.UUIDField(source="site_id")

    class Meta:
        model = Closure
        fields = ["id", "site", "starts_on", "ends_on", "reason"]
        read_only_fields = fields


class ClosureIn(serializers.Serializer[Any]):
    """Days on which a site is to be closed, and why."""

    site = RowField(sites)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = serializers.CharField(max_length=120)


class SiteProfileOut(serializers.ModelSerializer[SiteProfile]):
    """What a site tells everybody who asks about its program."""

    site = serializers.UUIDField(source="site_id")

    class Meta:
        model = SiteProfile
        fields = [
            "id", "site", "is_published", "form_enabled", "shows_seats", "licence", "accreditation", "therapies",
            "co_occurring", "insurers", "about_en", "about_es", "costs_en", "costs_es", "version",
        ]  # fmt: skip
        read_only_fields = fields


class SiteProfileIn(PatchIn):
    """What changes of a program page. ``version`` is the one that was read, 0 for a page that was not begun."""

    version = serializers.IntegerField(min_value=0)
    is_published = serializers.BooleanField()
    form_enabled = serializers.BooleanField()
    shows_seats = serializers.BooleanField()
    licence = serializers.CharField(max_length=200, allow_blank=True)
    accreditation = serializers.CharField(max_length=200, allow_blank=True)
    therapies = serializers.ListField(child=serializers.ChoiceField(choices=Therapy.choices), max_length=len(Therapy))
    co_occurring = serializers.BooleanField()
    insurers = serializers.ListField(child=serializers.CharField(max_length=120), max_length=60)
    about_en = serializers.CharField(max_length=LONGEST_ABOUT, allow_blank=True)
    about_es = serializers.CharField(max_length=LONGEST_ABOUT, allow_blank=True)
    costs_en = serializers.CharField(max_length=LONGEST_ABOUT, allow_blank=True)
    costs_es = serializers.CharField(max_length=LONGEST_ABOUT, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a change that does not say what was read."""
        if "version" not in attrs:
            raise serializers.ValidationError(
                {"version": self.fields["version"].error_messages["required"]}, "required"
            )
        return attrs


class SettingOut(serializers.ModelSerializer[SettingValue]):
    """What a setting is from a day on, at one site or everywhere."""

    site = serializers.UUIDField(source="site_id", allow_null=True)
    value = serializers.JSONField()

    class Meta:
        model = SettingValue
        fields = ["id", "key", "site", "valid_from", "value"]
        read_only_fields = fields


@extend_schema_field(
    {
        "oneOf": [
            {"type": "boolean"}, {"type": "number"}, {"type": "string", "maxLength": 500},
            {"type": "array", "items": {"type": "string", "maxLength": 500}, "maxItems": 100},
        ]
    }
)  # fmt: skip
class SettingValueField(serializers.JSONField):
    """A number, a switch, a word or a list of words: nothing else is a setting."""

    default_error_messages = {"kind": say("Give a number, a switch, a word or a list of words.")}

    def to_internal_value(self, data: Any) -> Any:
        """Refuse what no setting is."""
        words = data if isinstance(data, list) else [data]
        flat = all(isinstance(word, (bool, int, float, str)) for word in words) and len(words) <= 100
        if not flat or any(isinstance(word, str) and ("\0" in word or len(word) > 500) for word in words):
            self.fail("kind")
        return super().to_internal_value(data)


class SettingIn(serializers.Serializer[Any]):
    """Another value from a day on, at one site or everywhere."""

    key = serializers.ChoiceField(choices=KEYS)
    value = SettingValueField()
    valid_from = serializers.DateField()
    site = RowField(sites, required=False, allow_null=True, default=None)


class SettingNowOut(serializers.Serializer[Any]):
    """A setting with what it is on a day, and what it may be."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.CharField()
    value = serializers.JSONField()
    default = serializers.JSONField()
    minimum = serializers.IntegerField(allow_null=True)
    maximum = serializers.IntegerField(allow_null=True)


class OnCallShiftOut(serializers.ModelSerializer[OnCallShift]):
    """Who answers for a site from when to when, and where to call."""

    site = serializers.UUIDField(source="site_id")
    staff = serializers.UUIDField(source="staff_id")
    phone = serializers.CharField()

    class Meta:
        model = OnCallShift
        fields = ["id", "site", "staff", "phone", "starts_at", "ends_at"]
        read_only_fields = fields


class OnCallShiftIn(serializers.Serializer[Any]):
    """A turn; without a number the colleague's own is called."""

    site = RowField(sites)
    staff = RowField(every(StaffMember))
    starts_at = InstantField()
    ends_at = InstantField()
    phone = PhoneNumberField(required=False, allow_blank=True, default="")
