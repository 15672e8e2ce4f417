"""Colleagues' files, licences and roles as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from iop.access.actions import add_role, change_role
from iop.access.models import Role
from iop.api.choices import Scope
from iop.api.reaching import for_colleagues
from iop.api.resources import Resource
from iop.api.serializers import staff as shapes
from iop.api.serializers.patching import kept
from iop.api.verbs import changes, creates, verb
from iop.api.views.clinic import OfClinic
from iop.clinic import actions
from iop.clinic.models import CredentialKind, SiteRole, StaffCredential, StaffMember
from iop.clinic.policies import may_edit_staff
from iop.core.errors import require
from iop.workflows import credentials, departure


class StaffFilter(filters.FilterSet):
    """Colleagues; ``here`` keeps those who have not left."""

    here = filters.BooleanFilter(field_name="left_on", lookup_expr="isnull")
    supervisor = filters.UUIDFilter(field_name="supervisor_id")

    class Meta:
        model = StaffMember
        fields: list[str] = []


class CredentialFilter(filters.FilterSet):
    """Licences by colleague, kind and the day they end."""

    staff = filters.UUIDFilter(field_name="staff_id")
    kind = filters.CharFilter(field_name="kind__code")
    expires_before = filters.DateFilter(field_name="expires_on", lookup_expr="lt")

    class Meta:
        model = StaffCredential
        fields: list[str] = []


class SiteRoleFilter(filters.FilterSet):
    """Roles held, by colleague, site, role and day."""

    staff = filters.UUIDFilter(field_name="staff_id")
    site = filters.UUIDFilter(field_name="site_id")
    role = filters.UUIDFilter(field_name="role_id")
    on = filters.DateFilter(method="held_on")

    class Meta:
        model = SiteRole
        fields: list[str] = []

    def held_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those held on the day."""
        return queryset.filter(pk__in=SiteRole.objects.on(value).values("pk"))


class StaffResource(OfClinic):
    """Colleagues' files, for those who keep them. Whoever books and plans reads ``colleagues``."""

    serializer_class = shapes.StaffOut
    filterset_class = StaffFilter
    read_scope = Scope.CLINIC_READ
    scopes = {"leaving": Scope.CLINIC_WRITE}
    expands = {"supervisor": "staff"}

    def get_queryset(self) -> QuerySet[StaffMember]:
        """Give everybody: colleagues belong to the clinic, their roles to sites."""
        return StaffMember.objects.select_related("user")

    @creates(Scope.CLINIC_WRITE, takes=shapes.StaffIn)
    def create(self, data: dict[str, Any]) -> StaffMember:
        """Register a colleague; they set their own password by an e-mailed link."""
        return actions.add_staff(by=self.actor, **data)

    @changes(Scope.CLINIC_WRITE, takes=shapes.StaffPatch)
    def partial_update(self, row: StaffMember, data: dict[str, Any]) -> None:
        """Change a colleague's details."""
        if "supervisor" in data:
            data["supervisor_id"] = getattr(data.pop("supervisor"), "pk", None)
        actions.change_staff(by=self.actor, staff_id=row.pk, **data)

    @extend_schema(request=shapes.DepartureIn, responses=shapes.DepartureOut, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None, url_path="leave/preview")
    def leaving(self, request: Request, pk: str) -> Response:
        """Say what leaving on a day would end, and what would have to move. Nothing is changed."""
        for_colleagues(self)
        require(may_edit_staff(self.actor))
        data = self.parsed(shapes.DepartureIn)
        return Response(shapes.DepartureOut(departure.preview(self.get_object(), at=self.at, **data)).data)

    @verb(Scope.CLINIC_WRITE, takes=shapes.DepartIn)
    def leave(self, row: StaffMember, data: dict[str, Any]) -> None:
        """Let a colleague leave on a day, and give their open work to another."""
        work_to = getattr(data.pop("work_to"), "pk", None)
        departure.leave(by=self.actor, staff_id=row.pk, on=self.today(), work_to=work_to, at=self.at, **data)


