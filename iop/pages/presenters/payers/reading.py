"""Payers with their plans, people and prices; sites' names and numbers; colleagues' numbers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from billing.models import BillingIdentity, ClinicianNumber, FeeLine, Payer, PayerEnrolment, PayerPlan
from clients.models import LevelOfCare
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site, StaffMember
from iop.core.money import dollars, money
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words, period_words

Row = dict[str, Any]


def read_payers(today: dt.date) -> list[Row]:
    """List payers by name, those in use first. One statement."""
    standing = Q(plans__coverages__error_at__isnull=True, plans__coverages__starts_on__lte=today)
    standing &= Q(plans__coverages__ends_on__isnull=True) | Q(plans__coverages__ends_on__gte=today)
    rows = Payer.objects.annotate(
        plan_count=Count("plans", distinct=True),
        covered=Count("plans__coverages__client", filter=standing, distinct=True),
    ).order_by("-is_active", "name")
    link = to("payer")
    return [
        {
            "url": link(row.pk), "name": row.name, "kind": str(row.get_kind_display()), "form": str(row.get_form_display()),
            "plans": row.plan_count, "covered": row.covered, "filing": row.filing_days, "is_active": row.is_active,
            "authorization": str(row.get_authorization_display()),
        }
        for row in rows
    ]  # fmt: skip


def payer_of(payer_id: uuid.UUID) -> Payer:
    """Give a payer; one that is not there is not found."""
    return _found(Payer.objects.select_related("party"), payer_id)


def plan_of(plan_id: uuid.UUID) -> PayerPlan:
    """Give a plan with its payer."""
    return _found(PayerPlan.objects.select_related("payer"), plan_id)


def enrolment_of(enrolment_id: uuid.UUID) -> PayerEnrolment:
    """Give an enrolment with payer and colleague."""
    return _found(PayerEnrolment.objects.select_related("payer", "staff"), enrolment_id)


def read_payer(row: Payer, today: dt.date) -> dict[str, Any]:
    """Give a payer's facts, plans, people and prices. Three statements."""
    return {
        "payer": row, "facts": _facts(row), "plans": _plans(row), "people": _people(row, today),
        "prices": read_prices(row, today),
    }  # fmt: skip


def read_prices(payer: Payer | None, today: dt.date) -> list[Row]:
    """List prices by code: the one that holds, what comes, and how many came before. One statement."""
    rows = FeeLine.objects.filter(payer=payer).select_related("level")
    by_place: dict[tuple[str, str], list[FeeLine]] = {}
    for row in rows.order_by("code", F("level__intensity").desc(nulls_first=True), "-valid_from", "-created_at", "-pk"):
        kept = by_place.setdefault((row.code, row.level.name if row.level else ""), [])
        if not any(each.valid_from == row.valid_from for each in kept):
            kept.append(row)
    return [_price(code, level, rows, today) for (code, level), rows in by_place.items()]


def identities_of(actor: Actor, today: dt.date) -> list[Row]:
    """List the sites whose numbers the colleague sees, with what holds today. Two statements."""
    sites = list(
        Site.objects.filter(pk__in=actor.sites_where(Permission.BILLING_VIEW), is_active=True).order_by("name")
    )
    rows = BillingIdentity.objects.filter(site__in=sites).order_by("-starts_on")
    by_site: dict[uuid.UUID, list[BillingIdentity]] = {}
    for row in rows:
        by_site.setdefault(row.site_id, []).append(row)
    return [
        {
            "url": to("billing_identity")(site.pk), "name": site.name, "may_change": actor.can(Permission.BILLING_SETUP, site.pk),
            "rows": [_identity(row, today) for row in by_site.get(site.pk, [])],
        }
        for site in sites
    ]  # fmt: skip


def newest_identity(site: Site) -> BillingIdentity | None:
    """Give what a site billed under last, to begin from."""
    return BillingIdentity.objects.filter(site=site).order_by("-starts_on").first()


def read_numbers(actor: Actor) -> list[Row]:
    """List colleagues who may render services, with their numbers. One statement."""
    people = clinicians(actor.sites_where(Permission.BILLING_VIEW)).select_related("clinician_number")
    link = to("clinician_number")
    return [
        {"url": link(one.pk), "name": one.name, "title": one.title, "number": getattr(one, "clinician_number", None)}
        for one in people
    ]


