"""Questionnaires given to test with, made by the real actions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients.actions import assign_care_team
from iop.clinic.actors import actor_of
from iop.clinic.models import OnCallShift, OpeningHours
from tests.factories import clients
from therapy.actions import measures
from therapy.choices.measures import Mode

AT = clients.AT
TODAY = clients.TODAY
CALM = [1, 1, 1, 1, 0, 0, 0, 0, 0]
"""PHQ-9 answers: 4, none or minimal, nothing alarms (measures.md §1)."""
WORRYING = [1, 1, 0, 0, 0, 0, 0, 0, 1]
"""PHQ-9 answers: 3, none or minimal, and item 9 alarms (measures.md §1)."""


def make_desk(*, opens=True, **fields) -> SimpleNamespace:
    """A site open all day with a counselor, a director and somebody on call, and a client in treatment of that counselor."""
    site = clients.make_site()
    counselor, director = clients.make_staff(site, "counselor"), clients.make_staff(site, "clinical_director")
    called = clients.make_staff(site, "therapist")
    by, by_director = actor_of(counselor.pk, AT), actor_of(director.pk, AT)
    if opens:
        OpeningHours.objects.bulk_create(
            OpeningHours(site=site, weekday=day, opens=dt.time(0), closes=dt.time(23, 59)) for day in range(7)
        )
    OnCallShift.objects.create(
        site=site, staff=called, starts_at=AT - dt.timedelta(days=2), ends_at=AT + dt.timedelta(days=5)
    )
    level = clients.make_level("iop")
    episode = clients.make_admitted(site, by=by_director, **fields)
    assign_care_team(by=by_director, episode=episode, staff=counselor, role="primary_counselor", starts_on=TODAY, at=AT)
    return SimpleNamespace(
        site=site, counselor=counselor, director=director, called=called, by=by, by_director=by_director, level=level,
        by_called=actor_of(called.pk, AT), episode=episode, client=episode.client,
    )  # fmt: skip


def answers(values):
    """Answers by question, counted from 1; none leaves one out."""
    return {str(number): value for number, value in enumerate(values, start=1) if value is not None}


def begun(desk, key="phq9", *, at=AT, mode=Mode.STAFF, **fields):
    return measures.begin(by=desk.by, episode=desk.episode, key=key, at=at, mode=mode, **fields)


def given(desk, values=CALM, key="phq9", *, at=AT, **fields):
    """A finished questionnaire."""
    row = begun(desk, key, at=at)
    return measures.finish(by=desk.by, response=row, version=row.version, answers=answers(values), at=at, **fields)


def alarmed(desk, at=AT):
    """An alert: item 9 of the PHQ-9 answered with more than "not at all"."""
    return given(desk, WORRYING, at=at).alerts.get(rule_key="item9")
