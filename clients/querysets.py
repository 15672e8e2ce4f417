"""The clinic's questions about clients. Everything client-bearing is reached through ``visible_to``."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self, TypeVar, cast

from django.apps import apps
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, Upper

from clients import guards
from clients.choices import INQUIRY_CLOSED, ConsentStatus, EpisodeStatus
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.querysets import SpanQuerySet

M = TypeVar("M", bound=models.Model)

NEAR_FROM = 4
"""Shorter words have too few trigrams for "nearly": everything would match."""


class ClientQuerySet(models.QuerySet[M]):
    """Clients."""

    def visible_to(
        self, actor: Actor, permission: str = Permission.CLIENT_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the clients who have an episode at a site where the actor holds ``permission`` (need to know).

        Restricted charts, caseloads and emergencies: ``clients.guards``. A chart that another absorbed is found through that
        one and is not here itself. ``at`` is the instant for emergencies; now when left out.
        """
        if actor.is_system:
            return self
        episode = apps.get_model("clients", "Episode")
        theirs = guards.within_reach(actor, permission, client="client", site="site", at=at)
        return self.filter(Exists(episode.objects.filter(theirs, client=OuterRef("pk"))), merged_into__isnull=True)

    def matching(self, text: str) -> Self:
        """Keep the clients whom ``text`` may mean: every word is (nearly) in a name, or is the record number or birth date.

        Names match inside words and through a slip of the keys (trigrams), in any order; legal and preferred names alike.
        """
        found = self.annotate(
            first_upper=Upper("legal_first_name"),
            last_upper=Upper("legal_last_name"),
            called_upper=Upper("preferred_name"),
        )
        for word in text.split()[:6]:
            found = found.filter(_means(word))
        return found

    def closest_first(self, text: str) -> Self:
        """Put those first whose names are most like ``text``: a slip of the keys finds, but never goes before the right name."""
        names = Upper(Concat("legal_first_name", Value(" "), "preferred_name", Value(" "), "legal_last_name"))
        likeness = TrigramWordSimilarity(text.upper(), names)
        return self.annotate(likeness=likeness).order_by("-likeness", "legal_last_name", "legal_first_name", "pk")

    def in_treatment(self) -> Self:
        """Keep the clients with an episode under way."""
        episode = apps.get_model("clients", "Episode")
        return self.filter(Exists(episode.objects.filter(client=OuterRef("pk"), status=EpisodeStatus.ADMITTED)))


