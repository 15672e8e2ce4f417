"""A planned treatment day: moved, cancelled, another room, another colleague; making the days ahead; time away."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.clinic.models import Closure
from scheduling import actions
from scheduling.models import BusyTime, StaffBlock
from sessions_app.models import ProgramSession
from tests.factories.days import make_track
from tests.factories.ground import make_staff, sign_in
from tests.pages.schedule_clinic import AT, TODAY, make_schedule, wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at, client):
    clinic = make_schedule()
    at("2026-03-02 07:00", "America/New_York")
    sign_in(client, clinic.director)
    return clinic


def post(client, clinic, what, prefix, **fields):
    fields = {"version": clinic.session.version, "scope": "this", **fields}
    return client.post(
        reverse(what, args=[clinic.session.pk]), {f"{prefix}-{name}": value for name, value in fields.items()}
    )


def starts(clinic):
    return list(
        ProgramSession.objects.filter(lineage=clinic.session.lineage)
        .order_by("starts_at")
        .values_list("starts_at", flat=True)
    )


def test_only_this_day_moves(clinic, client):
    assert post(client, clinic, "move_session", "move", on="2026-03-02", at="09:30").status_code == 302
    assert starts(clinic)[:2] == [wall(TODAY, 9, 30), wall(TODAY.replace(day=9), 9)]


def test_this_and_following_keep_the_wall_time_over_the_spring_sunday(clinic, client):
    post(client, clinic, "move_session", "move", on="2026-03-02", at="09:30", scope="following")
    assert starts(clinic)[:2] == [wall(TODAY, 9, 30), wall(TODAY.replace(day=9), 9, 30)]


def test_a_colleague_who_is_taken_then_refuses_the_move_beside_the_time(clinic, client):
    answer = post(client, clinic, "move_session", "move", on="2026-03-02", at="11:00")
    assert answer.status_code == 422
    assert clinic.counselor.name in str(answer.context["forms"].move.errors["at"])
    assert answer.context["forms"].move["at"].value() == "11:00"


def test_the_skipped_hour_is_refused(clinic, client):
    answer = post(client, clinic, "move_session", "move", on="2026-03-08", at="02:30")
    assert "at" in answer.context["forms"].move.errors


def test_cancelling_asks_why_and_cancels(clinic, client):
    assert post(client, clinic, "cancel_session", "cancel", reason="").status_code == 422
    assert post(client, clinic, "cancel_session", "cancel", reason="Burst pipe").status_code == 302
    clinic.session.refresh_from_db()
    assert (clinic.session.status, clinic.session.cancel_reason) == ("cancelled", "Burst pipe")


def test_a_part_gets_another_room(clinic, client):
    room = actions.save_room(by=SYSTEM, site_id=clinic.site.pk, name="Elm", capacity=20, at=AT)
    part = clinic.session.components.first()
    assert post(client, clinic, "change_session_room", "room", part=part.pk, room=room.pk).status_code == 302
    part.refresh_from_db()
    assert part.room == room


def test_another_colleague_leads_a_part(clinic, client):
    other = make_staff("counselor", site=clinic.site, first_name="Ana")
    part = clinic.session.components.first()
    assert (
        post(client, clinic, "change_session_staff", "staff", part=part.pk, staff=other.pk, role="lead").status_code
        == 302
    )
    assert part.facilitators.get().staff == other


def test_a_counselor_does_not_move_days(clinic, client):
    sign_in(client, clinic.counselor)
    assert post(client, clinic, "move_session", "move", on="2026-03-02", at="10:00").status_code == 403


def test_the_report_says_why_a_date_has_no_day(clinic, client):
    Closure.objects.create(site=clinic.site, starts_on=dt.date(2026, 3, 4), ends_on=dt.date(2026, 3, 4), reason="Snow")
    make_track(clinic, name="Evening", wall=dt.time(18), staff=None, room=None)
    page = client.get(reverse("making")).content.decode()
    assert "Snow" in page
    assert "Not made yet" in page


def test_making_the_days_twice_makes_them_once(clinic, client):
    make_track(clinic, name="Evening", wall=dt.time(18), staff=None, room=None)
    before = ProgramSession.objects.count()
    for _ in range(2):
        assert client.post(reverse("make_sessions"), {"site": clinic.site.pk}).status_code == 302
    assert ProgramSession.objects.count() == before + 13


def away(client, clinic, **changes):
    data = {
        "staff": clinic.counselor.pk,
        "first_on": "2026-03-03",
        "last_on": "2026-03-03",
        "reason": "Leave",
        **changes,
    }
    return client.post(reverse("block_staff"), data)


def test_a_whole_day_away_is_blocked_and_given_back(clinic, client):
    assert away(client, clinic).status_code == 302
    block = StaffBlock.objects.get()
    assert (block.starts_at, block.ends_at) == (wall(dt.date(2026, 3, 3), 0), wall(dt.date(2026, 3, 4), 0))
    client.post(reverse("unblock_staff", args=[block.pk]))
    assert not BusyTime.objects.filter(source="block").exists()


def test_what_is_planned_then_is_named(clinic, client):
    answer = away(client, clinic, first_on="2026-03-04", last_on="2026-03-04")
    assert answer.status_code == 422
    assert clinic.counselor.name in str(answer.context["form"].errors)
    assert answer.context["form"]["reason"].value() == "Leave"


def test_it_ends_after_it_begins(clinic, client):
    answer = away(client, clinic, last_on="2026-03-02")
    assert "last_on" in answer.context["form"].errors


def test_a_counselor_blocks_nobody_else(clinic, client):
    sign_in(client, clinic.counselor)
    assert away(client, clinic, staff=clinic.director.pk).status_code == 403
