"""What billing asks about what payers authorized."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import DecimalField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.choices.authorizations import GIVES_UNITS, AuthStatus
from clients.querysets import OfClientQuerySet


class AuthorizationQuerySet(OfClientQuerySet[Any]):
    """Authorizations; a colleague sees those of people within their reach (``visible_to``)."""

    site_path = "episode__site"
    client_path = "episode__client"

    def giving(self) -> Self:
        """Keep those from which service may be taken, whatever is left.

        What was given in part goes on giving while the rest is appealed.
        """
        return self.filter(Q(status__in=GIVES_UNITS) | Q(status=AuthStatus.APPEALED, units__gt=0))

    def with_used(self) -> Self:
        """Add ``used``: what the charges that stand have taken."""
        charges = apps.get_model("billing", "Charge").objects.filter(
            authorization=OuterRef("pk"), reversed_at__isnull=True
        )
        taken = charges.order_by().values("authorization").annotate(sum=Sum("authorized_units")).values("sum")
        units = DecimalField(max_digits=9, decimal_places=2)
        return self.annotate(used=Coalesce(Subquery(taken), Value(0), output_field=units))
