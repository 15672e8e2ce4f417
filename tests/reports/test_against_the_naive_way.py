"""Every report of the small demo clinic against numbers counted a second, naive way: row by row, in plain Python."""

import datetime as dt
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from billing.models import Charge, Claim, ClaimLine, ClientDay, Denial, Posting
from clients.models import CareTeamMembership, Episode, Inquiry, Placement
from iop.clinic.models import Site
from iop.core import clock
from iop.reports import catalogue
from iop.reports.shapes import Ask
from iop.work.models import WorkItem
from scheduling.models import Appointment, Enrolment, PastSeats, Program
from sessions_app.hours import weeks
from sessions_app.models import Attendance, OpenMeeting, ProgramSession, SessionComponent
from tests.factories.world import NOW, build_world
from therapy.models import DrugTest, GroupNote, MeasureResponse, ProgressNote
from therapy.questionnaires.library import find_many

FIRST, LAST = dt.date(2025, 12, 1), dt.date(2026, 3, 4)
DAY = dt.timedelta(days=1)
AT = NOW.astimezone(dt.UTC)
CAME = {"present", "late", "left_early"}
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("reports of the small clinic")]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        build_world()
        yield list(Site.objects.all())
        transaction.set_rollback(True)


def asked(world, report, **more):
    usual = report.groupings[0][0] if report.groupings else ""
    ask = {"first": FIRST, "last": LAST, "at": AT, "zone": "America/New_York", "by": usual}
    return Ask(sites=tuple(site.pk for site in world), **{**ask, **more})


def said(world, key, **more):
    """A report over the whole clinic: its rows' numbers by key, and its totals under "total"."""
    found = catalogue.find(key)
    result = found.read(asked(world, found, **more))
    return {row.key: row.cells for row in result.rows} | {"total": result.totals}


def share(part, whole):
    return tenth(Decimal(part) * 100 / whole) if whole else None


def tenth(value):
    return Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def within(day):
    return day is not None and FIRST <= day <= LAST


def local(at, site):
    return at.astimezone(ZoneInfo(site.time_zone)).date()


def stretches():
    """Everybody's stretches at a level, from a day to a day."""
    for row in Placement.objects.select_related("episode", "level"):
        if row.episode.admitted_on is None:
            continue
        begin = max(row.starts_on, row.episode.admitted_on)
        end = min(day for day in (row.ends_on, row.episode.discharged_on, dt.date(9999, 12, 31)) if day)
        if begin <= end:
            yield row, begin, end


def there(day):
    return [row for row, begin, end in stretches() if begin <= day <= end]


def ended():
    return [row for row in Episode.objects.all() if row.status == "discharged" and within(row.discharged_on)]


def admitted():
    return [
        row for row in Episode.objects.all() if row.status in ("admitted", "discharged") and within(row.admitted_on)
    ]


def days(row):
    return (row.discharged_on - row.admitted_on).days


def lines(*statuses):
    return [
        row
        for row in Attendance.objects.select_related("session", "session__track", "enrolment", "client")
        if row.status != "removed"
        and row.session.status in statuses
        and within(row.session.on)
        and not row.client.merged_into_id
    ]


def test_census_on_a_day(world):
    for day in (LAST, LAST - 30 * DAY):
        counts = Counter(row.level.name for row in there(day))
        found = said(world, "census", last=day)
        assert {key: cells["clients"] for key, cells in found.items() if key != "total"} == dict(counts)
        assert found["total"]["clients"] == len(there(day)) > 0


def test_census_by_track(world):
    people = {row.episode_id for row in there(LAST)}
    seats = [
        row for row in Enrolment.objects.all()
        if row.episode_id in people and row.withdrawn_at is None and row.starts_on <= LAST and (row.ends_on is None or row.ends_on >= LAST)
    ]  # fmt: skip
    counts = Counter(str(row.track_id) for row in seats)
    nowhere = people - {row.episode_id for row in seats}
    found = said(world, "census", by="track")
    assert {key: cells["clients"] for key, cells in found.items() if key not in ("total", "none")} == dict(counts)
    assert found.get("none", {"clients": 0})["clients"] == len(nowhere)


