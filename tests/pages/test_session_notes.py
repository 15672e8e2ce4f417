"""Notes after the group: the last look, signing, co-signing, prints, addenda, wrong charts."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.therapy.world import World, wall
from tests.therapy.writing import signed, written
from therapy.models import Addendum, EnteredInError, GroupNote


@pytest.fixture
def world(db, at):
    at(wall(12, 30))
    return World()


@pytest.fixture
def web(client):
    def as_staff(staff):
        client.force_login(staff.user)
        return client

    return as_staff


@pytest.fixture
def note(world):
    return written(world, *world.group())


def sign_form(page):
    return {"version": page.context["version"], "seen": page.context["seen"]}


def url(name, note, *more):
    return reverse(name, args=[note.pk, *more])


def test_the_last_look_says_as_whom_one_signs(world, web, note):
    html = web(world.counselor).get(url("note_sign", note)).content.decode()
    assert f"You sign as <b>Dana Ortiz, {world.licence.code}</b>" in html


def test_signing_locks_and_leads_back_to_the_day(world, web, note):
    browser = web(world.counselor)
    answer = browser.post(url("note_sign", note), sign_form(browser.get(url("note_sign", note))))
    assert answer.url == reverse("session", args=[note.session_id])
    assert GroupNote.objects.get().status == "signed"


def test_what_changed_since_it_was_read_is_not_signed(world, web, note):
    browser = web(world.counselor)
    form = sign_form(browser.get(url("note_sign", note)))
    note.lines.filter(pk=note.lines.first().pk).update(text="Other words.")
    answer = browser.post(url("note_sign", note), form)
    assert answer.status_code == 409
    assert "changed since you read it" in answer.content.decode()


def test_a_name_is_pointed_out_and_confirmed_as_a_word(world, web):
    session, roster = world.group(2, first="Grace")
    note = written(world, session, roster, shared="We spoke of grace.", lines=["Calm.", "Quiet."])
    browser = web(world.counselor)
    page = browser.get(url("note_sign", note))
    assert '<mark class="named">grace</mark>' in page.content.decode()
    assert browser.post(url("note_sign", note), sign_form(page)).status_code == 409
    browser.post(url("note_sign", note), sign_form(page) | {"confirmed_words": ["grace"]})
    assert GroupNote.objects.get().signed_at


def test_identical_lines_are_shown_with_their_names(world, web):
    note = written(world, *world.group(2), lines=["Took part.", "Took part."])
    html = web(world.counselor).get(url("note_sign", note)).content.decode()
    assert "The very same line" in html
    assert "Maria L., James O." in html or "James O., Maria L." in html


def test_a_late_note_asks_why(world, web, note, at):
    at(wall(9, day=dt.date(2026, 3, 6)))
    html = web(world.counselor).get(url("note_sign", note)).content.decode()
    assert "More than 48 hours have passed" in html


def test_a_draft_of_somebody_else_looks_like_not_there(world, web, note):
    assert web(world.supervisor).get(url("note", note)).status_code == 404


def test_my_drafts_wait_in_a_list(world, web, note):
    html = web(world.counselor).get(reverse("notes")).content.decode()
    assert url("note_sign", note) in html


def test_a_supervised_note_waits_in_the_queue_and_is_co_signed(world, web):
    note = signed(world, *world.group(), staff=world.intern())
    browser = web(world.supervisor)
    assert "Sam Young" in browser.get(reverse("notes_to_cosign")).content.decode()
    browser.post(url("note_cosign", note), {"do": "sign"})
    assert GroupNote.objects.get().status == "signed"


def test_a_returned_note_shows_its_comment_to_the_author(world, web):
    intern = world.intern()
    note = signed(world, *world.group(), staff=intern)
    web(world.supervisor).post(url("note_cosign", note), {"do": "return", "comment": "Name the plan."})
    html = web(intern).get(reverse("notes")).content.decode()
    assert "Name the plan." in html
    assert "answer with an addendum" in html


@pytest.mark.parametrize("count", [3, 30])
def test_the_lists_ask_as_much_for_three_notes_as_for_thirty(world, web, count):
    for number in range(count):
        session = world.session(
            dt.date(2026, 2, 1) + dt.timedelta(days=number % 28), status="closed", hour=6 + number // 28
        )
        GroupNote.objects.create(session=session, author=world.counselor, saved_at=wall(9))
    browser = web(world.counselor)
    browser.get(reverse("notes"))
    with CaptureQueriesContext(connection) as asked:
        browser.get(reverse("notes"))
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 10


def test_a_copy_names_nobody_else_and_carries_hash_name_and_credential(world, web):
    note = signed(world, *world.group())
    line = note.lines.get(client__legal_first_name="Maria")
    html = web(world.counselor).get(url("note_copy", note, line.pk)).content.decode()
    assert line.digest in html
    assert f"Dana Ortiz, {world.licence.code}" in html
    assert "unchanged since signing" in html
    assert "James" not in html
    assert "Okafor" not in html


def test_an_addendum_is_added_and_shown(world, web):
    note = signed(world, *world.group())
    browser = web(world.counselor)
    browser.post(url("note_addendum", note), {"text": "A plan was named.", "reason": "Forgotten"})
    assert Addendum.objects.get().text == "A plan was named."
    assert "A plan was named." in browser.get(url("note", note)).content.decode()


def test_an_addendum_with_a_name_comes_back_with_what_was_typed(world, web):
    note = signed(world, *world.group())
    answer = web(world.counselor).post(url("note_addendum", note), {"text": "James was late.", "reason": "Forgotten"})
    assert answer.status_code == 409
    assert "James was late." in answer.content.decode()
    assert 'value="James"' in answer.content.decode()


def test_a_copy_in_the_wrong_chart_is_hidden_by_the_director(world, web):
    note = signed(world, *world.group())
    line = note.lines.get(client__legal_first_name="Maria")
    browser = web(world.supervisor)
    browser.post(url("note_error", note, line.pk), {"reason": "Other Maria"})
    assert EnteredInError.objects.get().reason == "Other Maria"
    assert browser.get(url("note_copy", note, line.pk)).status_code == 404
    assert "Maria L." not in browser.get(url("note", note)).content.decode()
