"""Words of the audit record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    STAFF = "staff", _("Staff")
    CLIENT = "client", _("Client")
    RELATED = "related", _("Family or support")
    API = "api", _("Integration")
    SYSTEM = "system", _("The system")
