"""Where reports are easily wrong: days that are short or long, stays of one day, changes of level, nobody at all."""

import datetime as dt
from decimal import Decimal

import pytest

from clients import actions as clients_actions
from iop.access.actors import SYSTEM
from iop.reports import catalogue
from iop.reports.shapes import Ask
from scheduling.actions import save_track
from scheduling.models import Appointment
from sessions_app import actions as days_actions
from sessions_app.models import Attendance, ProgramSession
from tests.factories import clients, days
from tests.factories.clients import AT, TODAY, make_admitted, make_level, make_site

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def read(site, key, *, first=TODAY - 30 * DAY, last=TODAY, at=AT, **more):
    found = catalogue.find(key)
    by = more.pop("by", found.groupings[0][0] if found.groupings else "")
    return found.read(Ask((site.pk,), first, last, at, site.time_zone, by, **more))


def admitted(site, ago):
    return make_admitted(site, on=TODAY - ago * DAY, at=AT - ago * DAY)


def cells(result):
    return {row.key: row.cells for row in result.rows}


def leave(episode, on, kind="completed"):
    clients_actions.close_episode(by=SYSTEM, episode=episode, on=on, kind=kind, reason="Done.", at=AT)


def test_an_empty_clinic_has_reports_without_a_number_that_cannot_be_said(db):
    site = make_site()
    for each in catalogue.every():
        for by, _label in each.groupings or (("", ""),):
            result = read(site, each.key, by=by)
            totals = result.totals or {}
            rates = [column.key for column in result.columns if column.unit in ("percent", "days")]
            assert [key for key in rates if totals.get(key) is not None] == [], (each.key, by)


def test_an_empty_choice_of_sites_counts_nothing(db):
    make_admitted(make_site())
    result = catalogue.find("census").read(Ask((), TODAY, TODAY, AT, "UTC", "level"))
    assert (result.rows, result.totals["clients"]) == ([], 0)


def test_a_stay_of_one_day_is_in_the_census_of_that_day_and_lasted_none():
    site = make_site()
    leave(make_admitted(site), TODAY)
    found = cells(read(site, "census_over_time", last=TODAY + DAY))
    assert [found[(TODAY + number * DAY).isoformat()]["clients"] for number in (-1, 0, 1)] == [0, 1, 0]
    assert read(site, "length_of_stay").totals["median"] == 0
    assert read(site, "admissions").totals["admissions"] == read(site, "discharges").totals["discharges"] == 1


def test_a_change_of_level_is_no_admission_and_leaves_the_census_alone():
    site = make_site()
    episode = admitted(site, 10)
    clients_actions.place(
        by=clients.make_actor(site), episode=episode, level=make_level("op"), starts_on=TODAY, reason="Steady.", at=AT
    )
    totals = read(site, "admissions").totals
    assert (totals["admissions"], totals["level_changes"]) == (1, 1)
    found = read(site, "census_over_time", first=TODAY - 2 * DAY, last=TODAY)
    assert [row.cells["clients"] for row in found.rows] == [1, 1, 1]
    assert {key: row["clients"] for key, row in cells(read(site, "census")).items()} == {"Outpatient": 1}


@pytest.mark.parametrize(
    ("kind", "counted", "completed"),
    [
        ("completed", 1, "100.0"),
        ("left", 1, "0.0"),
        ("transferred", 0, None),
        ("incarcerated", 0, None),
        ("moved", 1, "0.0"),
    ],
)
def test_whoever_was_transferred_or_incarcerated_is_in_no_rate(kind, counted, completed):
    site = make_site()
    leave(admitted(site, 5), TODAY, kind)
    totals = read(site, "completion").totals
    assert (totals["discharges"], totals["counted"]) == (1, counted)
    assert totals["completion_rate"] == (None if completed is None else Decimal(completed))


def test_somebody_who_comes_back_is_counted_as_returning():
    site = make_site()
    first = admitted(site, 20)
    leave(first, TODAY - 10 * DAY)
    again = clients_actions.open_episode(by=SYSTEM, client=first.client, site_id=site.pk, at=AT)
    by = clients.make_actor(site)
    clients_actions.place(by=by, episode=again, level=make_level(), starts_on=TODAY, reason="Back.", at=AT)
    clients_actions.admit(by=by, episode=again, on=TODAY, at=AT)
    totals = read(site, "admissions").totals
    assert (totals["admissions"], totals["returning"]) == (2, 1)


def test_a_day_the_clinic_cancelled_counts_for_nothing_in_the_rate():
    clinic = days.make_day(people=3)
    days_actions.cancel_session(
        by=clinic.by_director, session=clinic.session, version=clinic.session.version, reason="Snow.", at=days.AT
    )
    totals = read(clinic.site, "attendance").totals
    assert (totals["scheduled"], totals["attendance_rate"], totals["cancelled"]) == (0, None, 3)


def test_a_day_that_is_only_planned_is_in_no_report_about_days():
    clinic = days.make_day(people=3)
    assert ProgramSession.objects.filter(status="planned").exists()
    assert read(clinic.site, "attendance").totals["scheduled"] == 0
    assert read(clinic.site, "seats").rows == []


def test_how_they_came_is_said_of_those_who_came():
    """Who stayed away stands in a row of their own: an attendance rate of one way of coming says nothing."""
    clinic = days.make_running(people=3)
    first, second, third = clinic.lines
    at = clinic.session.ends_at
    for line, marked in (
        (first, {"status": "present"}), (second, {"status": "present", "mode": "telehealth"}), (third, {"status": "absent"}),
    ):  # fmt: skip
        days_actions.mark(by=clinic.by_counselor, attendance=line, version=line.version, at=days.NINE, **marked)
    days_actions.close(
        by=clinic.by_counselor, session=clinic.session, version=clinic.session.version, at=at, accept_gaps=True, reason="Late."
    )  # fmt: skip
    result = read(clinic.site, "attendance", by="mode", at=at)
    assert {key: (row["scheduled"], row["attendance_rate"]) for key, row in cells(result).items()} == {
        "in_person": (1, None), "telehealth": (1, None), "none": (1, None),
    }  # fmt: skip
    assert result.totals["attendance_rate"] == Decimal("66.7")


