"""Who did what, to whose record, when. Written once; sealed in a hash chain; never changed."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from iop.audit.choices import ActorKind
from iop.audit.querysets import AuditQuerySet
from iop.core.triggers import append_only


class AuditEvent(models.Model):
    """One action, in the transaction that did it. Clients, actors and subjects are opaque ids: this app knows nobody."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12, choices=ActorKind)
    actor_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    """What was done, as app.verb: ``sessions.start``, ``clients.chart_opened``."""
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    site_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=12, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    ip = models.GenericIPAddressField(null=True)
    detail = models.JSONField(default=dict)
    """Coded values and opaque ids only: never a name, never free text."""
    xid = models.BigIntegerField(
        db_default=models.expressions.RawSQL("(pg_current_xact_id()::text)::bigint", []),
    )
    """The writing transaction, so that the sealer can tell which events can no longer be overtaken."""

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["actor_id", "-at"], name="audit_by_actor"),
            models.Index(fields=["subject_id", "-at"], name="audit_by_subject"),
            models.Index(fields=["verb", "-at"], name="audit_by_verb"),
            # The sealer asks for the transactions since its last round; rows lie in that order already.
            BrinIndex(fields=["xid"], name="audit_by_transaction", pages_per_range=16, autosummarize=True),
        ]
        triggers = append_only()


class AuditSubject(models.Model):
    """A client whose record an event touched. Bulk work writes one event and one of these for each client."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="subjects")
    client_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["client_id", "-event"], name="audit_by_client")]
        triggers = append_only()


class AuditSeal(models.Model):
    """One link of the hash chain: the event's own content hashed together with the link before it."""

    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, primary_key=True, related_name="seal")
    position = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    horizon = models.BigIntegerField()
    """Every transaction below this number was finished and sealed when this link was made: the next round starts there."""

    class Meta:
        triggers = append_only()
