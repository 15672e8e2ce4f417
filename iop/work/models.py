"""Who owes what by when. Each item points to its place by an opaque id, so that any app may open one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from iop.clinic.models import Site, StaffMember
from iop.core.models import Row
from iop.work.choices import WorkKind, WorkStatus
from iop.work.querysets import WorkQuerySet


class WorkItem(Row):
    """One piece of work. Without an assignee it belongs to whoever holds ``role_key`` at the site."""

    kind = models.CharField(max_length=30, choices=WorkKind)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="work")
    role_key = models.SlugField(blank=True)
    client_id = models.UUIDField(null=True, blank=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    summary = models.CharField(max_length=300)
    """What to do, in words that name no client: the client is shown beside it to those who may see them."""
    due_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=WorkStatus, default=WorkStatus.OPEN)
    dedupe_key = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["assignee", "due_at"], condition=Q(status=WorkStatus.OPEN), name="work_open_mine"),
            models.Index(
                fields=["site", "role_key", "due_at"], condition=Q(status=WorkStatus.OPEN), name="work_open_role"
            ),
            models.Index(fields=["client_id"], condition=Q(status=WorkStatus.OPEN), name="work_open_client"),
            models.Index(fields=["subject_kind", "subject_id"], name="work_subject"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dedupe_key"], condition=Q(status=WorkStatus.OPEN), name="work_open_once"),
            models.CheckConstraint(
                condition=Q(status=WorkStatus.OPEN, closed_at__isnull=True)
                | (~Q(status=WorkStatus.OPEN) & Q(closed_at__isnull=False)),
                name="work_closed_when",
            ),
            models.CheckConstraint(condition=Q(assignee__isnull=False) | ~Q(role_key=""), name="work_has_owner"),
        ]