def test_coming_late_is_coming_and_what_was_missed_shows_in_the_hours():
    clinic = days.make_running(people=2)
    marks = ({"status": "present"}, {"status": "late", "arrived_at": days.NINE + dt.timedelta(minutes=40)})
    for line, marked in zip(clinic.lines, marks, strict=True):
        days_actions.mark(
            by=clinic.by_counselor, attendance=line, version=line.version, at=clinic.session.ends_at, **marked
        )
    days_actions.close(
        by=clinic.by_counselor, session=clinic.session, version=clinic.session.version, at=clinic.session.ends_at,
        accept_gaps=True, reason="Late.",
    )  # fmt: skip
    totals = read(clinic.site, "attendance", at=clinic.session.ends_at).totals
    assert (totals["attended"], totals["partly"], totals["attendance_rate"]) == (2, 1, Decimal("100.0"))
    assert totals["minutes_rate"] < 100


def test_somebody_on_a_roster_under_two_charts_counts_once():
    """What was on both rosters stays with the chart that is gone when two are joined: its lines are doubles."""
    clinic = days.make_closed(people=2)
    kept, gone = (line.client for line in clinic.lines)
    type(gone).objects.filter(pk=gone.pk).update(merged_into=kept)
    ask = {"first": TODAY, "last": TODAY, "at": clinic.closed_at}
    attendance = read(clinic.site, "attendance", **ask).totals
    assert (attendance["people"], attendance["scheduled"]) == (1, 1)
    assert read(clinic.site, "seats", **ask).totals["used"] == 1
    one = read(clinic.site, "hours_by_modality", **ask).totals["client_minutes"]
    assert one == attendance["credited"] > 0


def test_seats_of_a_day_are_those_it_had():
    clinic = days.make_closed(people=1, capacity=8)
    track = clinic.track
    save_track(
        by=SYSTEM, program=track.program, name=track.name, day_part=track.day_part, capacity=20, at=AT + 7 * DAY, track=track
    )  # fmt: skip
    totals = read(clinic.site, "seats", last=TODAY + 8 * DAY, at=AT + 8 * DAY).totals
    assert (totals["seats"], totals["use_rate"]) == (8, Decimal("12.5"))


def hold(site, episode, staff, starts_at, minutes=50):
    return Appointment.objects.create(
        site=site, kind="individual", client=episode.client, episode=episode, staff=staff, starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=minutes),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-03-08T04:59+00:00", dt.date(2026, 3, 7)),
        ("2026-03-08T05:00+00:00", dt.date(2026, 3, 8)),
        ("2026-03-09T03:59+00:00", dt.date(2026, 3, 8)),
        ("2026-03-09T04:00+00:00", dt.date(2026, 3, 9)),
        ("2026-11-01T03:59+00:00", dt.date(2026, 10, 31)),
        ("2026-11-01T04:00+00:00", dt.date(2026, 11, 1)),
        ("2026-11-02T04:59+00:00", dt.date(2026, 11, 1)),
        ("2026-11-02T05:00+00:00", dt.date(2026, 11, 2)),
    ],
)
def test_a_day_is_the_sites_own_date_on_the_short_and_on_the_long_day(instant, day):
    site = make_site()
    episode, staff = make_admitted(site), clients.make_staff(site)
    hold(site, episode, staff, dt.datetime.fromisoformat(instant))
    at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    counts = [
        read(site, "appointments", first=on, last=on, at=at).totals.get("due", 0) for on in (day - DAY, day, day + DAY)
    ]
    assert counts == [0, 1, 0]


def test_two_sites_each_keep_their_own_clock():
    east, west = make_site(), make_site(time_zone="America/Los_Angeles")
    late = dt.datetime(2026, 3, 3, 6, 30, tzinfo=dt.UTC)
    for site in (east, west):
        hold(site, make_admitted(site), clients.make_staff(site), late)
    at = late + 2 * DAY
    assert read(east, "appointments", first=TODAY, last=TODAY, at=at).totals.get("due", 0) == 0
    assert read(west, "appointments", first=TODAY, last=TODAY, at=at).totals["due"] == 1


def test_a_restricted_chart_counts_in_numbers():
    site = make_site()
    episode = make_admitted(site)
    type(episode.client).objects.filter(pk=episode.client_id).update(is_restricted=True, restricted_reason="Staff.")
    assert read(site, "census").totals["clients"] == 1


def test_retention_judges_nobody_before_the_day_has_come():
    site = make_site()
    admitted(site, 40)
    totals = read(site, "retention", first=TODAY - 60 * DAY).totals
    assert (totals["reached_30"], totals["rate_30"]) == (1, Decimal("100.0"))
    assert (totals["reached_60"], totals["rate_60"]) == (0, None)


@pytest.mark.parametrize("people", [2, 9])
def test_statements_do_not_grow_with_the_rows(people, django_assert_max_num_queries):
    """Each report keeps to what its first line promises, with a few lines and with many."""
    clinic = days.make_closed(people=people)
    for each in catalogue.every():
        for by, _label in each.groupings or (("", ""),):
            with django_assert_max_num_queries(8):
                read(clinic.site, each.key, by=by)
    assert Attendance.objects.count() >= people
