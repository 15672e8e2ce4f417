"""Who signs in from outside: a client, or a person related to clients, each with a sign-in of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clients.models.people import Client, RelatedPerson
from clients.portal_choices import AccessEnd
from iop.accounts.models import User
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned


class PortalAccount(Row, Versioned):
    """One person's way in from outside. It permits nothing about anybody else: what a relative may see, releases say.

    ``word`` is a neutral pair of words by which people who share an inbox tell their letters apart. ``pin`` is the hash of the
    second proof; ``tries`` and ``locked_until`` count what was typed wrong, ``locks`` how often that shut the door in a row.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="portal_account")
    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="portal_accounts")
    person = models.ForeignKey(
        RelatedPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="portal_accounts"
    )
    word = models.CharField(max_length=60)
    pin = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    locks = models.PositiveSmallIntegerField(default=0)
    last_signed_in_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=16, choices=AccessEnd, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=False, person__isnull=True) | Q(client__isnull=True, person__isnull=False),
                name="portal_account_of_one",
            ),
            models.UniqueConstraint(
                fields=["client"], condition=Q(ended_at__isnull=True), name="portal_account_once_a_client"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="portal_account_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="") | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="portal_account_ends_with_a_reason",
            ),
        ]
