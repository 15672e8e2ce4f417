"""The registers of recipients, agreements and court orders, as their pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients import party_rules, rules
from clients.choices import ConsentStatus, PartyKind
from clients.models import Client, CourtOrder, RecipientParty, RelatedPerson, ServiceAgreement
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.clients.parts.common import PAGE, page_words
from iop.pages.presenters.privacy.words import STANDING_TONE, information_words, purpose_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import period_words

STANDING_LABELS = {
    party_rules.Standing.AHEAD: gettext_lazy("not in force yet"),
    party_rules.Standing.LIVE: gettext_lazy("in force"),
    party_rules.Standing.ENDING: gettext_lazy("ends soon"),
    party_rules.Standing.OVER: gettext_lazy("over"),
}


@dataclass(frozen=True)
class PartyWish:
    """Which recipients are asked for. ``text`` was posted and never stands in an address."""

    text: str = ""
    kind: str = ""
    retired: bool = False
    page: int = 1

    def query(self, page: int = 1) -> str:
        """Write the coded part as the end of an address."""
        codes = {"kind": self.kind, "retired": "1" if self.retired else "", "page": str(page) if page > 1 else ""}
        return f"?{urlencode({name: value for name, value in codes.items() if value})}"


def party_wish(asked: Mapping[str, str], text: str = "") -> PartyWish:
    """Read codes from the address or the posted form; what makes no sense is left out."""
    kind, page = asked.get("kind", ""), asked.get("page", "")
    return PartyWish(
        text=rules.plain_line(text)[:200],
        kind=kind if kind in PartyKind.values else "",
        retired=asked.get("retired") == "1",
        page=int(page) if page.isdecimal() and 0 < len(page) < 5 and int(page) else 1,
    )


def read_parties(wish: PartyWish, today: dt.date) -> dict[str, Any]:
    """Read one page of recipients: two statements, whatever their number."""
    rows = _parties(wish, today)
    total = rows.count()
    start = (wish.page - 1) * PAGE
    shown = [_party(row, today) for row in rows[start : start + PAGE]]
    more = start + len(shown) < total
    return {
        "rows": shown,
        "wish": wish,
        "total": total,
        "says": page_words(start, len(shown), total),
        "earlier": wish.query(wish.page - 1) if wish.page > 1 else "",
        "later": wish.query(wish.page + 1) if more else "",
        "kinds": [(kind.value, kind.label) for kind in PartyKind if kind != PartyKind.RELATIVE],
    }


def get_party(party_id: Any) -> RecipientParty:
    """Find a recipient, or nothing (``Http404``)."""
    row = RecipientParty.objects.filter(pk=party_id).first()
    if row is None:
        raise Http404
    return row


def read_party(actor: Actor, party: RecipientParty, today: dt.date) -> dict[str, Any]:
    """Read one recipient with its agreements and orders, and how many consents name it."""
    agreements = ServiceAgreement.objects.filter(party=party).select_related("party").order_by("-starts_on", "pk")
    return {
        "party": party,
        "kind": party.get_kind_display(),
        "phone": rules.phone_for_people(party.phone) if party.phone else "",
        "agreements": [agreement_row(row, today) for row in agreements],
        "orders": [order_row(row, today, names_of(actor, [row])) for row in _orders(actor).filter(party=party)[:PAGE]],
        "consents": party.consents.visible_to(actor)
        .filter(status=ConsentStatus.SIGNED, stopped_at__isnull=True)
        .count(),
        "can_serve": party.kind not in party_rules.ASK_NOTHING_OF_US,
    }


def read_agreements(today: dt.date, *, all_of_them: bool = False) -> list[dict[str, Any]]:
    """Read agreements, those that end soonest first; one statement."""
    rows = ServiceAgreement.objects.select_related("party").order_by("ends_on", "party__name", "pk")
    if not all_of_them:
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today - dt.timedelta(days=party_rules.WARN_DAYS)))
    return [agreement_row(row, today) for row in rows]


def get_agreement(agreement_id: Any) -> ServiceAgreement:
    """Find an agreement, or nothing (``Http404``)."""
    row = ServiceAgreement.objects.select_related("party", "paper").filter(pk=agreement_id).first()
    if row is None:
        raise Http404
    return row


def agreement_row(row: ServiceAgreement, today: dt.date) -> dict[str, Any]:
    """Say an agreement in words."""
    standing = party_rules.standing(row.starts_on, row.ends_on, today)
    return {
        "url": to("agreement")(row.pk),
        "party": row.party.name,
        "kind": row.get_kind_display(),
        "services": row.services,
        "purposes": ", ".join(purpose_words(row.purposes)),
        "period": period_words(row.starts_on, row.ends_on),
        "tone": STANDING_TONE[standing],
        "standing": _standing_words(standing, row.ends_on, today),
        "ended_reason": row.ended_reason,
    }


def read_orders(actor: Actor, today: dt.date, page: int) -> dict[str, Any]:
    """Read court orders of the actor's sites, the newest first: three statements."""
    rows = _orders(actor)
    total = rows.count()
    start = (page - 1) * PAGE
    shown = list(rows[start : start + PAGE])
    names = names_of(actor, shown)
    return {
        "rows": [order_row(row, today, names) for row in shown],
        "says": page_words(start, len(shown), total),
        "earlier": f"?page={page - 1}" if page > 1 else "",
        "later": f"?page={page + 1}" if start + len(shown) < total else "",
    }


