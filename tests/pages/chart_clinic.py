"""A clinic to open charts in: a day that was closed, people in it, and colleagues of every role."""

from __future__ import annotations

import datetime as dt

from clients import actions
from clients.models import CareTeamMembership, Client, Concern, Episode, EpisodeStatusChange, Placement
from iop.clinic.models import OnCallShift
from sessions_app import actions as days_actions
from sessions_app.models import Attendance, CheckIn, ProgramSession
from tests.factories import days, ground

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


def crowd(clinic, number):
    """More people in treatment, written in bulk: how they came in does not matter here."""
    start = Client.objects.count()
    people = Client.objects.bulk_create(
        Client(
            record_number=f"C-{start + index}",
            legal_first_name="Ada",
            legal_last_name=f"Vale{index}",
            date_of_birth="1990-01-01",
        )
        for index in range(number)
    )
    episodes = Episode.objects.bulk_create(
        Episode(client=one, site=clinic.site, status="admitted", opened_on=days.TODAY, admitted_on=days.TODAY)
        for one in people
    )
    EpisodeStatusChange.objects.bulk_create(
        EpisodeStatusChange(episode=one, status="admitted", at=days.AT) for one in episodes
    )
    Placement.objects.bulk_create(
        Placement(episode=one, level=clinic.level, starts_on=days.TODAY, reason="-", decided_by=clinic.director)
        for one in episodes
    )
    CareTeamMembership.objects.bulk_create(
        CareTeamMembership(episode=one, staff=clinic.counselor, role="primary_counselor", starts_on=days.TODAY)
        for one in episodes
    )
    Attendance.objects.bulk_create(
        Attendance(
            session=clinic.session,
            client=one.client,
            episode=one,
            status="present",
            arrived_at=days.NINE,
            credited_minutes=180,
        )
        for one in episodes
    )


def long_stay(clinic, number):
    """Two years of days for one client, written in bulk."""
    Episode.objects.filter(pk=clinic.episode.pk).update(
        opened_on=days.TODAY - dt.timedelta(days=number + 1), admitted_on=days.TODAY - dt.timedelta(days=number)
    )
    begun = days.TODAY - dt.timedelta(days=number)
    Placement.objects.filter(episode=clinic.episode).update(starts_on=begun)
    clinic.episode.enrolments.update(starts_on=begun)
    sessions = ProgramSession.objects.bulk_create(
        ProgramSession(
            site=clinic.site, track=clinic.track, lineage=clinic.session.lineage, original_on=day, on=day,
            starts_at=days.NINE - dt.timedelta(days=back), ends_at=days.NINE - dt.timedelta(days=back) + days.minutes(195),
        )
        for back in range(1, number)
        for day in [days.TODAY - dt.timedelta(days=back)]
        if day.weekday() in days.WEEK
    )  # fmt: skip
    lines = Attendance.objects.bulk_create(
        Attendance(
            session=one,
            client=clinic.client,
            episode=clinic.episode,
            status="present",
            arrived_at=one.starts_at,
            credited_minutes=180,
        )
        for one in sessions
    )
    CheckIn.objects.bulk_create(
        CheckIn(
            attendance=line,
            mood=min(9, 4 + number % 3 + number // 12),
            cravings=max(0, 7 - number // 5 - number % 2),
            saved_at=days.NINE,
        )
        for number, line in enumerate(reversed(lines))
    )
    Concern.objects.bulk_create(
        Concern(
            site=clinic.site, client=clinic.client, kind="conflict", raised_at=one.starts_at, raised_by=clinic.counselor,
            resolved_at=one.ends_at, resolved_by=clinic.counselor,
        )
        for one in sessions[:50:18]
    )  # fmt: skip
