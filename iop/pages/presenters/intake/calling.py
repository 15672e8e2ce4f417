"""The screen of a call: what can be chosen, and the answer to what was typed so far."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clients.choices import CheckKind
from clients.models import IntakeCheck, ReferralSource
from iop.access.actors import Actor, Place
from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.pages.intake_forms.inquiry import CallForm
from iop.pages.presenters.intake.answer import Answer, Calling, read_answer
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from scheduling.models import Track


@dataclass(frozen=True)
class CallPage:
    """What a colleague who answers the phone may choose from."""

    actor: Actor
    places: Sequence[Place]
    chosen: Place
    sources: Sequence[ReferralSource]
    tracks: Sequence[Track]
    checks: Sequence[IntakeCheck]
    at: dt.datetime

    def form(self, data: Any = None) -> CallForm:
        """Make the form of the call."""
        fit = [check for check in self.checks if check.kind == CheckKind.FIT]
        form = CallForm(data, initial={"site": str(self.chosen.id)})
        form.offer(places=self.places, sources=self.sources, tracks=self.tracks, zone=self.chosen.time_zone)
        return form.ask(fit)

    def answer(self, data: Mapping[str, Any], posted: Mapping[str, str] | None = None) -> Answer:
        """Answer what is known so far."""
        posted = posted or {}
        told = frozenset(code for code in posted.get("told", "").split(",") if code)
        site = Site(pk=self.chosen.id, name=self.chosen.name, time_zone=self.chosen.time_zone)
        return read_answer(
            Calling(
                actor=self.actor, site=site, checks=self.checks, at=self.at, data=data, same_as=posted.get("same_as", ""),
                told=told,
            )
        )  # fmt: skip

    def answer_to(self, form: CallForm, posted: Mapping[str, str]) -> Answer:
        """Answer a form as far as it makes sense by now."""
        form.is_valid()
        return self.answer(form.cleaned_data, posted)

    def same_client(self, posted: Mapping[str, str]) -> uuid.UUID | None:
        """Give the client that this was said to be, if one was chosen."""
        kind, _, which = posted.get("same_as", "").partition(":")
        return as_uuid(which) if kind == "client" else None


def read_call(request: StaffRequest, at: dt.datetime) -> CallPage:
    """Read what can be chosen: three statements."""
    actor = request.actor
    places = [place for place in actor.places if actor.can(Permission.INTAKE_WORK, place.id)]
    chosen = _chosen(request, places)
    return CallPage(
        actor=actor, places=places, chosen=chosen, sources=list(ReferralSource.objects.filter(is_active=True)),
        tracks=open_tracks([chosen.id]), checks=list(IntakeCheck.objects.filter(is_active=True)), at=at,
    )  # fmt: skip


def open_tracks(site_ids: Sequence[uuid.UUID]) -> list[Track]:
    """Give the tracks of these sites that take people: one statement."""
    rows = Track.objects.filter(program__site__in=site_ids, is_active=True, program__is_active=True)
    return list(rows.select_related("program__level").order_by("name"))


def _chosen(request: StaffRequest, places: Sequence[Place]) -> Place:
    shown: Any = getattr(request, "site", None)
    wanted = as_uuid(request.POST.get("site")) or (shown.id if shown else None)
    return next((place for place in places if place.id == wanted), places[0])
