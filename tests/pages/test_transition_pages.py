"""Changing a level on a page: choose, look, decide, undo; each refusal in words beside what it is about."""

import datetime as dt

import pytest
from django.urls import reverse

from clients.models import Placement
from iop.core import clock
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.transitions.one import read_one
from scheduling import actions as scheduling
from scheduling.models import WaitlistEntry
from tests.factories import clients, days, ground
from tests.factories import transitions as made
from tests.factories.ground import PASSWORD
from tests.factories.scheduling import Counted, wall
from tests.factories.transitions import AT, MONDAY, TODAY
from therapy.models import Transition

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.fixture
def desk():
    with clock.frozen(AT):
        yield made.make_desk()


@pytest.fixture
def therapist(client, desk):
    assert PASSWORD
    client.force_login(desk.therapist.user)
    return client


def address(desk, level=None, on=MONDAY):
    level = level or desk.op_level
    return f"{reverse('client_transition', args=[desk.client.pk])}?on={on:%Y-%m-%d}&level={level.pk}"


def chosen(desk, **fields):
    return {
        "track": str(desk.op_track.pk), "weekdays": ["1", "3"], "reason": "Back at work, sober for six weeks.", "do": "preview",
        **fields,
    }  # fmt: skip


def look(browser, desk, **fields):
    return browser.post(address(desk), chosen(desk, **fields))


def decide(browser, desk, **fields):
    seen = look(browser, desk, **fields).context["preview"].fingerprint
    return browser.post(address(desk), chosen(desk, **fields, do="save", seen=seen))


def test_the_page_says_what_each_level_would_be(therapist, desk):
    page = therapist.get(reverse("client_transition", args=[desk.client.pk])).content.decode()
    assert "Step down" in page


def test_the_page_shows_tracks_of_the_level_with_their_seats(therapist, desk):
    page = therapist.get(address(desk)).content.decode()
    assert "OP afternoon" in page
    assert "0/12" in page


def test_a_track_says_when_they_cannot_come(therapist, desk):
    scheduling.add_commitments(
        by=desk.by_director, client=desk.client, kind="work", weekdays=(1,), starts=dt.time(13), ends=dt.time(18),
        starts_on=TODAY, at=AT,
    )  # fmt: skip
    assert "They cannot come" in therapist.get(address(desk)).content.decode()


def test_looking_lists_everything_and_saves_nothing(therapist, desk):
    page = look(therapist, desk).content.decode()
    assert "This is what changes" in page
    assert "Intensive outpatient" in page
    assert not Transition.objects.exists()


def test_deciding_leads_to_what_was_done(therapist, desk):
    answer = decide(therapist, desk)
    assert answer.url == reverse("transition", args=[Transition.objects.get().pk])


def test_deciding_without_looking_shows_it_first(therapist, desk):
    answer = therapist.post(address(desk), chosen(desk, do="save"))
    assert answer.status_code == 422
    assert "look at it again" in answer.content.decode()
    assert not Transition.objects.exists()


def test_an_appointment_that_is_ticked_stays(therapist, desk):
    held = scheduling.book_appointment(
        by=desk.by, kind="family", client=desk.client, staff=desk.therapist, site_id=desk.site.pk, starts_at=wall(TUESDAY, 15),
        ends_at=wall(TUESDAY, 16), at=AT,
    )  # fmt: skip
    decide(therapist, desk, keep=[str(held.pk)])
    held.refresh_from_db()
    assert held.status == "booked"


def test_a_missing_track_is_said_beside_it(therapist, desk):
    answer = look(therapist, desk, track="")
    assert answer.status_code == 422
    assert "track" in answer.context["form"].errors


def test_a_day_that_has_passed_is_said(therapist, desk):
    answer = therapist.post(address(desk, on=TODAY - dt.timedelta(days=1)), chosen(desk))
    assert "has passed" in answer.content.decode()


def test_a_full_track_offers_its_waiting_list(client):
    with clock.frozen(AT):
        desk = made.make_desk(capacity=1)
        client.force_login(desk.director.user)
        other = clients.make_placed(desk.site, by=desk.by_director, level=desk.op_level, at=AT)
        scheduling.enrol(
            by=desk.by_director, episode=other, track=desk.op_track, weekdays=(1, 3), starts_on=TODAY, at=AT
        )
        answer = look(client, desk)
        assert "Put them on the waiting list" in answer.content.decode()
        wait = {
            "wait-track": str(desk.op_track.pk),
            "wait-weekdays": ["1", "3"],
            "wait-wanted_from": f"{MONDAY:%Y-%m-%d}",
        }
        client.post(reverse("client_wait", args=[desk.client.pk]), wait)
    assert WaitlistEntry.objects.get().client_id == desk.client.pk


def test_care_elsewhere_asks_where_and_not_for_a_track(therapist, desk):
    fields = therapist.get(address(desk, made.make_detox())).context["form"].fields
    assert "facility" in fields
    assert "track" not in fields


def test_going_to_detox_on_the_page(therapist, desk):
    url = address(desk, made.make_detox())
    data = {"stay_kind": "detox", "facility": "Harbor House", "reason": "Withdrawal at home.", "do": "preview"}
    seen = therapist.post(url, data).context["preview"].fingerprint
    therapist.post(url, {**data, "do": "save", "seen": seen})
    assert Transition.objects.get().kind == "off_site"


def test_undoing_on_the_page(therapist, desk):
    decide(therapist, desk)
    row = Transition.objects.get()
    therapist.post(reverse("transition_undo", args=[row.pk]), {"reason": "Another job."})
    row.refresh_from_db()
    assert row.undone_at == AT
    assert Placement.objects.on(MONDAY).get().level == desk.level


def test_an_undo_says_why(therapist, desk):
    decide(therapist, desk)
    answer = therapist.post(reverse("transition_undo", args=[Transition.objects.get().pk]), {"reason": ""})
    assert answer.status_code == 422


def test_what_has_begun_offers_no_undo(desk):
    row = made.carry_out(desk)
    shown = read_one(read_chart(desk.by, desk.client.pk, AT + dt.timedelta(days=14)), row)
    assert shown.undo_form() is None
    assert "has begun" in shown.why_not_undo


def test_who_may_not_read_tests_is_not_told_of_them(client, therapist, desk):
    made.plan_tests(desk)
    decide(therapist, desk, tests_per_week="1")
    url = reverse("transition", args=[Transition.objects.get().pk])
    assert "Drug tests" in therapist.get(url).content.decode()
    client.force_login(ground.make_staff("intake", site=desk.site).user)
    assert "Drug tests" not in client.get(url).content.decode().split('id="changes"')[1]


def test_the_care_page_leads_here(therapist, desk):
    page = therapist.get(reverse("client_care", args=[desk.client.pk])).content.decode()
    assert reverse("client_transition", args=[desk.client.pk]) in page


def test_somebody_elses_change_is_not_there(client, therapist, desk):
    decide(therapist, desk)
    client.force_login(ground.make_staff("therapist", site=ground.make_site()).user)
    assert client.get(reverse("transition", args=[Transition.objects.get().pk])).status_code == 404


def test_more_tracks_cost_no_more_statements(therapist, desk):
    def cost():
        with Counted() as counted:
            therapist.get(address(desk))
        return counted.number

    cost()
    few = cost()
    for number in range(4):
        track = scheduling.save_track(
            by=desk.by_director, program=desk.op_program, name=f"More {number}", day_part="evening", capacity=8, at=AT
        )
        scheduling.save_template_version(
            by=desk.by_director, track=track, valid_from=TODAY, days=days.make_week(None, None, weekdays=(1,)), at=AT
        )
    assert cost() == few
