"""Who acts, read from the clinic's own roles in one query."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from iop.access.actors import Actor, Place
from iop.access.choices import Permission
from iop.accounts.models import User
from iop.audit.choices import ActorKind
from iop.clinic import rules
from iop.clinic.choices import CASELOAD_ONLY
from iop.clinic.models import Organization, SettingValue, StaffCredential, StaffMember
from iop.core import clock

ROLE_FIELDS = {
    "site_id": "site_roles__site_id",
    "site_name": "site_roles__site__name",
    "zone": "site_roles__site__time_zone",
    "site_active": "site_roles__site__is_active",
    "starts_on": "site_roles__starts_on",
    "ends_on": "site_roles__ends_on",
    "role_key": "site_roles__role__key",
    "role_is_clinical": "site_roles__role__is_clinical",
    "permissions": "site_roles__role__permissions",
}


def actor_for(user: User, at: dt.datetime) -> Actor:
    """Say who acts when this user does something at ``at``. A departed or blocked colleague holds nothing."""
    if not user.is_active:
        return Actor(kind=ActorKind(user.kind), id=user.id)
    return _read(Q(user_id=user.id), at) or Actor(kind=ActorKind(user.kind), id=user.id)


def actor_of(staff_id: uuid.UUID, at: dt.datetime) -> Actor:
    """Say who acts when this colleague does. Raises ``StaffMember.DoesNotExist``."""
    actor = _read(Q(pk=staff_id), at)
    if actor is None:
        raise StaffMember.DoesNotExist
    return actor


def local_day(staff_id: uuid.UUID, at: dt.datetime) -> dt.date:
    """Say which calendar date it is for a colleague: that of the site where they hold a role (the westernmost of several).

    A licence that ends today is good until the clinic's own midnight, not until that of Greenwich.
    """
    zones = StaffMember.objects.filter(pk=staff_id, site_roles__isnull=False).values_list(
        "site_roles__site__time_zone", flat=True
    )
    return _day_in(zones, at)


def _day_in(zones: Iterable[str], at: dt.datetime) -> dt.date:
    return min((clock.local_date(at, zone) for zone in set(zones)), default=at.astimezone(dt.UTC).date())


def _read(who: Q, at: dt.datetime) -> Actor | None:
    rows: list[Any] = list(
        StaffMember.objects.filter(who)
        .order_by()
        .values(
            "id", "user_id", "user__is_active", "first_name", "last_name", "left_on",
            held=_credentials(), caseload_only=_caseload_only(at), organization=Subquery(Organization.objects.values("name")[:1]),
            **{name: F(path) for name, path in ROLE_FIELDS.items()},
        )
    )  # fmt: skip
    if not rows:
        return None
    first = rows[0]
    grants, role_keys = _grants(rows, at)
    zones = [row["zone"] for row in rows if row["site_id"] in grants]
    return Actor(
        kind=ActorKind.STAFF,
        id=first["user_id"],
        staff_id=first["id"],
        display_name=f"{first['first_name']} {first['last_name']}",
        credential=rules.credential_on([_held(item) for item in first["held"]], _day_in(zones, at)),
        grants=grants,
        role_keys=role_keys,
        places=_places(rows, grants),
        organization=first["organization"] or "",
        caseload_sites=_caseload_sites(rows, grants, at),
    )


def _places(rows: list[dict[str, Any]], grants: Mapping[uuid.UUID, frozenset[str]]) -> tuple[Place, ...]:
    held = {row["site_id"]: row for row in rows if row["site_id"] in grants}
    places = [Place(id=site, name=row["site_name"], time_zone=row["zone"]) for site, row in held.items()]
    return tuple(sorted(places, key=lambda place: place.name))


def _grants(
    rows: list[dict[str, Any]], at: dt.datetime
) -> tuple[Mapping[uuid.UUID, frozenset[str]], Mapping[uuid.UUID, frozenset[str]]]:
    permissions: dict[uuid.UUID, set[str]] = defaultdict(set)
    keys: dict[uuid.UUID, set[str]] = defaultdict(set)
    for row in rows:
        if _role_holds(row, at):
            permissions[row["site_id"]].update(row["permissions"])
            keys[row["site_id"]].add(row["role_key"])
    return (
        {site: frozenset(held) for site, held in permissions.items()},
        {site: frozenset(held) for site, held in keys.items()},
    )


def _caseload_only(at: dt.datetime) -> Subquery:
    # Read with the roles: every request needs it, and most clinics leave it off.
    said = SettingValue.objects.filter(
        Q(site__isnull=True) | Q(site=OuterRef("site_roles__site")),
        key=CASELOAD_ONLY,
        valid_from__lte=at.astimezone(dt.UTC).date(),
    )
    return Subquery(said.order_by(F("site").desc(nulls_last=True), "-valid_from", "-id").values("value")[:1])


def _caseload_sites(
    rows: list[dict[str, Any]], grants: Mapping[uuid.UUID, frozenset[str]], at: dt.datetime
) -> frozenset[uuid.UUID]:
    # Who also holds a role that is not clinical (intake, privacy) or watches restricted charts sees everybody.
    kept_apart = {row["site_id"] for row in rows if row["site_id"] in grants and row["caseload_only"]}
    wider = {
        row["site_id"] for row in rows
        if _role_holds(row, at) and not row["role_is_clinical"] and Permission.CLIENT_VIEW in row["permissions"]
    }  # fmt: skip
    watching = {site for site, held in grants.items() if Permission.CHART_RESTRICT in held}
    return frozenset(kept_apart - wider - watching)


def _role_holds(row: dict[str, Any], at: dt.datetime) -> bool:
    if row["site_id"] is None or not row["site_active"] or not row["user__is_active"]:
        return False
    today = clock.local_date(at, row["zone"])
    if row["left_on"] and row["left_on"] <= today:
        return False
    return row["starts_on"] <= today and (row["ends_on"] is None or today <= row["ends_on"])


def _credentials() -> ArraySubquery:
    return ArraySubquery(
        StaffCredential.objects.filter(staff=OuterRef("pk"))
        .order_by()
        .values(
            json=JSONObject(
                code="kind__code",
                issued_on="issued_on",
                expires_on="expires_on",
                expires="kind__expires",
                is_primary="is_primary",
            )
        )
    )


def _held(item: dict[str, Any]) -> rules.Held:
    return rules.Held(
        code=item["code"],
        issued_on=dt.date.fromisoformat(item["issued_on"]),
        expires_on=dt.date.fromisoformat(item["expires_on"]) if item["expires_on"] else None,
        expires=item["expires"],
        is_primary=item["is_primary"],
    )