def test_census_by_counselor_and_site(world):
    here = {row.episode_id: row.episode for row in there(LAST)}
    counselor = {
        row.episode_id: str(row.staff_id) for row in CareTeamMembership.objects.filter(role="primary_counselor")
        if row.starts_on <= LAST and (row.ends_on is None or row.ends_on >= LAST)
    }  # fmt: skip
    found = said(world, "census", by="counselor")
    assert {key: cells["clients"] for key, cells in found.items() if key != "total"} == dict(
        Counter(counselor.get(key, "none") for key in here)
    )
    by_site = Counter(Site.objects.get(pk=row.site_id).name for row in here.values())
    assert {
        key: cells["clients"] for key, cells in said(world, "census", by="site").items() if key != "total"
    } == by_site


def test_census_over_time(world):
    found = said(world, "census_over_time")
    every = [FIRST + number * DAY for number in range((LAST - FIRST).days + 1)]
    assert [found[day.isoformat()]["clients"] for day in every] == [len(there(day)) for day in every]


def test_average_daily_census(world):
    january = [dt.date(2026, 1, 1) + number * DAY for number in range(31)]
    client_days = sum(len(there(day)) for day in january)
    cells = said(world, "average_daily_census")["2026-01"]
    assert (cells["client_days"], cells["days"], cells["average"]) == (
        client_days,
        31,
        tenth(client_days / Decimal(31)),
    )
    assert (cells["lowest"], cells["highest"]) == (
        min(len(there(day)) for day in january),
        max(len(there(day)) for day in january),
    )


def test_admissions(world):
    found = said(world, "admissions")
    assert {
        key: cells["admissions"] for key, cells in found.items() if cells["admissions"] and key != "total"
    } == Counter(f"{row.admitted_on:%Y-%m}" for row in admitted())
    again = [
        row for row in admitted()
        if any(o.client_id == row.client_id and o.status == "discharged" and o.admitted_on < row.admitted_on for o in Episode.objects.all())
    ]  # fmt: skip
    changes = [
        row for row, _begin, _end in stretches()
        if within(row.starts_on) and row.starts_on > row.episode.admitted_on and row.starts_on <= (row.episode.discharged_on or LAST)
    ]  # fmt: skip
    assert found["total"] == {"admissions": len(admitted()), "returning": len(again), "level_changes": len(changes)}


def test_discharges_and_how_long_stays_were(world):
    found = said(world, "discharges")
    kinds = defaultdict(list)
    for row in ended():
        kinds[row.discharge_kind].append(days(row))
    assert kinds
    for kind, stays in kinds.items():
        assert found[kind] == {
            "discharges": len(stays), "share": share(len(stays), len(ended())), "median": tenth(median(stays)), "mean": tenth(mean(stays)),
        }  # fmt: skip
    whole = said(world, "length_of_stay")["total"]
    stays = [days(row) for row in ended()]
    assert whole == {
        "stays": len(stays), "mean": tenth(mean(stays)), "median": tenth(median(stays)), "shortest": min(stays), "longest": max(stays),
    }  # fmt: skip


def test_time_at_a_level(world):
    limits = {
        (row.site_id, row.level_id): (row.min_weeks * 7, row.max_weeks * 7)
        for row in Program.objects.filter(is_active=True)
    }
    over = [(row, (end - begin).days + 1) for row, begin, end in stretches() if within(end)]
    judged = [(length, limits[key]) for row, length in over if (key := (row.episode.site_id, row.level_id)) in limits]
    total = said(world, "length_at_level")["total"]
    assert (total["stays"], total["judged"]) == (len(over), len(judged))
    assert total["on_target"] == sum(low <= length <= high for length, (low, high) in judged)
    assert total["shorter"] == sum(length < low for length, (low, _high) in judged)
    assert total["median"] == tenth(median(length for _row, length in over))


def test_completion(world):
    counted = [row for row in ended() if row.discharge_kind not in ("deceased", "incarcerated", "transferred")]
    total = said(world, "completion")["total"]
    completed = sum(row.discharge_kind == "completed" for row in counted)
    left = sum(row.discharge_kind == "left" for row in counted)
    assert (total["counted"], total["excluded"]) == (len(counted), len(ended()) - len(counted))
    assert (total["completion_rate"], total["dropout_rate"]) == (
        share(completed, len(counted)),
        share(left, len(counted)),
    )


