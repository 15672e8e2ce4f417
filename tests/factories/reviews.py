"""Reviews of the level of care to test with, made by the real actions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients.models import LevelOfCare
from iop.access.actors import SYSTEM
from iop.core import clock
from sessions_app.choices import AttendanceStatus, SessionStatus
from tests.therapy.world import DAY, World, wall
from therapy.actions.reviews.drafts import save_draft
from therapy.actions.reviews.finding import find_reviews
from therapy.actions.reviews.opening import open_review
from therapy.actions.reviews.signing import sign_review

AT = wall(14)
DECISION = {
    "decision": "step_down", "indicated_level": "lower", "chosen_level": "lower", "reason": "Goals of this level are met.",
    "client_agrees": "yes", "client_view": "I am ready for less.",
}  # fmt: skip
STAY_ON = DECISION | {"decision": "continue", "indicated_level": "here", "chosen_level": ""}


def make_desk(people=1) -> SimpleNamespace:
    """A small clinic with a ladder of levels, colleagues who prepare, decide and co-sign, and somebody eight weeks in care."""
    world = World()
    LevelOfCare.objects.filter(pk=world.level.pk).update(key="here", intensity=20)
    for key, name, intensity, is_off_site in (
        ("lower", "Outpatient", 10, False), ("higher", "Partial hospitalization", 30, False), ("away", "Residential", 40, True),
    ):  # fmt: skip
        LevelOfCare.objects.create(
            key=key, name=name, short_name=key.upper(), intensity=intensity, is_off_site=is_off_site
        )
    therapist = world.staff("Thea", "Voss", "therapist", supervisor=world.supervisor)
    everybody = world.clients(people)
    client = everybody[0]
    return SimpleNamespace(
        world=world, site=world.site, client=client, clients=everybody, episode=client.episodes.get(), therapist=therapist,
        counselor=world.counselor, director=world.supervisor, by=world.actor(therapist), by_counselor=world.actor(),
        by_director=world.actor(world.supervisor),
    )  # fmt: skip


def attended(desk, came, missed=0, client=None):
    """Let somebody come to so many treatment days, and miss so many, before today."""
    for ago in range(came + missed):
        session = desk.world.session(DAY - dt.timedelta(days=1 + ago), status=SessionStatus.CLOSED)
        status = AttendanceStatus.PRESENT if ago >= missed else AttendanceStatus.ABSENT
        desk.world.roster(session, [client or desk.client], status)


def opened(desk, by=None, at=AT):
    return open_review(by=by or desk.by, episode=desk.episode, at=at)


def written(desk, by=None, at=AT, **values):
    """A draft that lacks nothing."""
    row = opened(desk, by, at)
    return save_draft(by=by or desk.by, review=row, version=row.version, values=DECISION | values, at=at)


def signed(desk, by=None, at=AT, **values):
    """A signed review; the stay is at its level since January."""
    row = written(desk, by, at, **values)
    with clock.frozen(at):
        return sign_review(by=by or desk.by, review=row, version=row.version, at=at)


def find(at=AT):
    return find_reviews(by=SYSTEM, at=at)
