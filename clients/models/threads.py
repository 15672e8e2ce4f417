"""What clients and their care team write to each other, in threads."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from clients.models.people import Client
from clients.thread_choices import ThreadAbout
from clients.thread_querysets import ClientThreadQuerySet, ThreadMessageQuerySet
from iop.clinic.models import Site, StaffMember
from iop.core.crypto import EncryptedField
from iop.core.models import Row, Versioned
from iop.core.triggers import no_delete
from iop.documents.models import StoredFile


class Thread(Row, Versioned):
    """One matter that a client and the care team write about. Without ``assigned_to`` it is the whole team's.

    ``waits_since`` is when the client wrote what nobody has answered yet, and ``answer_by`` until when somebody shall.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="threads")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=12, choices=ThreadAbout)
    subject = EncryptedField()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    """When the newest message was written; no two messages of a thread have the same time."""
    waits_since = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="threads"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ClientThreadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["client", "-last_at"], name="thread_of_client"),
            models.Index(fields=["site", "-last_at"], condition=Q(closed_at__isnull=True), name="thread_open_at_site"),
            models.Index(fields=["assigned_to"], condition=Q(closed_at__isnull=True), name="thread_open_of_staff"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(last_at__gte=F("opened_at")), name="thread_forward"),
            models.CheckConstraint(
                condition=Q(waits_since__isnull=True, answer_by__isnull=True)
                | Q(waits_since__isnull=False, answer_by__isnull=False),
                name="thread_waits_until_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, waits_since__isnull=True),
                name="thread_closed_by_somebody_and_waits_no_more",
            ),
        ]
        triggers = no_delete()


class ThreadMessage(Row):
    """One message. By the client when ``by_client``, else by ``staff``. ``key`` makes sending it twice the same as once."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    by_client = models.BooleanField()
    staff = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = EncryptedField()
    sent_at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    objects = ThreadMessageQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "sent_at"], name="thread_message_in_order"),
            models.CheckConstraint(
                condition=Q(by_client=True, staff__isnull=True) | Q(by_client=False, staff__isnull=False),
                name="thread_message_of_one_side",
            ),
        ]
        triggers = [
            *no_delete(),
            # The words' column stays open to a change of keys, which closes the same words anew.
            pgtrigger.Protect(
                name="sent_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__thread_id__df=pgtrigger.F("new__thread_id"))
                | pgtrigger.Q(old__by_client__df=pgtrigger.F("new__by_client"))
                | pgtrigger.Q(old__staff_id__df=pgtrigger.F("new__staff_id"))
                | pgtrigger.Q(old__sent_at__df=pgtrigger.F("new__sent_at"))
                | pgtrigger.Q(old__key__df=pgtrigger.F("new__key")),
            ),
        ]


class ThreadFile(Row):
    """A checked file that went with a message. It is opened from its thread alone."""

    message = models.ForeignKey(ThreadMessage, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
        triggers = no_delete()


class ThreadRead(Row):
    """Until which message somebody has read a thread: a colleague, or the client when there is no ``staff``."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="reads")
    staff = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    """The time of the newest message that was shown."""
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "staff"], name="thread_read_once_each", nulls_distinct=False),
        ]