def clinicians(site_ids: Iterable[uuid.UUID]) -> QuerySet[StaffMember]:
    """Give colleagues of these sites in roles that treat clients."""
    rows = StaffMember.objects.filter(
        site_roles__site__in=list(site_ids), site_roles__role__is_clinical=True, left_on__isnull=True
    )
    return rows.distinct().order_by("last_name", "first_name")


def number_of(staff: StaffMember) -> ClinicianNumber | None:
    """Give a colleague's number."""
    return ClinicianNumber.objects.filter(staff=staff).first()


def levels() -> list[LevelOfCare]:
    """Give the levels of care a price may be for."""
    return list(LevelOfCare.objects.order_by("-intensity"))


def _facts(row: Payer) -> list[tuple[str, str]]:
    days = _("%(number)d days")
    found = [
        (_("Kind"), str(row.get_kind_display())),
        (_("Electronic number"), row.payer_code),
        (_("Filing code"), f"{row.filing_code} · {row.get_filing_code_display()}"),
        (_("Claims on"), str(row.get_form_display())),
        (_("Clearinghouse"), " · ".join(filter(None, (row.receiver_name, row.receiver_code)))),
        (_("First claim within"), days % {"number": row.filing_days}),
        (_("Correction within"), days % {"number": row.correction_days}),
        (_("Appeal within"), days % {"number": row.appeal_days}),
        (_("Peer-to-peer within"), days % {"number": row.peer_to_peer_days}),
        (_("Authorization"), " · ".join(filter(None, (str(row.get_authorization_display()), row.authorization_phone)))),
        (_("As the second payer"), _("takes claims") if row.takes_secondary else _("takes none")),
    ]
    return [one for one in found if one[1]]


def _plans(row: Payer) -> list[Row]:
    return [
        {
            "url": to("payer_plan_edit")(plan.pk), "name": plan.name, "in_network": plan.is_in_network,
            "authorization": str(plan.get_authorization_display()) if plan.authorization != "unknown" else "",
            "after": plan.authorization_after, "is_active": plan.is_active,
        }
        for plan in row.plans.order_by("-is_active", "name")
    ]  # fmt: skip


def _people(row: Payer, today: dt.date) -> list[Row]:
    rows = row.enrolments.select_related("staff").order_by("staff__last_name", "staff__first_name", "-starts_on")
    link = to("payer_enrolment_end")
    return [
        {
            "name": one.staff.name, "period": period_words(one.starts_on, one.ends_on), "note": one.note, "end_url": link(one.pk),
            "holds": one.starts_on <= today and (one.ends_on is None or one.ends_on >= today),
            "applied": day_words(one.applied_on) if one.applied_on else "",
        }
        for one in rows
    ]  # fmt: skip


def _price(code: str, level: str, rows: list[FeeLine], today: dt.date) -> Row:
    now = next((row for row in rows if row.valid_from <= today), None)
    coming = [row for row in rows if row.valid_from > today]
    return {
        "code": code, "level": level, "amount": money(now.cents) if now else "",
        "since": day_words(now.valid_from) if now else "",
        "coming": ", ".join(f"${dollars(row.cents)} {_('from')} {day_words(row.valid_from)}" for row in reversed(coming)),
        "before": len(rows) - len(coming) - (1 if now else 0),
    }  # fmt: skip


def _identity(row: BillingIdentity, today: dt.date) -> Row:
    return {
        "period": period_words(row.starts_on, row.ends_on), "name": row.legal_name, "npi": row.npi,
        "holds": row.starts_on <= today and (row.ends_on is None or row.ends_on >= today),
        "facts": [
            (_("Provider number (NPI)"), row.npi), (_("Employer number (EIN)"), f"{row.ein[:2]}-{row.ein[2:]}"),
            (_("Taxonomy"), row.taxonomy), (_("Address"), f"{row.street}, {row.city}, {row.state} {row.zip[:5]}-{row.zip[5:]}"),
            (_("Payers ask"), f"{row.contact_name}, {row.contact_phone}"), (_("Electronic number"), row.submitter_code),
            (_("Place of service"), row.place_of_service), (_("Type of bill"), f"{row.facility_type}X"),
        ],
    }  # fmt: skip


def _found(rows: QuerySet[Any], row_id: uuid.UUID) -> Any:
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row
