"""A clinic that takes calls: a site with a running track, an intake worker, a licensed therapist, and the checks."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients import actions
from iop.access.actors import SYSTEM
from iop.clinic.actions import change_setting
from iop.clinic.actors import actor_of
from iop.workflows import intake
from iop.workflows.starting_set import install
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_level
from tests.factories.scheduling import make_place

BORN = dt.date(1991, 4, 12)


def make_desk(**track) -> SimpleNamespace:
    """``make_place`` with an intake worker (``desk.by``) and the starting checks."""
    desk = make_place(**track)
    desk.as_director = desk.by
    desk.worker = ground.make_staff("intake", site=desk.site)
    desk.by = actor_of(desk.worker.pk, AT)
    desk.as_therapist = actor_of(desk.therapist.pk, AT)
    install(by=SYSTEM, site_id=desk.site.pk, at=AT, choices=["intake"])
    return desk


def take(desk: SimpleNamespace, *, at=AT, **fields):
    """A call from somebody who calls for themselves."""
    said = {"first_name": "Jordan", "last_name": "Doe", "callback_phone": "(617) 555-0123", "date_of_birth": BORN}
    return actions.take_inquiry(by=desk.by, site_id=desk.site.pk, at=at, **{**said, **fields})


def accept(desk: SimpleNamespace, inquiry=None, *, weekdays=(0, 2, 4), starts_on=TODAY, at=AT, track=None, **fields):
    inquiry = inquiry or take(desk)
    return intake.accept(
        by=desk.by, inquiry=inquiry, version=inquiry.version, track=track or desk.track, weekdays=weekdays,
        starts_on=starts_on, at=at, **fields,
    )  # fmt: skip


def place(desk: SimpleNamespace, episode, on=TODAY):
    return actions.place(
        by=desk.as_therapist,
        episode=episode,
        level=make_level(),
        starts_on=on,
        reason="Stable, needs structure.",
        at=AT,
    )


def only_block(desk: SimpleNamespace, *keys: str) -> None:
    """Let nothing but these lines of the checklist come first."""
    change_setting(
        by=SYSTEM, key="admission.blocks", value=list(keys), valid_from=TODAY, on=TODAY, site_id=desk.site.pk
    )
