"""The checklist with its order, referral sources, and which sites tell about themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils import dateformat

from clients.choices import CheckKind, PayerKind
from clients.models import IntakeCheck, ReferralSource
from iop.clinic.models import Site, SiteProfile
from iop.pages.presenters.schedule.addresses import to


def read_setup(sites: QuerySet[Site]) -> dict[str, Any]:
    """Read both checklists and the sites with their pages: three statements."""
    checks = list(IntakeCheck.objects.order_by("kind", "-is_active", "position", "key"))
    profiles = {profile.site_id: profile for profile in SiteProfile.objects.filter(site__in=sites)}
    return {
        "groups": [_group(kind, [check for check in checks if check.kind == kind]) for kind in CheckKind],
        "pages": [_page(site, profiles.get(site.pk)) for site in sites],
    }


def moved_order(check: IntakeCheck, step: int) -> list[IntakeCheck]:
    """Give the checks of a kind with one of them a place earlier (-1) or later (1): one statement."""
    rows = list(IntakeCheck.objects.filter(kind=check.kind, is_active=True).order_by("position", "key"))
    here = next((place for place, row in enumerate(rows) if row.pk == check.pk), None)
    if here is None:
        return rows
    rows.insert(max(0, here + step), rows.pop(here))
    return rows


def read_sources() -> list[dict[str, Any]]:
    """Read the referral sources with how many came from each: one statement."""
    rows = ReferralSource.objects.annotate(came=Count("inquiries"), last=Max("inquiries__received_at"))
    return [
        {
            "url": to("referral_source")(row.pk),
            "organization": row.organization,
            "kind": row.get_kind_display(),
            "contact": " · ".join(part for part in (row.contact_person, row.phone, row.email) if part),
            "came": row.came,
            "last": dateformat.format(row.last, "M Y") if row.last else "",
            "is_active": row.is_active,
        }
        for row in rows.order_by("-is_active", "organization")
    ]


def _group(kind: CheckKind, checks: list[IntakeCheck]) -> dict[str, Any]:
    labels = dict(PayerKind.choices)
    return {
        "kind": str(kind),
        "label": kind.label,
        "rows": [
            {
                "url": to("check")(check.pk),
                "move_url": to("check_move")(check.pk),
                "text": check.text,
                "hint": check.hint,
                "is_needed": check.is_needed,
                "is_active": check.is_active,
                "payers": ", ".join(str(labels[payer]) for payer in check.payer_kinds),
            }
            for check in checks
        ],
    }


def _page(site: Site, profile: SiteProfile | None) -> dict[str, Any]:
    return {
        "name": site.name,
        "url": to("site_profile")(site.pk),
        "code": site.code,
        "is_published": bool(profile and profile.is_published),
        "takes_messages": bool(profile and profile.is_published and profile.form_enabled),
    }
