"""A progress note in a real browser: typed without a pause, the browser closed, gone on with; two tabs; signed."""

from __future__ import annotations

import pytest

from tests.factories import progress_notes as made
from tests.factories.progress_notes import AT
from therapy.models import ProgressNote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def room(at):
    at(AT)
    return made.make_room()


def write(page, note):
    page.goto(f"/progress-notes/{note.pk}/write/")
    page.locator("#section-data").wait_for()


def test_at_minute_49_the_browser_is_closed_and_nothing_is_lost(room, live, axe, picture):
    note = made.opened(room)
    page = live.page("phone", user=room.staff.user)
    write(page, note)
    page.locator("#starts").fill("10:00")
    words = "She spoke of the weekend with her brother and of the call she wants to make before it. "
    # Never a second of quiet: what is typed without a pause is saved all the same.
    page.locator("#section-data").focus()
    for _time in range(2):
        page.keyboard.type(words, delay=75)
    page.evaluate("window.onbeforeunload = null")
    page.context.close()

    page = live.page("phone", user=room.staff.user)
    page.goto(f"/clients/{room.client.pk}/notes/")
    page.get_by_role("heading", name="Your drafts").wait_for()
    write(page, note)
    kept = page.locator("#section-data").input_value()
    assert kept.startswith(words[:60])
    assert page.locator("#starts").input_value() == "10:00"
    axe(page)
    picture(page, "progress-note-write-phone")


def test_two_tabs_show_both_texts_and_lose_neither(room, live):
    note = made.opened(room)
    first, second = live.page("desktop", user=room.staff.user), live.page("desktop", user=room.staff.user)
    write(first, note)
    write(second, note)
    first.locator("#section-data").fill("Written in the first tab.")
    first.locator(".saved[data-state=saved]").wait_for()
    first.locator("#section-plan").focus()
    second.locator("#section-data").fill("Written in the second tab.")
    second.get_by_role("dialog").wait_for()
    dialog = second.get_by_role("dialog")
    assert "Written in the first tab." in dialog.inner_text()
    assert "Written in the second tab." in dialog.inner_text()
    second.get_by_role("button", name="Keep mine").click()
    second.locator(".saved[data-state=saved]").wait_for()
    assert ProgressNote.objects.get(pk=note.pk).contents["data"] == "Written in the second tab."


def test_a_note_is_written_and_signed_on_one_page_after_the_other(room, live, axe, picture):
    note = made.written(room)
    page = live.page("desktop", dark=True, user=room.staff.user)
    write(page, note)
    axe(page)
    picture(page, "progress-note-write-desktop-dark")
    page.locator("#next_step").fill("Next Monday at eleven.")
    page.get_by_role("button", name="Read and sign").click()
    page.get_by_role("heading", name="Read and sign").wait_for()
    assert page.get_by_text("Next Monday at eleven.").is_visible()
    axe(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("unchanged since signing").wait_for()
    axe(page)
    picture(page, "progress-note-signed-desktop-dark")