def test_retention(world):
    total = said(world, "retention")["total"]
    for after in (30, 60, 90):
        reached = [row for row in admitted() if row.admitted_on + after * DAY <= LAST]
        kept = [
            row for row in reached
            if row.discharged_on is None or row.discharged_on >= row.admitted_on + after * DAY or row.discharge_kind == "completed"
        ]  # fmt: skip
        assert (total[f"reached_{after}"], total[f"kept_{after}"]) == (len(reached), len(kept))
        assert total[f"rate_{after}"] == share(len(kept), len(reached))


def service(session_id):
    parts = SessionComponent.objects.filter(session=session_id, counts_as_service=True)
    return sum((part.ends_at - part.starts_at).total_seconds() / 60 for part in parts)


def test_attendance(world):
    held = lines("closed", "final")
    assert held
    found = said(world, "attendance", by="track")
    for track in {row.session.track_id for row in held}:
        own = [row for row in held if row.session.track_id == track]
        cells, came = found[str(track)], sum(row.status in CAME for row in own)
        planned = sum(service(row.session_id) for row in own)
        credited = sum(row.credited_minutes for row in own)
        assert (cells["scheduled"], cells["attended"], cells["attendance_rate"]) == (
            len(own),
            came,
            share(came, len(own)),
        )
        assert (cells["no_show"], cells["excused"]) == (
            sum(row.status == "absent" for row in own), sum(row.status == "absent_excused" for row in own),
        )  # fmt: skip
        assert (cells["planned"], cells["credited"]) == (planned, credited)
        assert cells["minutes_rate"] == share(credited, Decimal(planned))
    assert found["total"]["cancelled"] == len(lines("cancelled"))


def test_appointments(world):
    rows = [
        row
        for row in Appointment.objects.select_related("site")
        if within(local(row.starts_at, row.site)) and row.starts_at <= AT
    ]
    found = said(world, "appointments")
    for kind in {row.kind for row in rows}:
        states = Counter(row.status for row in rows if row.kind == kind)
        due = sum(states.values()) - states["cancelled"]
        assert (found[kind]["due"], found[kind]["completed"], found[kind]["missed"]) == (
            due,
            states["completed"],
            states["no_show"],
        )
        assert found[kind]["kept_rate"] == share(states["completed"], due)
    assert rows


def seats_on(day):
    """The track's seats, unless they were changed after that day."""
    later = [row for row in PastSeats.objects.filter(track=day.track_id) if row.last_on >= day.on]
    return min(later, key=lambda row: row.last_on).seats if later else day.track.capacity


def test_seats_of_tracks(world):
    held = [
        row
        for row in ProgramSession.objects.select_related("track")
        if row.status in ("closed", "final") and within(row.on)
    ]
    used = Counter(row.session.track_id for row in lines("closed", "final"))
    found = said(world, "seats")
    for track in {row.track for row in held}:
        offered = sum(seats_on(row) for row in held if row.track_id == track.pk)
        assert (found[str(track.pk)]["seats"], found[str(track.pk)]["used"]) == (offered, used[track.pk])
        assert found[str(track.pk)]["use_rate"] == share(used[track.pk], offered)


def test_places_of_groups_outside_a_stay(world):
    held = [row for row in OpenMeeting.objects.select_related("group") if row.status == "held" and within(row.on)]
    came = sum(row.guests + row.attendance.filter(status="came").count() for row in held)
    total = said(world, "seats", by="group")["total"]
    assert (total["days"], total["seats"], total["filled"]) == (
        len(held),
        sum(row.group.capacity for row in held),
        came,
    )


def test_client_hours_of_treatment_days_are_what_was_credited(world):
    """Worked out part by part they add up to what the days themselves credited, but for seconds cut off line by line."""
    attended = [row for row in lines("closed", "final") if row.status in CAME]
    found = said(world, "hours_by_modality")
    meetings = [
        row
        for row in Appointment.objects.select_related("site")
        if row.status == "completed" and within(local(row.starts_at, row.site))
    ]
    one_to_one = sum((row.ends_at - row.starts_at).total_seconds() / 60 for row in meetings)
    parts = found["total"]["client_minutes"] - one_to_one
    assert abs(parts - sum(row.credited_minutes for row in attended)) <= len(attended)
    assert found.get("counselor_check_in", {"held": 0})["held"] == sum(row.kind == "check_in" for row in meetings)
    assert found["group"]["client_minutes"] > 0


