"""Homework: given by a colleague, done by the client, and nobody else's to settle."""

import datetime as dt

import pytest

from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories import recovery as make
from tests.factories.clients import make_actor, make_admitted
from tests.factories.recovery import AT, TODAY
from therapy.actions.homework import do_homework, drop_homework, give_homework, reopen_homework
from therapy.models import Homework

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=3)


@pytest.fixture
def desk():
    return make.make_desk()


def test_given_homework_is_to_do(desk):
    row = make.give(desk, due_on=TODAY)
    assert (row.status, row.given_by, row.due_on) == ("open", desk.counselor, TODAY)


def test_the_same_task_goes_to_several_at_once(desk):
    other = make_admitted(desk.site, by=desk.by_director)
    made = give_homework(by=desk.by, episodes=[desk.episode, other], words="Write down one trigger.", at=AT)
    assert {row.episode_id for row in made} == {desk.episode.pk, other.pk}


@pytest.mark.parametrize(
    ("words", "due_on", "field"), [(" ", None, "words"), ("Rest", TODAY - dt.timedelta(days=1), "due_on")]
)
def test_a_task_needs_words_and_a_day_to_come(desk, words, due_on, field):
    with pytest.raises(Invalid) as told:
        make.give(desk, words, due_on=due_on)
    assert told.value.field == field
    assert not Homework.objects.exists()


@pytest.mark.parametrize("role", ["intake", "biller"])
def test_who_writes_no_notes_gives_no_homework(desk, role):
    with pytest.raises(NotAllowed):
        give_homework(by=make_actor(desk.site, role), episodes=[desk.episode], words="Rest.", at=AT)


def test_the_client_says_that_it_is_done_and_how_it_was(desk):
    row = do_homework(by=desk.me, homework=make.give(desk), words="It was easier than I thought.", at=LATER)
    assert (row.status, row.client_words, row.settled_at) == ("done", "It was easier than I thought.", LATER)


def test_done_twice_keeps_the_first_moment(desk):
    row = make.give(desk)
    do_homework(by=desk.me, homework=row, at=LATER)
    again = do_homework(by=desk.me, homework=row, words="And one more thing.", at=LATER + dt.timedelta(hours=1))
    assert (again.settled_at, again.client_words) == (LATER, "And one more thing.")


def test_it_can_be_taken_back_that_it_was_done(desk):
    row = do_homework(by=desk.me, homework=make.give(desk), words="Half of it.", at=LATER)
    assert reopen_homework(by=desk.me, homework=row, at=LATER).status == "open"


def test_nobody_else_settles_it(desk):
    row, other = make.give(desk), make.make_desk()
    for actor in (other.me, desk.by):
        with pytest.raises(NotAllowed):
            do_homework(by=actor, homework=row, at=LATER)


def test_what_is_no_longer_asked_is_not_done(desk):
    row = make.give(desk)
    drop_homework(by=desk.by, homework=row, version=row.version, at=LATER)
    with pytest.raises(Conflict):
        do_homework(by=desk.me, homework=row, at=LATER)


def test_what_was_answered_meanwhile_is_not_dropped(desk):
    row = make.give(desk)
    do_homework(by=desk.me, homework=row, at=LATER)
    with pytest.raises(Stale):
        drop_homework(by=desk.by, homework=row, version=row.version, at=LATER)


def test_the_record_holds_no_words(desk):
    do_homework(by=desk.me, homework=make.give(desk, "Call Priya"), words="I called Priya", at=LATER)
    events = AuditEvent.objects.filter(verb__startswith="therapy.homework")
    assert events.count() == 2
    assert not any("Priya" in str(event.detail) for event in events)
