"""A counselor runs a group from check-in to the signed close without a mouse."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sessions_app.models import Attendance, CheckIn, ProgramSession, ShortTermGoal, WrapUp
from tests.therapy.world import World, wall
from therapy.models import GroupNote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db, at):
    at(wall(8, 56))
    return World()


@pytest.fixture
def session(world):
    people = world.clients(3)
    before = world.session(wall(9).date() - dt.timedelta(days=3), status="closed")
    lines = world.roster(before, people, "present")
    maria = next(line for line in lines if line.client.legal_first_name == "Maria")
    ShortTermGoal.objects.create(client=maria.client, attendance=maria, text="Call my sponsor", due_at=wall(9))
    session = world.session()
    world.roster(session, people)
    return session


def tab_to(page, locator, *, limit=120, key="Tab"):
    """Go on with the Tab key until a control has the focus, as somebody without a mouse does."""
    for _step in range(limit):
        if locator.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"The Tab key never reached {locator}")


def enter(page, locator):
    tab_to(page, locator)
    page.keyboard.press("Enter")


def saved(page, place):
    expect(page.locator(f'[data-saved-for="{place}"]')).to_have_text(re.compile(r"Saved \d"), timeout=10_000)


def settled(page):
    """Wait until what an answer brought is wired: a few hundredths of a second."""
    expect(page.locator(".htmx-request, .htmx-added, .htmx-settling, .htmx-swapping")).to_have_count(0)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_group_is_run_from_the_start_to_the_signed_close_by_keyboard_alone(
    live, world, session, at, size, axe, picture
):
    page = live.page(size, user=world.counselor.user)

    # Given Today with the session on it
    page.goto(reverse("today"))
    enter(page, page.get_by_role("link", name=re.compile("^Open Morning IOP")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Morning IOP")
    page.wait_for_load_state()

    # When it is started and the roster is gone through
    page.keyboard.press("s")
    expect(page.get_by_text("Under way")).to_be_visible()
    page.wait_for_load_state()
    at(wall(9, 5))
    page.keyboard.press("r")
    for key in ("p", "p", "a"):
        page.keyboard.press(key)
        expect(page.locator("#roster li:has(:focus) [aria-pressed=true]")).to_be_visible()
        settled(page)
        page.keyboard.press("ArrowDown")
    expect(page.locator("#counts")).to_contain_text("2 of 3 here")

    # And somebody checks in: the goal of last time first, then mood and cravings
    for _step in range(3):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("u")
    expect(page.locator("#counts")).to_contain_text("1 not marked")
    settled(page)
    page.keyboard.press("p")
    expect(page.locator("#counts")).to_contain_text("3 of 3 here")
    settled(page)
    page.keyboard.press("Enter")
    expect(page.locator("#client-head")).to_be_focused()
    expect(page.locator("#client-head")).to_have_text("Maria Lopez")
    enter(page, page.get_by_role("button", name="Kept"))
    expect(page.get_by_role("button", name="Kept")).to_have_attribute("aria-pressed", "true")
    settled(page)
    tab_to(page, page.locator("#mood-0"))
    page.keyboard.press("7")
    tab_to(page, page.locator("#cravings-0"))
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.locator("#cravings-10")).to_be_checked()
    tab_to(page, page.get_by_label("What went well"))
    page.keyboard.type("Called my sponsor.")
    saved(page, "check-in-form")
    tab_to(page, page.get_by_label("Learned today"))
    page.keyboard.type("Urges pass like waves.")
    tab_to(page, page.get_by_label("Goal 1", exact=True))
    page.keyboard.type("Walk at noon")
    saved(page, "wrap-up-form")
    page.keyboard.press("Escape")
    expect(page.locator("#roster li:has(:focus)")).to_contain_text("Mood 7 · cravings 10")
    settled(page)

    # And the note is written once, with a line for each
    page.keyboard.press("n")
    page.keyboard.type("The group practised urge surfing.")
    for name, words in (("Aisha R.", "Was calm."), ("James O.", "Asked twice."), ("Maria L.", "Maria named a plan.")):
        tab_to(page, page.locator(".note-line").filter(has_text=name).locator("textarea"))
        page.keyboard.type(words)
    saved(page, "note-form")
    expect(page.locator('.lines .saved[data-state="saved"]')).to_have_count(3)
    picture(page, "written")

    # Then it is signed
    enter(page, page.get_by_role("link", name="Read and sign"))
    expect(page.get_by_role("heading", name="Read and sign", level=1)).to_be_visible()
    page.wait_for_load_state()
    axe(page)
    enter(page, page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("Signed and locked")).to_be_visible()

    # And the day is closed, with what is missing said aloud
    at(wall(12, 14))
    live.sign_in(page.context, world.counselor.user)  # three hours have passed: the first sign-in has run out
    page.reload()
    enter(page, page.get_by_role("link", name="Close the day"))
    expect(page.get_by_text("No check-in yet: Aisha R., James O.")).to_be_visible()
    tab_to(page, page.get_by_label("Close with these gaps"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Why"))
    page.keyboard.type("They chose not to check in.")
    enter(page, page.get_by_role("button", name="Close the day"))
    expect(page.get_by_text("Thank you for today")).to_be_visible()
    picture(page, "closed")

    assert ProgramSession.objects.get(pk=session.pk).status == "closed"
    assert GroupNote.objects.get().status == "signed"
    assert CheckIn.objects.values_list("mood", "cravings").get() == (7, 10)
    assert WrapUp.objects.get().learned == "Urges pass like waves."
    assert set(Attendance.objects.filter(session=session).values_list("credited_minutes", flat=True)) == {180}


def test_what_is_typed_while_the_network_is_gone_is_kept_and_sent_later(live, world, session, at):
    from sessions_app import actions as days

    at(wall(9))
    actor = world.actor(at=wall(9))
    days.start(by=actor, session=session, at=wall(9))
    page = live.page("desktop", user=world.counselor.user)
    page.goto(reverse("session", args=[session.pk]))
    page.context.set_offline(True)
    page.keyboard.press("n")
    page.keyboard.type("Written without a network.")
    expect(page.locator('[data-saved-for="note-form"]')).to_contain_text("Not saved yet", timeout=10_000)
    assert not GroupNote.objects.exists()
    page.context.set_offline(False)
    saved(page, "note-form")
    assert GroupNote.objects.get().shared_text == "Written without a network."


def test_two_people_on_one_row_and_the_later_is_told(live, world, session, at):
    from sessions_app import actions as days

    at(wall(9))
    days.start(by=world.actor(at=wall(9)), session=session, at=wall(9))
    first = live.page("desktop", user=world.counselor.user)
    second = live.page("phone", user=world.supervisor.user)
    for page in (first, second):
        page.goto(reverse("session", args=[session.pk]))
    row = "#roster li:has-text('Aisha')"
    first.locator(row).get_by_role("button", name="Present").click()
    expect(first.locator("#counts")).to_contain_text("1 of 3 here")
    second.locator(row).get_by_role("button", name="Absent").click()
    expect(second.locator(row)).to_contain_text("Somebody else marked this meanwhile")
    expect(second.locator(row).get_by_role("button", name="Present")).to_have_attribute("aria-pressed", "true")