def test_weeks_with_enough_hours(world):
    """By the same rule that draws each client's weekly hours on their chart."""
    counted = reached = individual = 0
    week = dt.date(2025, 12, 1)
    while week + 6 * DAY < LAST:
        people = {row.episode.client_id for row, begin, end in stretches() if begin <= week + 6 * DAY and end >= week}
        for meter in weeks(people, week_of=week, at=AT).values():
            if meter.required and not meter.is_partial:
                counted += 1
                reached += meter.attended >= meter.required
                individual += meter.individual_done > 0
        week += 7 * DAY
    total = said(world, "weekly_hours")["total"]
    assert counted
    assert (total["weeks"], total["reached"], total["rate"]) == (counted, reached, share(reached, counted))
    assert total["individual"] == individual


def first_service(episode):
    site = episode.site
    days_ = [
        row.session.on
        for row in Attendance.objects.select_related("session").filter(episode=episode)
        if row.status in CAME
    ]
    meetings = Appointment.objects.filter(episode=episode, status="completed")
    return min([*days_, *(local(row.starts_at, site) for row in meetings if row.kind != "assessment")], default=None)


def test_inquiries(world):
    rows = [
        row
        for row in Inquiry.objects.select_related("site", "episode__site")
        if within(local(row.received_at, row.site))
    ]
    taken = [row for row in rows if row.status == "admitted"]
    waits = [
        (on - local(row.received_at, row.site)).days for row in rows if row.episode and (on := first_service(row.episode))
    ]  # fmt: skip
    total = said(world, "conversion")["total"]
    assert (total["inquiries"], total["admitted"], total["conversion"]) == (
        len(rows),
        len(taken),
        share(len(taken), len(rows)),
    )
    assert total["days_to_admission"] == tenth(
        median((row.episode.admitted_on - local(row.received_at, row.site)).days for row in taken)
    )
    assert (total["served"], total["days_to_service"]) == (len(waits), tenth(median(waits)))
    assert total["soon_rate"] == share(sum(wait <= 14 for wait in waits), len(waits))


def test_outcomes(world):
    rows = MeasureResponse.objects.select_related("episode__site").filter(status="complete", entered_in_error_at=None)
    stays = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.completed_at, row.pk)):
        if row.total is not None:
            stays[row.key, row.episode_id].append(row)
    found = said(world, "outcomes")
    keys = {
        key for (key, _stay), given in stays.items() if within(local(given[-1].completed_at, given[-1].episode.site))
    }
    assert keys == set(found) - {"total"}
    for key in keys:
        own = [
            given
            for (name, _stay), given in stays.items()
            if name == key and within(local(given[-1].completed_at, given[-1].episode.site))
        ]
        again = [given for given in own if len(given) > 1]
        cells = found[key]
        assert (cells["stays"], cells["repeated"]) == (len(own), len(again))
        if again:
            moves = [given[-1].total - given[0].total for given in again]
            assert cells["change"] == tenth(sum(moves) / len(moves))
            named = (key, again[-1][-1].questionnaire_version, again[-1][-1].language)
            definition = find_many({named})[named]
            if definition.change.meaningful is not None:
                better = [
                    move
                    for move in moves
                    if abs(move) >= definition.change.meaningful and (move < 0) == (definition.direction == "worse")
                ]
                assert cells["better"] == len(better)


def test_notes_in_time(world):
    notes = [
        (row.session.ends_at, row.signed_at, row.session.site)
        for row in GroupNote.objects.select_related("session__site")
    ]
    notes += [
        (row.ends_at or row.created_at, row.signed_at, row.episode.site)
        for row in ProgressNote.objects.select_related("episode__site")
    ]
    limit = dt.timedelta(hours=48)
    due = [(end, signed) for end, signed, site in notes if within(local(end, site)) and (signed or end + limit < AT)]
    in_time = sum(signed is not None and signed <= end + limit for end, signed in due)
    total = said(world, "note_timeliness")["total"]
    assert (total["notes"], total["in_time"], total["rate"]) == (len(due), in_time, share(in_time, len(due)))
    assert total["unsigned"] == sum(signed is None for _end, signed in due)


