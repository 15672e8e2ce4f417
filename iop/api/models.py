"""Keys of integrations."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from rest_framework_api_key.models import AbstractAPIKey, BaseAPIKeyManager

from clients.choices import Purpose
from clients.models import RecipientParty
from iop.api.choices import Scope
from iop.clinic.models import Site


class IntegrationKeyManager(BaseAPIKeyManager):
    """Makes and finds keys; only the hash of a key is kept."""


class IntegrationKey(AbstractAPIKey):
    """One integration's key: who receives through it and why, what it may do, at which sites (none named: all), until when."""

    actor_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """The opaque id under which the audit record knows this integration."""
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope))
    party = models.ForeignKey(RecipientParty, on_delete=models.PROTECT, related_name="integration_keys")
    """Who reads through it: by agreement, or about those clients who consented."""
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.OPERATIONS)
    sites = models.ManyToManyField(Site, blank=True, related_name="+")
    last_used_at = models.DateTimeField(null=True, editable=False)
    made_by = models.UUIDField(null=True, editable=False)

    objects: ClassVar[IntegrationKeyManager] = IntegrationKeyManager()  # type: ignore[assignment]

    class Meta(AbstractAPIKey.Meta):
        verbose_name = "integration key"
        verbose_name_plural = "integration keys"
