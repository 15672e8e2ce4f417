"""What the clinic's own pages show, read with a fixed number of queries."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.choices import Permission
from iop.access.models import Role
from iop.clinic import rules, settings
from iop.clinic.choices import SETTINGS, Setting
from iop.clinic.models import (
    Closure,
    CredentialKind,
    OnCallShift,
    OpeningHours,
    SettingValue,
    Site,
    SiteRole,
    StaffMember,
)
from iop.clinic.policies import held
from iop.clinic.querysets import StaffQuerySet
from iop.core import clock
from iop.core.words import day_words, time_words


def sites(ids: Iterable[uuid.UUID]) -> list[dict[str, Any]]:
    """List sites for their page."""
    return [
        {
            "name": site.name,
            "code": site.code,
            "zone": site.time_zone.replace("_", " "),
            "url": reverse("site", args=[site.pk]),
            "tone": "good" if site.is_active else "quiet",
            "status": _("Open") if site.is_active else _("Closed for good"),
        }
        for site in Site.objects.filter(pk__in=list(ids))
    ]


def opening_hours(site: Site) -> tuple[dict[str, dt.time], int]:
    """Give every stretch of each weekday as the form's beginning values, and how many the fullest day has."""
    found: dict[str, dt.time] = {}
    count: Counter[int] = Counter()
    for row in OpeningHours.objects.filter(site=site).order_by("weekday", "opens"):
        number = count[row.weekday]
        found |= {f"opens_{row.weekday}_{number}": row.opens, f"closes_{row.weekday}_{number}": row.closes}
        count[row.weekday] += 1
    return found, max(count.values(), default=0)


def closures(site: Site, on: dt.date) -> list[dict[str, Any]]:
    """List a site's closures, past ones of the last year included."""
    rows = Closure.objects.filter(site=site, ends_on__gte=on - dt.timedelta(days=365))
    return [
        {
            "days": _days(row.starts_on, row.ends_on),
            "reason": row.reason,
            "remove_url": reverse("closure_remove", args=[row.pk]) if row.starts_on > on else "",
        }
        for row in rows
    ]


def _days(first: dt.date, last: dt.date | None) -> str:
    if last is None or first == last:
        return str(day_words(first))
    return f"{day_words(first)} – {day_words(last)}"


def staff_list(on: dt.date, *, departed: bool) -> list[dict[str, Any]]:
    """List colleagues with their roles today, their licence and what is wrong with it."""
    roles = SiteRole.objects.on(on).select_related("role", "site").order_by("site__name", "role__position")
    people = StaffMember.objects.filter(left_on__lte=on) if departed else StaffMember.objects.exclude(left_on__lte=on)
    rows = people.prefetch_related("credentials__kind", Prefetch("site_roles", queryset=roles, to_attr="roles_now"))
    warn_days = int(settings.value("credentials.warn_days", on=on))
    return [_staff_row(staff, on, warn_days) for staff in rows]


def _staff_row(staff: StaffMember, on: dt.date, warn_days: int) -> dict[str, Any]:
    held_roles: dict[str, list[str]] = defaultdict(list)
    for item in staff.roles_now:  # type: ignore[attr-defined]
        held_roles[item.site.name].append(item.role.name)
    return {
        "name": staff.name,
        "title": staff.title,
        "url": reverse("staff_member", args=[staff.pk]),
        "roles": [f"{', '.join(names)} · {site}" for site, names in held_roles.items()],
        "credential": credential_state([held(item) for item in staff.credentials.all()], on, warn_days),
    }


def credential_state(credentials: list[rules.Held], on: dt.date, warn_days: int) -> dict[str, str]:
    """Say in a chip how a colleague stands: licensed, ending within ``warn_days``, or not licensed."""
    now = rules.held_on(credentials, on)
    if not credentials:
        return {"tone": "quiet", "words": _("None on file")}
    if not now:
        return {"tone": "bad", "words": _("No valid credential")}
    end = now[0].expires_on
    if end and rules.days_to_end(end, on) <= warn_days:
        return {"tone": "warn", "words": _("%(code)s, ends %(day)s") % {"code": now[0].code, "day": day_words(end)}}
    return {"tone": "good", "words": now[0].code}


def credentials(staff: StaffMember, on: dt.date) -> list[dict[str, Any]]:
    """List a colleague's licences for their page."""
    return [
        {
            "code": row.kind.code,
            "name": row.kind.name,
            "number": " ".join(part for part in (row.state, row.number) if part),
            "days": f"{day_words(row.issued_on)} – {day_words(row.expires_on) if row.expires_on else _('no end')}",
            "tone": "good" if rules.holds(held(row), on) else "bad",
            "status": _("Valid") if rules.holds(held(row), on) else _("Not valid today"),
            "url": reverse("credential_change", args=[row.pk]),
        }
        for row in staff.credentials.select_related("kind")
    ]