def get_order(actor: Actor, order_id: Any) -> CourtOrder:
    """Find a court order of the actor's sites, or nothing (``Http404``)."""
    row = _orders(actor).filter(pk=order_id).first()
    if row is None:
        raise Http404
    return row


def names_of(actor: Actor, rows: Sequence[CourtOrder]) -> dict[Any, str]:
    """Name the clients of these rows whose chart the actor may open."""
    wanted = {row.client_id for row in rows if row.client_id}
    return {client.pk: client.name for client in Client.objects.visible_to(actor).filter(pk__in=wanted)}


def order_row(row: CourtOrder, today: dt.date, names: Mapping[Any, str]) -> dict[str, Any]:
    """Say a court order in words, and why it opens nothing where it does not."""
    why = party_rules.why_order_opens_nothing(row.mandate, row.notice_given, row.ends_on, today)
    about = names.get(row.client_id, _("A chart not open to you")) if row.client_id else _("The program")
    return {
        "url": to("court_order")(row.pk),
        "court": row.court,
        "docket": row.docket,
        "section": row.get_section_display(),
        "issued": period_words(row.issued_on, row.issued_on).split(" – ")[0],
        "about": about,
        "client_url": to("client")(row.client_id) if row.client_id and row.client_id in names else "",
        "party": row.party.name,
        "information": information_words(row.information),
        "mandate": row.mandate,
        "tone": "good" if why is None else "warn",
        "standing": _("both papers here")
        if why is None
        else _("opens nothing yet")
        if not row.mandate
        else _("closed"),
        "why": why or party_rules.BOTH_HERE,
        "opens": why is None,
    }


def ending_agreements(today: dt.date) -> int:
    """Count agreements in force that end within the warning time."""
    last = today + dt.timedelta(days=party_rules.WARN_DAYS)
    return ServiceAgreement.objects.on(today).filter(ends_on__lte=last).count()


def _parties(wish: PartyWish, today: dt.date) -> QuerySet[RecipientParty]:
    in_force = ServiceAgreement.objects.on(today).filter(party=OuterRef("pk"))
    rows = RecipientParty.objects.filter(is_active=not wish.retired).annotate(
        served=Exists(in_force), agreement_count=Count("agreements")
    )
    # Whose relative somebody is stands in a chart; the register does not list them.
    rows = rows.exclude(kind=PartyKind.RELATIVE)
    if wish.kind:
        rows = rows.filter(kind=wish.kind)
    for word in wish.text.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(organization__icontains=word) | Q(address__icontains=word))
    return rows.order_by("name", "pk")


def _party(row: Any, today: dt.date) -> dict[str, Any]:
    return {
        "url": to("recipient")(row.pk),
        "name": row.name,
        "organization": row.organization,
        "kind": row.get_kind_display(),
        "address": ", ".join(row.address.splitlines()),
        "phone": rules.phone_for_people(row.phone) if row.phone else "",
        "tone": "good" if row.served else "bad" if row.agreement_count else "",
        "agreement": _("agreement in force")
        if row.served
        else _("no agreement in force")
        if row.agreement_count
        else "",
    }


def _orders(actor: Actor) -> QuerySet[CourtOrder]:
    sites = actor.sites_where(Permission.PRIVACY_MANAGE) | actor.sites_where(Permission.DISCLOSE)
    # An order about a chart that is not theirs to open is not there; one about the program is.
    theirs = Q(client__isnull=True) | Q(client__in=Client.objects.visible_to(actor).values("pk"))
    return (
        CourtOrder.objects.filter(theirs, site__in=sites)
        .select_related("party", "site", "paper")
        .order_by("-issued_on", "pk")
    )


def _standing_words(standing: party_rules.Standing, ends_on: dt.date | None, today: dt.date) -> str:
    if standing == party_rules.Standing.ENDING and ends_on is not None:
        return _("ends in %(days)d days") % {"days": (ends_on - today).days}
    return str(STANDING_LABELS[standing])


def today_of(request: Any) -> dt.date:
    """Say which date it is at the site in the page's frame."""
    zone = getattr(getattr(request, "site", None), "time_zone", "") or "UTC"
    return clock.today(zone)


def related_person(client: Client, person_id: Any) -> RelatedPerson:
    """Find somebody from the client's contacts, or nothing (``Http404``)."""
    row = RelatedPerson.objects.filter(pk=person_id, relationships__client=client).first()
    if row is None:
        raise Http404
    return row
