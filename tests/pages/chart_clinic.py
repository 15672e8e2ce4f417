"""A clinic to open charts in: a day that was closed, people in it, and colleagues of every role."""

from __future__ import annotations

import datetime as dt

from clients import actions
from iop.clinic.models import OnCallShift
from sessions_app import actions as days_actions
from tests.factories import clients, days, ground

NOON = dt.datetime(2026, 3, 2, 18, 0, tzinfo=dt.UTC)
"""Monday 2 March 2026, 13:00 in New York: the day is closed."""


def make_charts(*, people=1, until=None):
    """A Monday that everybody attended, with a check-in, a requirement, a care team and somebody on call."""
    clinic = days.make_running(people=people, until=until)
    actions.set_requirement(
        by=clinic.by_director,
        level=clinic.level,
        valid_from=dt.date(2026, 1, 1),
        at=days.AT,
        min_weekly_minutes=540,
        min_days=3,
    )
    for line in clinic.lines:
        line = days_actions.mark(
            by=clinic.by_counselor, attendance=line, version=line.version, status="present", at=days.NINE
        )
        days_actions.save_check_in(
            by=clinic.by_counselor, attendance=line, version=0, at=days.NINE, mood=6, cravings=3, triggers="", successes="",
            setbacks="", chose_not_to_share=False,
        )  # fmt: skip
    clinic.session = days_actions.close(
        by=clinic.by_counselor, session=clinic.session, version=clinic.session.version, at=clinic.session.ends_at,
        accept_gaps=True, reason="Quiet day",
    )  # fmt: skip
    for enrolment in clinic.enrolments:
        actions.assign_care_team(
            by=clinic.by_director, episode=enrolment.episode, staff=clinic.counselor, role="primary_counselor",
            starts_on=days.TODAY, at=days.AT,
        )  # fmt: skip
    OnCallShift.objects.create(
        site=clinic.site, staff=clinic.director, phone="+16175550199", starts_at=NOON - dt.timedelta(hours=8),
        ends_at=NOON + dt.timedelta(hours=8),
    )  # fmt: skip
    clinic.client = clinic.enrolments[0].client
    clinic.episode = clinic.enrolments[0].episode
    clinic.enrolment = clinic.enrolments[0]
    return clinic


def raise_concern(clinic, kind="suicidal", **words):
    return actions.raise_concern(
        by=clinic.by_counselor, site_id=clinic.site.pk, client=clinic.client, kind=kind, at=NOON, **words
    )


def colleague(clinic, role):
    return ground.make_staff(role, site=clinic.site)


def stranger():
    """A clinical director of another site."""
    return ground.make_staff("clinical_director", site=ground.make_site())


__all__ = ["NOON", "clients", "colleague", "make_charts", "raise_concern", "stranger"]
