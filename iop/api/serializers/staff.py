"""Colleagues' files: who they are, what they are licensed for, which roles they hold where, and what roles allow."""

from __future__ import annotations

from typing import Any

from phonenumber_field.serializerfields import PhoneNumberField
from rest_framework import serializers

from iop.access.choices import Permission
from iop.access.models import Role
from iop.api.fields import RowField, TextField, every
from iop.api.serializers.patching import PatchIn, VersionedPatchIn
from iop.api.serializers.places import sites
from iop.clinic.models import CredentialKind, SiteRole, StaffCredential, StaffMember
from iop.core.words import say


class StaffOut(serializers.ModelSerializer[StaffMember]):
    """A colleague."""

    email = serializers.EmailField(source="user.email")
    may_sign_in = serializers.BooleanField(source="user.is_active")
    phone = serializers.CharField()
    supervisor = serializers.UUIDField(source="supervisor_id", allow_null=True)

    class Meta:
        model = StaffMember
        fields = [
            "id", "first_name", "last_name", "title", "email", "phone", "supervisor", "left_on", "may_sign_in", "version",
        ]  # fmt: skip
        read_only_fields = fields


class StaffFields(serializers.Serializer[Any]):
    """What may be said of a colleague."""

    first_name = serializers.CharField(max_length=300)
    last_name = serializers.CharField(max_length=300)
    title = TextField(120)
    phone = PhoneNumberField(required=False, allow_blank=True, default="")
    supervisor = RowField(every(StaffMember), required=False, allow_null=True, default=None)


class StaffIn(StaffFields):
    """A new colleague. They set their own password by an e-mailed link."""

    email = serializers.EmailField(max_length=254)


class StaffPatch(StaffFields, VersionedPatchIn):
    """A change of a colleague's details."""


class DepartureIn(serializers.Serializer[Any]):
    """From which day a colleague no longer works here."""

    left_on = serializers.DateField()


class DepartIn(DepartureIn):
    """The same, and who takes their open work."""

    work_to = RowField(every(StaffMember), required=False, allow_null=True, default=None)


class DepartureOut(serializers.Serializer[Any]):
    """What leaving would end, and what would have to move."""

    open_work = serializers.IntegerField()
    supervises = serializers.IntegerField()
    consequences = serializers.ListField(child=serializers.CharField())


class CredentialKindOut(serializers.ModelSerializer[CredentialKind]):
    """A kind of licence, and what it allows."""

    class Meta:
        model = CredentialKind
        fields = [
            "id", "code", "name", "may_lead", "may_lead_supervised", "may_sign", "needs_cosignature", "expires",
        ]  # fmt: skip
        read_only_fields = fields


class CredentialKindFields(serializers.Serializer[Any]):
    """What a kind of licence is called and allows."""

    name = serializers.CharField(max_length=120)
    may_lead = serializers.BooleanField(default=False)
    may_lead_supervised = serializers.BooleanField(default=False)
    may_sign = serializers.BooleanField(default=False)
    needs_cosignature = serializers.BooleanField(default=False)
    expires = serializers.BooleanField(default=True)


class CredentialKindIn(CredentialKindFields):
    """A new kind of licence."""

    code = serializers.CharField(max_length=20)

    def validate_code(self, code: str) -> str:
        """Keep a new kind from changing one that is there."""
        if CredentialKind.objects.filter(code=code).exists():
            raise serializers.ValidationError(str(say("Another kind has this code.")))
        return code


class CredentialKindPatch(CredentialKindFields, PatchIn):
    """A change of what a kind of licence allows from now on."""


class CredentialOut(serializers.ModelSerializer[StaffCredential]):
    """A colleague's licence."""

    staff = serializers.UUIDField(source="staff_id")
    kind = serializers.CharField(source="kind.code")

    class Meta:
        model = StaffCredential
        fields = ["id", "staff", "kind", "number", "state", "issued_on", "expires_on", "is_primary"]
        read_only_fields = fields


class CredentialFields(serializers.Serializer[Any]):
    """What may be said of a licence; both days are included."""

    kind = RowField(every(CredentialKind), by="code")
    number = TextField(60)
    state = TextField(2)
    issued_on = serializers.DateField()
    expires_on = serializers.DateField(required=False, allow_null=True, default=None)
    is_primary = serializers.BooleanField(default=True)


class CredentialIn(CredentialFields):
    """A licence on a colleague's file."""

    staff = RowField(every(StaffMember))


class CredentialPatch(CredentialFields, PatchIn):
    """A licence corrected or renewed."""


class SiteRoleOut(serializers.ModelSerializer[SiteRole]):
    """Which role a colleague holds at which site, from when to when."""

    staff = serializers.UUIDField(source="staff_id")
    site = serializers.UUIDField(source="site_id")
    role = serializers.UUIDField(source="role_id")

    class Meta:
        model = SiteRole
        fields = ["id", "staff", "site", "role", "starts_on", "ends_on"]
        read_only_fields = fields


class SiteRoleIn(serializers.Serializer[Any]):
    """A role at a site from a day on."""

    staff = RowField(every(StaffMember))
    site = RowField(sites)
    role = RowField(every(Role))
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)


class SiteRoleEndIn(serializers.Serializer[Any]):
    """The last day of a role."""

    ends_on = serializers.DateField()


class RoleOut(serializers.ModelSerializer[Role]):
    """A role and what it allows."""

    class Meta:
        model = Role
        fields = ["id", "key", "name", "description", "permissions", "is_clinical", "position", "version"]
        read_only_fields = fields


class RoleFields(serializers.Serializer[Any]):
    """What a role is called and allows."""

    name = serializers.CharField(max_length=80)
    description = serializers.CharField(max_length=2000, allow_blank=True, default="")
    permissions = serializers.ListField(
        child=serializers.ChoiceField(choices=Permission.choices), max_length=len(Permission)
    )


class RoleIn(RoleFields):
    """A role of the clinic's own; its key never changes."""

    key = serializers.SlugField(max_length=50)
    is_clinical = serializers.BooleanField(default=False)


class RolePatch(RoleFields, VersionedPatchIn):
    """A change of a role: it holds at once for everybody who has it."""
