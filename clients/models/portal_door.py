"""What leads somebody in from outside: an invitation, a link by e-mail, a tablet in the waiting room.

Of each secret a digest alone is kept. What a letter carries is worked out as the letter leaves (``clients.portal_tokens``).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clients.models.people import Client, RelatedPerson
from clients.models.portal import PortalAccount
from clients.portal_choices import IdentityCheck
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row
from iop.core.triggers import no_delete

STANDS = Q(accepted_at__isnull=True, revoked_at__isnull=True)


class PortalInvitation(Row):
    """One colleague's word that this inbox is this person's. The link goes by e-mail, the code by mouth: neither opens alone.

    ``via_client`` is for whom a relative was invited. ``tries`` counts codes typed wrong.
    """

    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(RelatedPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    via_client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    language = models.CharField(max_length=8)
    identity_check = models.CharField(max_length=16, choices=IdentityCheck)
    token = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=200)
    tries = models.PositiveSmallIntegerField(default=0)
    invited_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        PortalAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=False, person__isnull=True, via_client__isnull=True)
                | Q(client__isnull=True, person__isnull=False, via_client__isnull=False),
                name="portal_invitation_of_one",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, account__isnull=True)
                | Q(accepted_at__isnull=False, account__isnull=False, revoked_at__isnull=True),
                name="portal_invitation_accepted_whole",
            ),
            models.UniqueConstraint(fields=["client"], condition=STANDS, name="portal_invitation_once_a_client"),
            models.UniqueConstraint(fields=["person"], condition=STANDS, name="portal_invitation_once_a_person"),
        ]
        triggers = no_delete()


class PortalLink(Row):
    """One way in that was sent to an inbox; it opens once, with the PIN, within minutes. A newer one ends it."""

    account = models.ForeignKey(PortalAccount, on_delete=models.PROTECT, related_name="links")
    token = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]


class PortalKiosk(Row):
    """A tablet that stands in a waiting room for some hours. It holds nobody's sign-in; it knows its site alone."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    started_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
