"""The organisation, its sites, their hours and closures."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Mapping, Sequence
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import policies
from iop.clinic.models import Closure, OpeningHours, Organization, Site
from iop.clinic.naming import refuse_revealing_name
from iop.core.errors import Conflict, Invalid, require, require_current
from iop.core.words import say

CHANGED = say("Somebody else changed this site meanwhile. Look at it again; nothing of theirs was overwritten.")
SITE_FIELDS = ("name", "code", "address", "state", "phone", "time_zone", "is_active")


@transaction.atomic
def change_organization(*, by: Actor, name: str, neutral_name: str) -> Organization:
    """Change what the clinic is called, and the neutral name that messages use instead."""
    require(policies.may_edit_clinic(by))
    refuse_revealing_name(neutral_name)
    row = Organization.objects.select_for_update().get()
    row.name, row.neutral_name = name, neutral_name
    row.save()
    record(by=by, verb="clinic.organization_changed", subject=row)
    return row


@transaction.atomic
def add_site(*, by: Actor, **fields: object) -> Site:
    """Open a site. ``fields`` are the columns of ``Site``; the time zone must be an IANA name."""
    require(policies.may_edit_clinic(by))
    site = Site(**_site_fields(fields))
    _save_site(site)
    record(
        by=by,
        verb="clinic.site_added",
        subject=site,
        site_id=site.pk,
        detail={"code": site.code, "time_zone": site.time_zone},
    )
    return site


@transaction.atomic
def change_site(*, by: Actor, site_id: uuid.UUID, version: int, **fields: object) -> Site:
    """Change a site. ``version`` is the one that was read; somebody else's change meanwhile raises ``Stale``."""
    require(policies.may_edit_clinic(by, site_id))
    site = _locked(site_id, version)
    wanted = _site_fields(fields)
    changed = [name for name, value in wanted.items() if getattr(site, name) != value]
    for name, value in wanted.items():
        setattr(site, name, value)
    site.version += 1
    _save_site(site)
    record(by=by, verb="clinic.site_changed", subject=site, site_id=site.pk, detail={"fields": changed})
    return site


@transaction.atomic
def set_opening_hours(
    *, by: Actor, site_id: uuid.UUID, hours: Mapping[int, Sequence[tuple[dt.time, dt.time]]], version: int | None = None
) -> list[OpeningHours]:
    """Replace a site's opening hours: weekday (Monday is 0) to its stretches. A weekday that is left out is closed.

    Raises ``Stale`` when the site is no longer at ``version``.
    """
    require(policies.may_edit_clinic(by, site_id))
    site = _locked(site_id, version)
    for stretches in hours.values():
        _check_stretches(stretches)
    OpeningHours.objects.filter(site_id=site_id).delete()
    rows = [
        OpeningHours(site_id=site_id, weekday=weekday, opens=opens, closes=closes)
        for weekday, stretches in hours.items()
        for opens, closes in stretches
    ]
    OpeningHours.objects.bulk_create(rows)
    site.version += 1
    site.save(update_fields=["version"])
    record(
        by=by, verb="clinic.opening_hours_changed", subject=("clinic.site", site_id), site_id=site_id,
        detail={"hours": [[row.weekday, row.opens, row.closes] for row in rows]},
    )  # fmt: skip
    return rows


@transaction.atomic
def add_closure(*, by: Actor, site_id: uuid.UUID, starts_on: dt.date, ends_on: dt.date, reason: str) -> Closure:
    """Close a site from ``starts_on`` to ``ends_on``, both included: no session is made on those days."""
    require(policies.may_edit_clinic(by, site_id))
    if ends_on < starts_on:
        raise Invalid(say("The last day cannot be before the first."), field="ends_on")
    row = Closure.objects.create(site_id=site_id, starts_on=starts_on, ends_on=ends_on, reason=reason)
    record(
        by=by, verb="clinic.closure_added", subject=row, site_id=site_id,
        detail={"starts_on": starts_on, "ends_on": ends_on},
    )  # fmt: skip
    return row


@transaction.atomic
def remove_closure(*, by: Actor, closure_id: uuid.UUID, on: dt.date) -> None:
    """Take back a closure that has not begun by ``on``. Days already spent closed stay on record."""
    row = Closure.objects.select_for_update().get(pk=closure_id)
    require(policies.may_edit_clinic(by, row.site_id))
    if row.starts_on <= on:
        raise Conflict(
            say("This closure has begun; it stays on record. Add sessions by hand if the site opens after all.")
        )
    row.delete()
    record(by=by, verb="clinic.closure_removed", subject=("clinic.closure", closure_id), site_id=row.site_id)


def _locked(site_id: uuid.UUID, version: int | None) -> Site:
    site = Site.objects.select_for_update().get(pk=site_id)
    require_current(site.version, version, CHANGED)
    return site


def _site_fields(fields: Mapping[str, object]) -> dict[str, object]:
    wanted = {name: fields[name] for name in SITE_FIELDS if name in fields}
    if "time_zone" in wanted and wanted["time_zone"] not in available_timezones():
        raise Invalid(say("Choose a time zone from the list."), field="time_zone")
    return wanted


def _save_site(site: Site) -> None:
    try:
        with transaction.atomic():
            site.save()
    except IntegrityError as clash:
        if "clinic_site" not in str(clash):
            raise
        raise Conflict(say("Another site already has this name or short code."), field="name") from clash


def _check_stretches(stretches: Sequence[tuple[dt.time, dt.time]]) -> None:
    ordered = sorted(stretches)
    if any(closes <= opens for opens, closes in ordered):
        raise Invalid(say("A site closes after it opens."), field="opening_hours")
    if any(later[0] < earlier[1] for earlier, later in itertools.pairwise(ordered)):
        raise Invalid(say("Two stretches of one day overlap."), field="opening_hours")
