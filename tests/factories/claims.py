"""A clinic that may bill: a client in treatment, covered, who agreed that the payer is told, with charges of last week."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from billing.actions import claims as actions
from clients.choices import ConsentKind, ContactKind, Information, Purpose
from clients.models import ContactPoint, DiagnosisCode
from iop.access.actors import SYSTEM
from tests.factories import billing, clients, privacy

AT = dt.datetime(2026, 3, 9, 15, 0, tzinfo=dt.UTC)
WEEK = (dt.date(2026, 3, 2), dt.date(2026, 3, 8))
DAYS = (dt.date(2026, 3, 2), dt.date(2026, 3, 4), dt.date(2026, 3, 6))


def make_covered(site, payer, **fields) -> SimpleNamespace:
    """A client in treatment whom ``payer`` covers and may be told about."""
    by = clients.make_actor(site)
    client = clients.make_client(site, **{"sex": "female", **fields})
    episode = client.episodes.get() if client.episodes.exists() else clients.make_admitted(site)
    ContactPoint.objects.create(client=client, kind=ContactKind.POSTAL, value="2 Elm St, Boston, MA 02110")
    consent = privacy.make_consent(
        client, kind=ConsentKind.SPECIFIC, party=payer.party, purposes=[Purpose.PAYMENT],
        information=[Information.BILLING, Information.DIAGNOSIS, Information.ATTENDANCE, Information.CONTACT],
    )  # fmt: skip
    plan = payer.plans.first() or billing.make_plan(payer)
    return SimpleNamespace(
        client=client, episode=episode, coverage=billing.make_coverage(client, plan), consent=consent, by=by
    )


def make_billing(**payer_fields) -> SimpleNamespace:
    site = clients.make_site()
    DiagnosisCode.objects.get_or_create(
        code="F10.20", valid_from=dt.date(2015, 10, 1), defaults={"title": "Alcohol dependence", "source": "test"}
    )
    payer = billing.make_payer(**payer_fields)
    number = billing.make_number(clients.make_staff(site, "counselor"))
    return SimpleNamespace(
        site=site, payer=payer, identity=billing.make_identity(site), number=number,
        rule=billing.make_rule(payer, clients.make_level(), form=payer.form, revenue_code="0906"),
        biller=clients.make_actor(site, "biller"),
    )  # fmt: skip


def charge(house, one, on=DAYS[0], **fields):
    return billing.make_charge(
        one.episode, on, coverage=one.coverage, rule=house.rule, rendered_by=house.number.staff, **fields
    )


def make_claims(house, people=1, days=DAYS):
    """Claims of some people for last week, made and checked."""
    for _ in range(people):
        one = make_covered(house.site, house.payer)
        for on in days:
            charge(house, one, on)
    return made(house)


def made(house, by=SYSTEM, at=AT):
    return actions.make(by=by, site_id=house.site.pk, first=WEEK[0], last=WEEK[1], at=at)
