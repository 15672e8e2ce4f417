"""What a site tells everybody who asks about its program."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import policies
from iop.clinic.models import Site, SiteProfile
from iop.core.errors import Invalid, Stale, require
from iop.core.words import say

PROFILE_FIELDS = (
    "is_published", "form_enabled", "shows_seats", "licence", "accreditation", "therapies", "co_occurring", "insurers",
    "about_en", "about_es", "costs_en", "costs_es",
)  # fmt: skip
MOST_INSURERS = 60


@transaction.atomic
def save_profile(*, by: Actor, site_id: uuid.UUID, version: int, **fields: Any) -> SiteProfile:
    """Change what a site's program page says; ``fields`` are the columns of ``SiteProfile``.

    ``version`` is the one that was read, 0 for a page that was not begun. Raises ``Stale`` when somebody changed it
    meanwhile, ``Invalid`` when it is to be published without a word about the program.
    """
    require(policies.may_edit_profile(by, site_id))
    site = Site.objects.select_for_update().get(pk=site_id)
    profile = SiteProfile.objects.filter(site=site).first() or SiteProfile(site=site, version=0)
    if profile.version != version:
        raise Stale(say("Somebody else changed this page meanwhile. Look at it again; nothing was overwritten."))
    changed = [name for name in PROFILE_FIELDS if name in fields and getattr(profile, name) != fields[name]]
    for name in changed:
        setattr(profile, name, fields[name])
    _check(profile)
    profile.version += 1
    profile.save()
    record(
        by=by, verb="clinic.profile_changed", subject=profile, site_id=site.pk,
        detail={"fields": changed, "is_published": profile.is_published},
    )  # fmt: skip
    return profile


def lines(text: str) -> list[str]:
    """Read a list that was typed one to a line; empty lines and repetitions are left out."""
    return list(dict.fromkeys(line for line in (" ".join(part.split()) for part in text.splitlines()) if line))


def _check(profile: SiteProfile) -> None:
    if profile.is_published and not profile.about_en.strip():
        raise Invalid(say("Write a few words about the program before the page is published."), field="about_en")
    if len(profile.insurers) > MOST_INSURERS:
        raise Invalid(say("Name at most 60 insurers; others can ask."), field="insurers")
    _check_lengths(profile.insurers)


def _check_lengths(insurers: Iterable[str]) -> None:
    if any(len(one) > 120 for one in insurers):
        raise Invalid(say("One insurer to a line, at most 120 letters each."), field="insurers")