def site_roles(staff: StaffMember, on: dt.date) -> list[dict[str, Any]]:
    """List the roles that a colleague holds, held and will hold."""
    rows = staff.site_roles.select_related("role", "site").order_by("-starts_on")
    return [
        {
            "role": row.role.name,
            "site": row.site.name,
            "days": f"{day_words(row.starts_on)} – {day_words(row.ends_on) if row.ends_on else _('open-ended')}",
            "is_over": bool(row.ends_on and row.ends_on < on),
            "end_url": "" if row.ends_on and row.ends_on < on else reverse("role_end", args=[row.pk]),
        }
        for row in rows
    ]


def kinds() -> list[dict[str, Any]]:
    """List the kinds of credentials and what each allows."""
    return [
        {
            "code": kind.code,
            "name": kind.name,
            "url": reverse("credential_kind", args=[kind.pk]),
            "leads": _leads(kind),
            "signs": _signs(kind),
            "expires": _("yes") if kind.expires else _("no"),
        }
        for kind in CredentialKind.objects.all()
    ]


def _leads(kind: CredentialKind) -> str:
    if kind.may_lead:
        return _("alone")
    return _("under supervision") if kind.may_lead_supervised else _("no")


def _signs(kind: CredentialKind) -> str:
    if not kind.may_sign:
        return _("no")
    return _("with a co-signature") if kind.needs_cosignature else _("yes")


def settings_today(on: dt.date, site_id: uuid.UUID | None) -> list[dict[str, Any]]:
    """List every setting with its value today."""
    now = settings.values(SETTINGS, on=on, site_id=site_id)
    return [
        {
            "label": item.label,
            "value": value_words(item, now[key]),
            "is_default": now[key] == item.default,
            "url": reverse("setting", args=[key]),
        }
        for key, item in SETTINGS.items()
    ]


def history(key: str, sites_seen: Iterable[uuid.UUID]) -> list[dict[str, Any]]:
    """List every value that one setting ever had, the newest first."""
    rows = SettingValue.objects.filter(key=key).select_related("site").order_by("-valid_from", "-id")
    seen = set(sites_seen)
    return [
        {
            "from": day_words(row.valid_from),
            "where": row.site.name if row.site else _("The whole clinic"),
            "value": value_words(SETTINGS[key], row.value),
        }
        for row in rows
        if row.site_id is None or row.site_id in seen
    ]


def value_words(setting: Setting, value: Any) -> str:
    """Say a setting's value with its unit."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if setting.options:
        return ", ".join(str(label) for code, label in setting.options if code in value) or _("none")
    return f"{value} {setting.unit}".strip()


def rota(site: Site, at: dt.datetime) -> list[dict[str, Any]]:
    """List who is on call at a site from now on, and where the rota has gaps."""
    ahead = at + dt.timedelta(days=60)
    shifts = OnCallShift.objects.between(at, ahead).filter(site=site).select_related("staff")
    rows: list[dict[str, Any]] = []
    covered_until = at
    for shift in shifts:
        if shift.starts_at > covered_until:
            rows.append(_gap(covered_until, shift.starts_at, site.time_zone))
        rows.append(_shift(shift, at, site.time_zone))
        covered_until = shift.ends_at
    return rows


def _shift(shift: OnCallShift, at: dt.datetime, zone: str) -> dict[str, Any]:
    return {
        "who": shift.staff.name,
        "phone": str(shift.phone or shift.staff.phone or ""),
        "when": _stretch(shift.starts_at, shift.ends_at, zone),
        "is_now": shift.starts_at <= at,
        "remove_url": reverse("on_call_remove", args=[shift.pk]),
    }


def _gap(start: dt.datetime, end: dt.datetime, zone: str) -> dict[str, Any]:
    return {"who": "", "when": _stretch(start, end, zone), "is_gap": True}


def _stretch(start: dt.datetime, end: dt.datetime, zone: str) -> str:
    first, last = clock.local_date(start, zone), clock.local_date(end, zone)
    until = time_words(end, zone) if first == last else f"{day_words(last)}, {time_words(end, zone)}"
    return f"{day_words(first)}, {time_words(start, zone)} – {until}"


def roles() -> list[dict[str, Any]]:
    """List the roles with what each allows, in words."""
    words = dict(Permission.choices)
    return [
        {
            "name": role.name,
            "description": role.description,
            "permissions": [words.get(item, item) for item in role.permissions],
            "url": reverse("role", args=[role.pk]),
        }
        for role in Role.objects.all()
    ]


def colleagues(on: dt.date) -> StaffQuerySet:
    """Give those who work here on ``on``, for a choice."""
    return StaffMember.objects.working(on)
