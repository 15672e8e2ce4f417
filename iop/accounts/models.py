"""Who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from iop.accounts.choices import UserKind
from iop.core import clock
from iop.core.ids import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes users. Staff are made by the clinic's actions, the first administrator by the first-run set-up."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user; without a password they can only set one by an e-mailed link."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find the staff user who signs in with this e-mail, whatever its capitals."""
        return self.get(email__iexact=username, kind=UserKind.STAFF)


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do is decided by policies from their roles, never by a flag here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=UserKind, default=UserKind.STAFF)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=Q(kind=UserKind.STAFF), name="user_staff_email_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)
