"""Charts opened in an emergency, charts that were joined, and who signs in from outside, as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.actions import access, merges, portal
from clients.choices import Information
from clients.models import ChartMerge, Client, EmergencyAccess, PortalAccount, PortalInvitation, Relationship
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.reaching import InHouse, MayBeNobodys
from iop.api.resources import Resource
from iop.api.serializers import guarded as shapes
from iop.api.verbs import creates, verb

READ, WRITE = Scope.CONSENTS_READ, Scope.CONSENTS_WRITE


class EmergencyAccessFilter(filters.FilterSet):
    """Emergency access by client, site and colleague; ``waiting`` keeps what nobody has reviewed."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    staff = filters.UUIDFilter(field_name="staff_id")
    waiting = filters.BooleanFilter(field_name="reviewed_at", lookup_expr="isnull")

    class Meta:
        model = EmergencyAccess
        fields: list[str] = []


class MergeFilter(filters.FilterSet):
    """Joined charts; ``standing`` leaves out what was undone."""

    kept = filters.UUIDFilter(field_name="kept_id")
    absorbed = filters.UUIDFilter(field_name="absorbed_id")
    standing = filters.BooleanFilter(field_name="undone_at", lookup_expr="isnull")

    class Meta:
        model = ChartMerge
        fields: list[str] = []


class AccountFilter(filters.FilterSet):
    """Sign-ins by client or related person; ``live`` keeps those that have not ended."""

    client = filters.UUIDFilter(field_name="client_id")
    person = filters.UUIDFilter(field_name="person_id")
    live = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull")

    class Meta:
        model = PortalAccount
        fields: list[str] = []


class InvitationFilter(filters.FilterSet):
    """Invitations by client or related person."""

    client = filters.UUIDFilter(field_name="client_id")
    person = filters.UUIDFilter(field_name="person_id")
    via_client = filters.UUIDFilter(field_name="via_client_id")

    class Meta:
        model = PortalInvitation
        fields: list[str] = []