class CredentialKindResource(Resource):
    """Kinds of licences, and what they allow."""

    serializer_class = shapes.CredentialKindOut
    read_scope = Scope.CLINIC_READ
    queryset = CredentialKind.objects.all()

    @creates(Scope.CLINIC_WRITE, takes=shapes.CredentialKindIn)
    def create(self, data: dict[str, Any]) -> CredentialKind:
        """Add a kind of licence."""
        return actions.save_credential_kind(by=self.actor, **data)

    @changes(Scope.CLINIC_WRITE, takes=shapes.CredentialKindPatch)
    def partial_update(self, row: CredentialKind, data: dict[str, Any]) -> None:
        """Change what a kind allows from now on; signatures keep the letters they were made with."""
        actions.save_credential_kind(by=self.actor, code=row.code, **data)


class CredentialResource(Resource):
    """Colleagues' licences."""

    serializer_class = shapes.CredentialOut
    filterset_class = CredentialFilter
    read_scope = Scope.CLINIC_READ
    expands = {"staff": "staff"}

    def get_queryset(self) -> QuerySet[StaffCredential]:
        """Give everybody's."""
        return StaffCredential.objects.select_related("kind")

    @creates(Scope.CLINIC_WRITE, takes=shapes.CredentialIn)
    def create(self, data: dict[str, Any]) -> StaffCredential:
        """Put a licence on a colleague's file; what it renews is off the work list at once."""
        staff, kind = data.pop("staff"), data.pop("kind")
        return credentials.add_credential(by=self.actor, staff_id=staff.pk, kind_id=kind.pk, at=self.at, **data)

    @changes(Scope.CLINIC_WRITE, takes=shapes.CredentialPatch)
    def partial_update(self, row: StaffCredential, data: dict[str, Any]) -> None:
        """Correct or renew a licence."""
        if "kind" in data:
            data["kind_id"] = data.pop("kind").pk
        credentials.change_credential(by=self.actor, credential_id=row.pk, at=self.at, **data)


class SiteRoleResource(Resource):
    """Which roles colleagues hold where."""

    serializer_class = shapes.SiteRoleOut
    filterset_class = SiteRoleFilter
    read_scope = Scope.CLINIC_READ
    scopes = {"end": Scope.CLINIC_WRITE}
    expands = {"staff": "staff", "site": "site", "role": "role"}

    def get_queryset(self) -> QuerySet[SiteRole]:
        """Scope to the caller's sites."""
        return SiteRole.objects.filter(site__in=self.actor.site_ids)

    @creates(Scope.CLINIC_WRITE, takes=shapes.SiteRoleIn)
    def create(self, data: dict[str, Any]) -> SiteRole:
        """Let a colleague hold a role at a site. A key gives no role that may do more than the key."""
        named = {f"{name}_id": data.pop(name).pk for name in ("staff", "site", "role")}
        return actions.give_role(by=self.actor, **named, **data)

    @extend_schema(request=shapes.SiteRoleEndIn, responses={200: shapes.SiteRoleOut, 204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Let a role end with a day; one that would then never have held is taken away (204)."""
        row, data = self.get_object(), self.parsed(shapes.SiteRoleEndIn)
        actions.end_role(by=self.actor, site_role_id=row.pk, **data)
        return self.fresh(row) if SiteRole.objects.filter(pk=row.pk).exists() else Response(status=204)


class RoleResource(Resource):
    """Roles and what they allow."""

    serializer_class = shapes.RoleOut
    read_scope = Scope.CLINIC_READ
    queryset = Role.objects.all()

    @creates(Scope.CLINIC_WRITE, takes=shapes.RoleIn)
    def create(self, data: dict[str, Any]) -> Role:
        """Make a role of the clinic's own: a colleague's doing."""
        return add_role(by=self.actor, **data)

    @changes(Scope.CLINIC_WRITE, takes=shapes.RolePatch)
    def partial_update(self, row: Role, data: dict[str, Any]) -> None:
        """Change what a role allows; it holds at once for everybody who has it."""
        change_role(by=self.actor, role_id=row.pk, **kept(row, data, "name", "description", "permissions"))