class OfClientQuerySet(models.QuerySet[M]):
    """For rows that point to a client through ``client_path`` and to a site through ``site_path``."""

    site_path = "site"
    client_path = "client"
    keeps_caseloads = True
    """Whether sites that keep caseloads apart (``access.caseload_only``) do so for these rows."""

    def visible_to(
        self, actor: Actor, permission: str = Permission.CLIENT_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the rows of sites where the actor holds ``permission``, of people within their reach (``clients.guards``)."""
        if actor.is_system:
            return self
        return self.filter(
            guards.within_reach(
                actor, permission, client=self.client_path, site=self.site_path, at=at, caseload=self.keeps_caseloads
            )
        )


class EpisodeQuerySet(OfClientQuerySet[M]):
    """Episodes of care."""

    def admitted(self) -> Self:
        """Keep those under way."""
        return self.filter(status=EpisodeStatus.ADMITTED)

    def admitted_on(self, day: dt.date) -> Self:
        """Keep those that held on ``day``, whether or not they have ended since."""
        return self.filter(
            Q(discharged_on__isnull=True) | Q(discharged_on__gte=day),
            admitted_on__lte=day,
            admitted_on__isnull=False,
        )


def _means(word: str) -> Q:
    born = _as_date(word)
    if born:
        return Q(date_of_birth=born)
    upper = word.upper()
    # Compared as stored: a case-blind comparison here would take the names off their index too.
    numbers = [upper, f"R-{upper}"]
    meant = Q(record_number__in=numbers)
    if any(sign.isdigit() for sign in upper):
        # The number of a chart that another absorbed finds that one.
        clients = apps.get_model("clients", "Client").objects
        absorbed = clients.filter(record_number__in=numbers, merged_into__isnull=False)
        meant |= Q(pk__in=absorbed.order_by().values("merged_into"))
    for column in ("first_upper", "last_upper", "called_upper"):
        meant |= Q(**{f"{column}__contains": upper})
        if len(upper) >= NEAR_FROM:
            meant |= Q(**{f"{column}__trigram_similar": upper})
    return meant


def _as_date(word: str) -> dt.date | None:
    for pattern in ("%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y"):
        try:
            return dt.datetime.strptime(word, pattern).date()  # noqa: DTZ007 (a birth date has no zone)
        except ValueError:
            continue
    return None


class OfEpisodeSpanQuerySet(SpanQuerySet[M], OfClientQuerySet[M]):  # type: ignore[override]
    """Dated rows of an episode."""

    site_path = "episode__site"
    client_path = "episode__client"


class OfEpisodeQuerySet(OfClientQuerySet[M]):
    """Rows of an episode."""

    site_path = "episode__site"
    client_path = "episode__client"


class OfClientSpanQuerySet(SpanQuerySet[M]):
    """Dated rows of a client, whichever site."""


class InquiryQuerySet(OfClientQuerySet[M]):
    """Inquiries. Whoever takes calls at a site takes all of them, whatever their caseload."""

    keeps_caseloads = False

    def named(self, text: str) -> Self:
        """Keep those whose names hold every word of ``text``, in any order."""
        names = Upper(Concat("first_name", Value(" "), "preferred_name", Value(" "), "last_name"))
        found: Any = self.annotate(names_upper=names)
        for word in text.split()[:6]:
            found = found.filter(names_upper__contains=word.upper())
        return cast(Self, found)

    def open(self) -> Self:
        """Keep those that still ask something of us."""
        return self.exclude(status__in=sorted(INQUIRY_CLOSED))


class RegisterQuerySet(models.QuerySet[M]):
    """Entries of a register."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what is at sites whose registers the actor works on, and what they reported themselves."""
        if actor.is_system:
            return self
        keeps = Q(site__in=actor.sites_where(Permission.REGISTER_KEEP))
        own = Q(reported_by=actor.staff_id, site__in=actor.sites_where(Permission.REGISTER_REPORT))
        return self.filter(keeps | own if actor.staff_id else keeps)

    def open(self) -> Self:
        """Keep those with a deadline that still runs."""
        return self.filter(due_on__isnull=False)

    def overdue(self, today: dt.date) -> Self:
        """Keep those whose deadline has passed."""
        return self.filter(due_on__lt=today)


class EmergencyAccessQuerySet(models.QuerySet[M]):
    """Charts opened past the usual bounds."""

    def live(self, at: dt.datetime) -> Self:
        """Keep those that last at ``at``."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def reviewable_by(self, actor: Actor) -> Self:
        """Keep those of sites where the actor answers for privacy."""
        return self if actor.is_system else self.filter(site__in=actor.sites_where(Permission.PRIVACY_MANAGE))

    def waiting(self) -> Self:
        """Keep those nobody has reviewed."""
        return self.filter(reviewed_at__isnull=True)


class ConsentQuerySet(OfClientQuerySet[M]):
    """Consents."""

    def standing(self, on: dt.date) -> Self:
        """Keep those signed, not stopped and not expired on a clinic date."""
        return self.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=on),
            status=ConsentStatus.SIGNED,
            stopped_at__isnull=True,
            expired_event_at__isnull=True,
        )


class StandingPlacements(models.Manager[M]):
    """Placements that stand. One withdrawn before it began holds on no day, so nobody meets it by accident."""

    def get_queryset(self) -> OfEpisodeSpanQuerySet[M]:
        """Leave out those withdrawn before they began."""
        return OfEpisodeSpanQuerySet(self.model, using=self._db).filter(withdrawn_at__isnull=True)


StandingPlacementManager = StandingPlacements.from_queryset(OfEpisodeSpanQuerySet)


class ImportRunQuerySet(models.QuerySet[M]):
    """Files of clients from another system."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the files of sites where the actor brings clients in."""
        return self if actor.is_system else self.filter(site__in=actor.sites_where(Permission.CLIENTS_IMPORT))
