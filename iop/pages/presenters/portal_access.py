"""Who may sign in from outside, by client: the client themselves, and their relatives with what a release permits."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from clients import portal_policies as policies
from clients.choices import ContactKind
from clients.models import Client, ContactPoint, PortalAccount, PortalInvitation, RelatedPerson, Relationship
from clients.portal_releases import released_people
from clients.portal_rules import Tries
from iop.access.actors import Actor
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.when import instant_words

MOST_ENDED = 20


def read_access(actor: Actor, chart: Chart, at: dt.datetime) -> dict[str, Any]:
    """Read everything about who signs in for one chart, in a fixed number of statements."""
    wall, may = ZoneInfo(chart.zone), policies.may_invite(actor, chart.client) is None
    rows = list(Relationship.objects.filter(client=chart.client).select_related("person").order_by("created_at"))
    people = [row.person_id for row in rows]
    accounts, asked = _accounts(chart, people), _invitations(chart, people)
    released = released_people(chart.client.pk, at)
    own = _one(chart, None, accounts.get(None), asked.get(None), wall, at)
    relatives = [
        {
            **_one(chart, row.person, accounts.get(row.person_id), asked.get(row.person_id), wall, at),
            "name": _name(row.person), "role": row.role, "is_released": row.person_id in released,
        }
        for row in rows
    ]  # fmt: skip
    return {"own": own, "relatives": relatives, "may_invite": may, "ended": _ended(chart, people, wall)}


def person_of(chart: Chart, person_id: uuid.UUID | None) -> RelatedPerson | None:
    """Find one of a client's contacts; none asks for the client themselves."""
    if person_id is None:
        return None
    row = Relationship.objects.filter(client=chart.client, person=person_id).select_related("person").first()
    if row is None:
        raise Http404
    return row.person


def account_here(chart: Chart, account_id: uuid.UUID) -> PortalAccount:
    """Find an account that is looked after from this chart."""
    people = Relationship.objects.filter(client=chart.client).values("person")
    rows = PortalAccount.objects.filter(_theirs(chart) | Q(person__in=people), pk=account_id)
    row = rows.select_related("client", "person").first()
    if row is None:
        raise Http404
    return row


def first_words(client: Client, person: RelatedPerson | None) -> dict[str, str]:
    """Fill an invitation with the address and the language that are in the chart."""
    if person is not None:
        return {"email": person.email, "language": person.language}
    found = ContactPoint.objects.filter(client=client, kind=ContactKind.EMAIL).order_by("-is_preferred")
    language = "es" if client.language == "es" else "en"
    return {"email": found.values_list("value", flat=True).first() or "", "language": language}


def called(account: PortalAccount) -> str:
    """Say whose account it is."""
    return _name(account.person) if account.person else account.client.name if account.client else ""


def _theirs(chart: Chart) -> Q:
    return Q(client=chart.client) | Q(client__merged_into=chart.client)


def _accounts(chart: Chart, people: list[uuid.UUID]) -> Mapping[uuid.UUID | None, PortalAccount]:
    rows = PortalAccount.objects.filter(_theirs(chart) | Q(person__in=people), ended_at__isnull=True)
    return {row.person_id: row for row in rows.select_related("user")}


def _invitations(chart: Chart, people: list[uuid.UUID]) -> Mapping[uuid.UUID | None, PortalInvitation]:
    whose = Q(client=chart.client) | Q(person__in=people, via_client=chart.client)
    rows = PortalInvitation.objects.filter(whose, accepted_at__isnull=True, revoked_at__isnull=True)
    return {row.person_id: row for row in rows.select_related("invited_by")}


def _one(
    chart: Chart, person: RelatedPerson | None, account: PortalAccount | None, asked: PortalInvitation | None,
    wall: ZoneInfo, at: dt.datetime,
) -> dict[str, Any]:  # fmt: skip
    where = [chart.client.pk, *([person.pk] if person else [])]
    invite_url = reverse("client_portal_invite_person" if person else "client_portal_invite", args=where)
    return {
        "invite_url": invite_url, "account": _account(chart, account, wall, at) if account else None,
        "asked": _asked(chart, asked, wall, at) if asked else None,
    }  # fmt: skip


def _account(chart: Chart, row: PortalAccount, wall: ZoneInfo, at: dt.datetime) -> dict[str, Any]:
    tries = Tries(row.tries, row.locks, row.locked_until)
    state = (
        (_("shut after wrong PINs"), "bad") if tries.is_shut_for_good
        else (_("resting after wrong PINs"), "warn") if tries.is_resting(at)
        else (_("can sign in"), "good")
    )  # fmt: skip
    seen = instant_words(row.last_signed_in_at, wall) if row.last_signed_in_at else ""
    return {
        "email": row.user.email, "since": instant_words(row.created_at, wall), "seen": seen, "state": state[0], "tone": state[1],
        "is_shut": tries.is_shut_for_good or tries.is_resting(at),
        "end_url": reverse("client_portal_end", args=[chart.client.pk, row.pk]),
        "open_url": reverse("client_portal_open", args=[chart.client.pk, row.pk]),
    }  # fmt: skip


def _asked(chart: Chart, row: PortalInvitation, wall: ZoneInfo, at: dt.datetime) -> dict[str, Any]:
    return {
        "email": row.email, "sent": instant_words(row.sent_at, wall), "by": str(row.invited_by),
        "until": instant_words(row.expires_at, wall), "is_over": row.expires_at <= at,
        "revoke_url": reverse("client_portal_revoke", args=[chart.client.pk, row.pk]),
    }  # fmt: skip


def _ended(chart: Chart, people: list[uuid.UUID], wall: ZoneInfo) -> list[dict[str, str]]:
    rows = PortalAccount.objects.filter(_theirs(chart) | Q(person__in=people), ended_at__isnull=False)
    found = rows.select_related("person", "client", "ended_by").order_by("-ended_at")[:MOST_ENDED]
    return [
        {
            "name": called(row), "when": instant_words(row.ended_at, wall), "why": str(row.get_end_reason_display()),
            "by": str(row.ended_by) if row.ended_by else "",
        }
        for row in found if row.ended_at
    ]  # fmt: skip


def _name(person: RelatedPerson) -> str:
    return f"{person.first_name} {person.last_name}".strip()