def test_caseload(world):
    rows = [
        row for row in CareTeamMembership.objects.select_related("episode")
        if row.episode.status == "admitted" and row.starts_on <= LAST and (row.ends_on is None or row.ends_on >= LAST)
    ]  # fmt: skip
    found = said(world, "caseload")
    primary = Counter(str(row.staff_id) for row in rows if row.role == "primary_counselor")
    assert primary
    assert {key: found[key]["primary_counselor"] for key in primary} == dict(primary)
    assert found["total"]["clients"] == len({row.episode_id for row in rows})


def test_documentation_overdue(world):
    rows = [
        row
        for row in WorkItem.objects.filter(status="open")
        if row.kind in ("sign_note", "write_plan", "discharge_summary")
    ]
    found = said(world, "documentation_overdue")
    for kind in {row.kind for row in rows}:
        own = [row for row in rows if row.kind == kind]
        late = [row for row in own if row.due_at < AT]
        assert (found[kind]["open"], found[kind]["overdue"]) == (len(own), len(late))
        assert found[kind]["oldest"] == (max((AT - row.due_at).days for row in late) if late else None)


def test_drug_tests(world):
    rows = [row for row in DrugTest.objects.all() if within(row.due_on) and row.status != "cancelled"]
    done = sum(row.collected_at is not None for row in rows)
    total = said(world, "drug_tests")["total"]
    assert (total["expected"], total["tested"], total["rate"]) == (len(rows), done, share(done, len(rows)))
    assert total["missed"] == sum(row.status == "missed" for row in rows)


def test_money_owed(world):
    rows = [row for row in Posting.objects.select_related("entry", "charge") if row.entry.posted_on <= LAST]
    owed = [row for row in rows if row.account in ("payers_owe", "clients_owe")]
    old = [row for row in owed if (LAST - (row.charge.on if row.charge else row.entry.posted_on)).days > 90]
    charges = -sum(
        row.cents for row in rows
        if row.account == "revenue" and row.entry.posted_on > LAST - 90 * DAY and row.entry.kind in ("charge", "charge_reversed")
    )  # fmt: skip
    balance = sum(row.cents for row in owed)
    assert balance
    total = said(world, "receivables")["total"]
    assert (total["balance"], total["over_90"], total["charges"]) == (balance, sum(row.cents for row in old), charges)
    assert total["days"] == (tenth(Decimal(balance) * 90 / charges) if charges > 0 else None)
    assert sum(total[key] for key in ("to_30", "to_60", "to_90", "over_90")) == balance
    by_payer = said(world, "receivables")
    assert by_payer["clients"]["balance"] == sum(row.cents for row in owed if row.account == "clients_owe")


def test_days_not_billed(world):
    held = [row for row in ClientDay.objects.all() if row.state == "held"]
    ready = [row for row in ClientDay.objects.all() if row.state == "billable" and row.charged_at is None]
    sent = {line.charge_id for line in ClaimLine.objects.select_related("claim") if line.is_live and line.claim.sent_at}
    waiting = [row for row in Charge.objects.filter(reversed_at=None) if row.payer_id and row.pk not in sent]
    found = said(world, "unbilled")
    blank = {"days": 0, "cents": 0}
    assert found.get("held", blank)["days"] == len(held)
    assert found.get("held", blank)["cents"] == sum(row.expected_cents for row in held)
    assert found.get("ready", blank)["days"] == len(ready)
    assert found.get("not_sent", blank)["days"] == len({row.day_id for row in waiting})
    assert found.get("not_sent", blank)["cents"] == sum(row.cents for row in waiting)


def test_claims_the_first_time(world):
    rows = [
        row for row in Claim.objects.select_related("site").prefetch_related("changes")
        if row.frequency == "1" and row.priority == 1 and row.sent_at and within(local(row.sent_at, row.site))
    ]  # fmt: skip
    firsts = []
    for row in rows:
        decided = [
            c
            for c in sorted(row.changes.all(), key=lambda c: (c.at, c.pk))
            if c.status in ("paid", "partial", "denied")
        ]
        firsts += [decided[0].status] if decided else []
    rejected = sum(any(change.status == "rejected" for change in row.changes.all()) for row in rows)
    total = said(world, "claims_first_pass")["total"]
    assert rows
    assert (total["sent"], total["clean_rate"]) == (len(rows), share(len(rows) - rejected, len(rows)))
    assert (total["decided"], total["denial_rate"]) == (len(firsts), share(firsts.count("denied"), len(firsts)))


