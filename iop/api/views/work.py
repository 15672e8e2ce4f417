"""Work lists, and the clinic's background work, as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.choices import Information
from clients.models import Client
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.reaching import MayBeNobodys
from iop.api.resources import Resource
from iop.api.serializers import work as shapes
from iop.api.verbs import verb
from iop.core.errors import require
from iop.operations.standing import standings
from iop.work import actions
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from iop.workflows import operations


class WorkItemFilter(filters.FilterSet):
    """Work by client, site, colleague, role, kind, state and time; ``mine`` keeps the caller's own and their roles'."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    assignee = filters.UUIDFilter(field_name="assignee_id")
    role = filters.CharFilter(field_name="role_key")
    kind = filters.ChoiceFilter(choices=WorkKind.choices)
    status = filters.ChoiceFilter(choices=WorkStatus.choices)
    subject = filters.UUIDFilter(field_name="subject_id")
    due_before = filters.IsoDateTimeFilter(field_name="due_at", lookup_expr="lt")
    mine = filters.BooleanFilter(method="of_the_caller")

    class Meta:
        model = WorkItem
        fields: list[str] = []

    def of_the_caller(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep what is the caller's to do."""
        actor = self.request._request.actor
        return queryset.mine(actor) if value else queryset.exclude(pk__in=WorkItem.objects.mine(actor).values("pk"))


class WorkItemResource(MayBeNobodys):
    """Who owes what by when. An item points to its place; what is done there closes it."""

    serializer_class = shapes.WorkItemOut
    filterset_class = WorkItemFilter
    read_scope = Scope.WORK_READ
    client_path = "client_id"
    information = (Information.PRESENCE, Information.SCHEDULE)
    event_name = "work_items"
    expands = {"client": "client", "site": "site"}

    def get_queryset(self) -> QuerySet[WorkItem]:
        """Scope to one's own work; of whoever plans a site's staff, and of programs, to the site's. Charts stay within reach."""
        planned = self.actor.sites_where(Permission.SESSION_MOVE) | self.actor.sites_where(Permission.STAFF_EDIT)
        sites = self.actor.site_ids if self.actor.staff_id is None else planned
        seen = Client.objects.visible_to(self.actor).values("pk")
        own = WorkItem.objects.mine(self.actor) | WorkItem.objects.filter(site__in=sites)
        return own.filter(Q(client_id__isnull=True) | Q(client_id__in=seen))

    @verb(Scope.WORK_WRITE, takes=shapes.WorkCloseIn)
    def close(self, row: WorkItem, data: dict[str, Any]) -> None:
        """Close a piece of work as done, or drop it with a reason: by whose it is, or by who plans the site's staff."""
        actions.close_item(by=self.actor, item_id=row.pk, at=self.at, **data)


class ScheduledTaskResource(Resource):
    """Background work: what is scheduled and how it stands. About nobody."""

    serializer_class = shapes.ScheduledTaskOut
    read_scope = Scope.CLINIC_READ
    scopes = {"run": Scope.CLINIC_WRITE}
    event_name = "scheduled_tasks"
    pagination_class = None

    def get_queryset(self) -> QuerySet[Any]:
        """The schedule is no table."""
        return WorkItem.objects.none()

    @extend_schema(responses=shapes.ScheduledTaskOut(many=True), parameters=[])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List every task of the schedule."""
        require(operations.may_view_operations(self.actor))
        return Response(self.exit(standings(at=self.at)))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A task has no page of its own."""
        return self.http_method_not_allowed(request, *args, **kwargs)

    @extend_schema(request=shapes.RunTaskIn, responses={204: None})
    @action(detail=False, methods=["post"])
    def run(self, request: Request) -> Response:
        """Ask a worker to run a scheduled task now, out of turn."""
        operations.run_now(by=self.actor, task=self.parsed(shapes.RunTaskIn)["task"], at=self.at)
        return Response(status=204)
