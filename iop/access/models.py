"""Roles as data: what a kind of colleague may do, in words a director can read."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from iop.access.choices import Permission
from iop.core.models import Row, Versioned


class Role(Row, Versioned):
    """A kind of colleague. Given to a person at a site by ``clinic.SiteRole``."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    description = models.TextField()
    permissions = ArrayField(models.CharField(max_length=40, choices=Permission), default=list)
    is_clinical = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