def test_denials(world):
    rows = [row for row in Denial.objects.all() if within(row.denied_on)]
    found = said(world, "denials_by_reason")
    assert {key: cells["denials"] for key, cells in found.items() if key != "total"} == Counter(
        row.reasons[0] for row in rows
    )
    assert found["total"]["cents"] == sum(row.cents for row in rows)


def test_what_was_collected(world):
    sums = Counter()
    for row in Posting.objects.select_related("entry"):
        if within(row.entry.posted_on):
            sums[row.account] += row.cents
    total = said(world, "collections")["total"]
    assert (total["charges"], total["contractual"], total["received"]) == (
        -sums["revenue"],
        sums["contractual"],
        sums["cash"],
    )
    assert total["rate"] == share(sums["cash"], -sums["revenue"] - sums["contractual"])


def test_no_report_is_left_out_of_these():
    text = Path(__file__).read_text()
    assert [each.key for each in catalogue.every() if f'"{each.key}"' not in text] == []


ADDED = ("people", "count", "cents", "minutes")
NOT_ADDED = {("average_daily_census", "lowest"), ("average_daily_census", "highest")}
"""Columns of people and sums that are no sums of their rows; so is "people", which counts nobody twice."""


def test_every_breakdown_adds_up_to_the_same(world):
    """Sums of the rows are the totals, column by column, and the same however the report is broken down."""
    twice = {("census", "track"), ("unbilled", "hold"), ("caseload", "")}
    for each in catalogue.every():
        totals = {}
        for by, _label in each.groupings or (("", ""),):
            result = each.read(asked(world, each, by=by))
            if (each.key, by) in twice or result.totals is None:
                continue
            for column in result.columns:
                if column.unit not in ADDED or column.key == "people" or (each.key, column.key) in NOT_ADDED:
                    continue
                rows, total = [row.cells[column.key] or 0 for row in result.rows], result.totals[column.key]
                assert abs(sum(rows) - total) <= (len(rows) if column.unit == "minutes" else 0), (
                    each.key,
                    by,
                    column.key,
                )
                if (each.key, by) not in OF_OTHERS:
                    assert totals.setdefault(column.key, total) == total, (each.key, by, column.key)


OF_OTHERS = {("seats", "group")}
"""Breakdowns that are about other things than the report's others."""


def different(rows):
    return len({row.client.merged_into_id or row.client_id for row in rows})


def test_how_many_different_people_each_row_is_about(world):
    """Somebody counts once in a row and once in all, however many days, meetings, tests or claims they had."""
    held = lines("closed", "final")
    found = said(world, "attendance", by="month")
    assert found["total"]["people"] == different(held) > 0
    for month in {f"{row.session.on:%Y-%m}" for row in held}:
        assert found[month]["people"] == different(row for row in held if f"{row.session.on:%Y-%m}" == month)
    meetings = [
        row for row in Appointment.objects.select_related("site", "client")
        if within(local(row.starts_at, row.site)) and row.starts_at <= AT
    ]  # fmt: skip
    found = said(world, "appointments", by="clinician")
    for staff in {row.staff_id for row in meetings}:
        assert found[str(staff)]["people"] == different(row for row in meetings if row.staff_id == staff)
    assert found["total"]["people"] == different(meetings)
    tests = [
        row for row in DrugTest.objects.select_related("episode") if within(row.due_on) and row.status != "cancelled"
    ]
    assert said(world, "drug_tests")["total"]["people"] == len({row.episode.client_id for row in tests})


def test_how_many_different_people_money_is_about(world):
    claims = [
        row for row in Claim.objects.select_related("site", "client")
        if row.frequency == "1" and row.priority == 1 and row.sent_at and within(local(row.sent_at, row.site))
    ]  # fmt: skip
    found = said(world, "claims_first_pass")
    for payer in {row.payer_id for row in claims}:
        assert found[str(payer)]["people"] == different(row for row in claims if row.payer_id == payer)
    denials = [row.claim for row in Denial.objects.select_related("claim__client") if within(row.denied_on)]
    assert said(world, "denials_by_reason")["total"]["people"] == different(denials)
    owed = Counter()
    for row in Posting.objects.select_related("entry"):
        if row.account in ("payers_owe", "clients_owe") and row.entry.posted_on <= LAST:
            owed[row.client_id] += row.cents
    by_payer = said(world, "receivables")
    assert by_payer["total"]["people"] >= sum(cents != 0 for cents in owed.values()) > 0
    mine = Counter()
    for row in Posting.objects.select_related("entry"):
        if row.account == "clients_owe" and row.entry.posted_on <= LAST:
            mine[row.client_id] += row.cents
    assert by_payer["clients"]["people"] == sum(cents != 0 for cents in mine.values()) > 0
    moved = {row.client_id for row in Posting.objects.select_related("entry") if within(row.entry.posted_on)}
    assert said(world, "collections")["total"]["people"] == len(moved - {None})


