"""The schedule in a real browser: no barriers on any page, booking by click and by keys, a week planned and published."""

from __future__ import annotations

import pytest

from iop.access.actors import SYSTEM
from scheduling import actions
from scheduling.models import Appointment
from tests.pages.schedule_clinic import AT, make_schedule
from tests.plugins.browser import SIZES, unrolled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clinic(at):
    clinic = make_schedule(people=5, appointments=6)
    at("2026-03-02 07:00", "America/New_York")
    actions.add_handout(by=SYSTEM, topic=clinic.topic, title="The brain", body="It heals.\nGive it time.", at=AT)
    waiting = clinic.enrolments[0]
    other = actions.save_track(by=SYSTEM, program=clinic.program, name="Evening", day_part="evening", capacity=4, at=AT)
    actions.save_template_version(
        by=SYSTEM, track=other, valid_from=AT.date(), days=actions.planned_days(clinic.track.templates.get()), at=AT
    )
    actions.join_waitlist(
        by=SYSTEM, episode=waiting.episode, track=other, weekdays=[0], wanted_from=AT.date(), at=AT, note="After work"
    )
    clinic.evening = other
    return clinic


def test_no_view_of_the_calendar_has_barriers(clinic, live, axe):
    page = live.page("phone", dark=True, user=clinic.director.user)
    found = {f"calendar_{view}": f"/calendar/?view={view}" for view in ("day", "month", "list")}
    found |= {
        "calendar_staff": f"/calendar/?by=staff&id={clinic.counselor.pk}",
        "calendar_people": "/calendar/?view=day&by=staff",
    }
    found["track_evening"] = f"/tracks/{clinic.evening.pk}/"
    for name, url in found.items():
        assert page.goto(url).status == 200, name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{name} is wider than the window"
        )
        # As tall as the page: what the bar at the bottom of a phone covers is scrolled into view by a person.
        unrolled(page)
        axe(page)
        page.set_viewport_size(SIZES["phone"])


def choose_client(page, clinic):
    page.get_by_role("searchbox", name="Client").fill(clinic.clients[0].legal_last_name)
    page.keyboard.press("Enter")
    page.get_by_role("radio", name=clinic.clients[0].name).wait_for()


def latest():
    return Appointment.objects.latest("created_at")


def test_a_free_place_is_clicked_and_booked(clinic, live, axe):
    page = live.page("desktop", user=clinic.director.user)
    page.goto(f"/calendar/?view=week&by=staff&id={clinic.counselor.pk}")
    page.get_by_role("link", name="Book 8:00, Tuesday 3 March 2026").click()
    dialog = page.get_by_role("dialog", name="Book an appointment")
    axe(page)
    dialog.get_by_label("What").select_option("case_management")
    choose_client(page, clinic)
    dialog.get_by_role("button", name="Show free times").click()
    dialog.get_by_role("button", name="10:30").click()
    dialog.locator("button[aria-pressed=true]", has_text="10:30").wait_for()
    dialog.get_by_role("button", name="Book", exact=True).last.click()
    page.get_by_text("Booked: Tue 3 Mar, 10:30").wait_for()
    assert latest().client == clinic.clients[0]
    assert clinic.clients[0].legal_last_name not in page.url


def test_a_place_is_booked_by_keys_alone(clinic, live):
    page = live.page("desktop", user=clinic.director.user)
    page.goto(f"/calendar/?view=week&by=staff&id={clinic.counselor.pk}")
    page.get_by_role("link", name="Book 8:00, Monday 2 March 2026").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    assert page.get_by_label("Begins at").input_value() == "08:30"
    page.get_by_label("What").focus()
    page.keyboard.press("C")
    page.get_by_role("searchbox", name="Client").focus()
    page.keyboard.type(clinic.clients[0].legal_last_name)
    page.keyboard.press("Enter")
    page.get_by_role("radio", name=clinic.clients[0].name).wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("Booked: Tue 3 Mar, 8:30").wait_for()


def test_the_keys_of_the_calendar_turn_its_pages(clinic, live):
    page = live.page("desktop", user=clinic.director.user)
    page.goto("/calendar/?view=week")
    page.keyboard.press("n")
    page.get_by_role("heading", name="Mon 9 Mar – Sun 15 Mar").wait_for()
    page.wait_for_load_state()
    page.keyboard.press("t")
    page.get_by_role("heading", name="Mon 2 Mar – Sun 8 Mar").wait_for()


def test_a_taken_time_is_refused_in_the_dialog_with_who_and_when(clinic, live):
    page = live.page("phone", user=clinic.director.user)
    page.goto(f"/appointments/book/?staff={clinic.counselor.pk}&on=2026-03-02&at=13:30")
    page.get_by_label("What").select_option("case_management")
    choose_client(page, clinic)
    page.get_by_role("button", name="Book", exact=True).last.click()
    page.locator(".field-invalid", has_text=clinic.counselor.name).wait_for()
    assert page.get_by_label("Begins at").input_value() == "13:30"


def test_a_week_is_planned_seen_and_published(clinic, live, axe):
    page = live.page("desktop", user=clinic.director.user)
    page.goto(f"/tracks/{clinic.track.pk}/week/")
    page.get_by_label("Minutes of Process").fill("70")
    page.get_by_label("Minutes of Process").press("Tab")
    page.get_by_text("2 h 50").first.wait_for()
    page.get_by_role("button", name="Move Psychoeducation up").press("Enter")
    page.locator(".part").nth(2).get_by_label("Minutes of Psychoeducation").wait_for()
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("heading", name="What changes from Monday 9 March 2026").wait_for()
    axe(page)
    page.get_by_role("button", name="Publish this week").click()
    page.get_by_text("The week is published").wait_for()
    parts = clinic.track.templates.get(valid_from="2026-03-09").days.get(weekday=0).components.all()
    assert [part.kind.key for part in parts] == ["check-in", "process", "psychoeducation", "break", "wrap-up"]
    assert parts[1].minutes == 70


def test_a_week_is_planned_and_an_appointment_booked_without_javascript(clinic, live):
    page = live.page("desktop", user=clinic.director.user, javascript=False)
    page.goto(f"/tracks/{clinic.track.pk}/week/")
    page.get_by_role("button", name="Remove Break").click()
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("button", name="Publish this week").click()
    assert clinic.track.templates.get(valid_from="2026-03-09").days.get(weekday=0).components.count() == 4
    page.goto(f"/calendar/?view=week&by=staff&id={clinic.counselor.pk}")
    page.get_by_role("link", name="Book 8:00, Tuesday 3 March 2026").click()
    page.get_by_label("What").select_option("case_management")
    choose_client(page, clinic)
    page.get_by_role("button", name="Book", exact=True).last.click()
    page.get_by_text("Booked: Tue 3 Mar, 8:00").wait_for()