class EmergencyAccessResource(InHouse):
    """Charts opened past the usual bounds: one's own, and those that the caller reviews."""

    serializer_class = shapes.EmergencyAccessOut
    filterset_class = EmergencyAccessFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.PRESENCE,)
    event_name = "emergency_accesses"
    expands = {"client": "client", "site": "site"}

    def get_queryset(self) -> QuerySet[EmergencyAccess]:
        """Scope to sites where the caller answers for privacy, and to their own."""
        reviewed = Q(site__in=self.actor.sites_where(Permission.PRIVACY_MANAGE))
        own = Q(staff=self.actor.staff_id) if self.actor.staff_id else Q()
        return EmergencyAccess.objects.filter(reviewed | own)

    def _answer_once(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer without undoing what was refused: each search stays on record and counts, whoever was found or not.

        To open a chart twice opens it once, with an ``Idempotency-Key`` and without.
        """
        return super(Resource, self).dispatch(request, *args, **kwargs)

    @creates(WRITE, takes=shapes.EmergencyAccessIn)
    def create(self, data: dict[str, Any]) -> EmergencyAccess:
        """Open the one chart meant, past site, caseload or restriction, for as long as the clinic has set."""
        reason = data.pop("reason")
        found = access.find_in_emergency(by=self.actor, at=self.at, **data)
        if found is None:
            raise Http404
        return access.break_glass(by=self.actor, client=found, reason=reason, at=self.at)

    @verb(WRITE)
    def give_back(self, row: EmergencyAccess, data: dict[str, Any]) -> None:
        """End one's own emergency access before its time."""
        access.give_back(by=self.actor, access=row, at=self.at)

    @verb(WRITE, takes=shapes.AccessReviewIn)
    def review(self, row: EmergencyAccess, data: dict[str, Any]) -> None:
        """Say whether an emergency access was right; somebody else than who had it."""
        access.review_access(by=self.actor, access=row, at=self.at, **data)


class ChartMergeResource(InHouse):
    """Two charts of one person that became one, and two again if that was wrong."""

    serializer_class = shapes.ChartMergeOut
    filterset_class = MergeFilter
    read_scope = READ
    scopes = {"preview": WRITE}
    client_path = "kept_id"
    information = (Information.PRESENCE, Information.CONTACT)
    event_name = "chart_merges"
    expands = {"kept": "client"}

    def get_queryset(self) -> QuerySet[ChartMerge]:
        """Scope to charts of sites where the caller joins charts."""
        seen = Client.objects.visible_to(self.actor, Permission.CHART_MERGE).values("pk")
        return ChartMerge.objects.filter(kept__in=seen)

    @creates(WRITE, takes=shapes.ChartMergeIn)
    def create(self, data: dict[str, Any]) -> ChartMerge:
        """Let one chart go on with what follows the person from the other."""
        return merges.merge(by=self.actor, at=self.at, **data)

    @extend_schema(request=shapes.ChartPairIn, responses=shapes.MergePreviewOut)
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """Show what joining two charts would do before it does: numbers, and what is in the way."""
        self.require_colleague()
        seen = merges.preview(by=self.actor, at=self.at, **self.parsed(shapes.ChartPairIn))
        told = {
            "moves": [{"words": words, "number": number} for words, number in seen.moves],
            "stays": [{"words": words, "number": number} for words, number in seen.stays],
            "why_not": [str(words) for words in seen.why_not],
        }
        return Response(shapes.MergePreviewOut(told).data)

    @verb(WRITE)
    def undo(self, row: ChartMerge, data: dict[str, Any]) -> None:
        """Make two charts of one again, up to a day."""
        merges.undo_merge(by=self.actor, merge=row, at=self.at)


class PortalAccountResource(MayBeNobodys):
    """Who signs in from outside: clients, and people related to them."""

    serializer_class = shapes.PortalAccountOut
    filterset_class = AccountFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.PRESENCE,)
    event_name = "portal_accounts"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[PortalAccount]:
        """Scope to charts that the caller may open, and to people around them."""
        seen = Client.objects.visible_to(self.actor).values("pk")
        people = Relationship.objects.filter(client__in=seen).values("person")
        theirs = Q(client__in=seen) | Q(client__merged_into__in=seen) | Q(person__in=people)
        return PortalAccount.objects.filter(theirs)

    @verb(WRITE, takes=shapes.AccessEndIn)
    def end(self, row: PortalAccount, data: dict[str, Any]) -> None:
        """End somebody's way in from outside, at once and wherever they are signed in."""
        portal.end_access(by=self.actor, account_id=row.pk, at=self.at, **data)

    @verb(WRITE, takes=shapes.AccessOpenIn)
    def open_again(self, row: PortalAccount, data: dict[str, Any]) -> None:
        """Let somebody try again after too many wrong PINs."""
        portal.open_again(by=self.actor, account_id=row.pk, at=self.at, **data)


class InvitationResource(MayBeNobodys):
    """Invitations to sign in from outside."""

    serializer_class = shapes.InvitationOut
    filterset_class = InvitationFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.PRESENCE,)
    event_name = "portal_invitations"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[PortalInvitation]:
        """Scope to charts that the caller may open."""
        seen = Client.objects.visible_to(self.actor).values("pk")
        return PortalInvitation.objects.filter(Q(client__in=seen) | Q(via_client__in=seen)).select_related(
            "client", "via_client"
        )

    def get_serializer_class(self) -> Any:
        """Tell the code once, to whoever invites."""
        return shapes.InvitationMadeOut if self.action == "create" else shapes.InvitationOut

    @creates(WRITE, takes=shapes.InvitationIn)
    def create(self, data: dict[str, Any]) -> PortalInvitation:
        """Invite a client or a relative; the letter carries the link, the answer the code to tell them by mouth."""
        row, code = portal.invite(by=self.actor, at=self.at, **data)
        self.told_codes = {row.pk: code}
        return row

    def get_serializer_context(self) -> dict[str, Any]:
        """Hand the code to the answer."""
        return {**super().get_serializer_context(), "codes": getattr(self, "told_codes", {})}

    @verb(WRITE)
    def revoke(self, row: PortalInvitation, data: dict[str, Any]) -> None:
        """Take an invitation back; its link and code open nothing from now on."""
        chart: Any = row.client or row.via_client
        portal.revoke(by=self.actor, client=chart, invitation_id=row.pk, at=self.at)