def test_hours_given_by_kind(world):
    """Parts of days as they were timed, and appointments as they were planned; each client once in a kind."""
    given, times = Counter(), Counter()
    for part in SessionComponent.objects.select_related("session", "kind"):
        day = part.session
        if day.status in ("closed", "final") and within(day.on) and part.counts_as_service:
            begins = part.actual_starts_at or part.starts_at
            ends = part.actual_ends_at or max(part.ends_at, begins)
            given[part.kind.category] += (ends - begins).total_seconds() / 60
            times[part.kind.category] += 1
    who = defaultdict(set)
    for row in Appointment.objects.select_related("site"):
        if row.status == "completed" and within(local(row.starts_at, row.site)):
            kind = "counselor_check_in" if row.kind == "check_in" else row.kind
            given[kind] += (row.ends_at - row.starts_at).total_seconds() / 60
            times[kind] += 1
            who[kind].add(row.client_id)
    found = said(world, "hours_by_modality")
    assert {key: cells["held"] for key, cells in found.items() if key != "total" and cells["held"]} == dict(times)
    for kind, minutes in given.items():
        assert abs(found[kind]["minutes"] - minutes) < 1, kind
    alone = set(who) - {part.kind.category for part in SessionComponent.objects.select_related("kind")}
    assert {kind: found[kind]["people"] for kind in alone} == {kind: len(who[kind]) for kind in alone}


def test_stays_by_level_and_by_counselor(world):
    """The level somebody began at counts for the admission, the one they ended at for the discharge."""

    def level_on(episode, day):
        rows = [row for row, begin, end in stretches() if row.episode_id == episode.pk and begin <= day <= end]
        return str(rows[0].level_id)

    began = Counter(level_on(row, row.admitted_on) for row in admitted())
    found = said(world, "admissions", by="level")
    assert {key: found[key]["admissions"] for key in began} == dict(began)
    over = Counter(level_on(row, row.discharged_on) for row in ended())
    found = said(world, "discharges", by="level")
    assert {key: found[key]["discharges"] for key in over} == dict(over)
    counselor = {
        row.episode_id: str(row.staff_id)
        for row in CareTeamMembership.objects.filter(role="primary_counselor").order_by("starts_on")
        if row.starts_on <= (row.episode.discharged_on or LAST)
    }
    mine = Counter(counselor.get(row.pk, "none") for row in ended() if row.discharge_kind == "completed")
    found = said(world, "completion", by="counselor")
    assert {key: found[key]["completed"] for key in mine} == dict(mine)
    assert mine


def test_days_by_weekday_and_by_month(world):
    held = lines("closed", "final")
    found = said(world, "attendance", by="weekday")
    for weekday in {row.session.on.isoweekday() for row in held}:
        own = [row for row in held if row.session.on.isoweekday() == weekday]
        cells = found[str(weekday)]
        assert (cells["scheduled"], cells["partly"]) == (
            len(own), sum(row.status in ("late", "left_early") for row in own),
        )  # fmt: skip
    found = said(world, "seats", by="month")
    for month in {f"{row.session.on:%Y-%m}" for row in held}:
        assert found[month]["used"] == sum(f"{row.session.on:%Y-%m}" == month for row in held)


def test_no_name_of_a_client_stands_in_any_report(world):
    names = {
        name
        for row in Episode.objects.select_related("client")
        for name in (row.client.legal_last_name, row.client.record_number)
    }
    for each in catalogue.every():
        for by, _label in each.groupings or (("", ""),):
            ask = Ask(tuple(site.pk for site in world), FIRST, LAST, AT, "America/New_York", by)
            labels = " ".join(f"{row.key} {row.label}" for row in each.read(ask).rows).split()
            assert not names & set(labels), (each.key, by)
