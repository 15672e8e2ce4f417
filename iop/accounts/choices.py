"""Kinds of people who sign in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UserKind(models.TextChoices):
    STAFF = "staff", _("Staff")
    CLIENT = "client", _("Client")
    RELATED = "related", _("Family or support")
