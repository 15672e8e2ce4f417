"""Two at once: one answer, one who takes it, one thread. One is obeyed, the other told."""

import uuid

import pytest

from clients.actions.threads import keeping
from clients.models import Thread, ThreadMessage
from iop.core.errors import Conflict, Stale
from iop.work.models import WorkItem
from tests.factories import threads as made
from tests.factories.clients import AT
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk():
    return made.make_talk()


def test_two_colleagues_answer_at_once(talk):
    thread = made.begin(talk)
    came = race(
        lambda: made.answer(talk, thread, seen=thread.last_at), lambda: made.answer(talk, thread, by=talk.by_manager, seen=thread.last_at)
    )  # fmt: skip
    assert sorted(type(each).__name__ for each in came) == ["Stale", "ThreadMessage"]
    assert ThreadMessage.objects.filter(by_client=False).count() == 1


def test_two_colleagues_take_it_at_once(talk):
    thread = made.begin(talk)
    came = race(
        lambda: keeping.take(by=talk.by, thread=thread, at=AT), lambda: keeping.take(by=talk.by_manager, thread=thread, at=AT)
    )  # fmt: skip
    assert sorted(type(each).__name__ for each in came) == ["Conflict", "Thread"]
    assert WorkItem.objects.open().get().assignee_id == Thread.objects.get().assigned_to_id


def test_the_same_form_sent_twice_at_once(talk):
    key = uuid.uuid4()
    first, second = race(lambda: made.begin(talk, key=key), lambda: made.begin(talk, key=key))
    assert first == second
    assert (Thread.objects.count(), ThreadMessage.objects.count()) == (1, 1)


def test_the_client_writes_while_a_colleague_answers(talk):
    thread = made.begin(talk)
    written, answered = race(lambda: made.write(talk, thread), lambda: made.answer(talk, thread, seen=thread.last_at))
    row = Thread.objects.get()
    assert isinstance(written, ThreadMessage)
    # Either the answer came first and the new words wait, or it was refused: never are they taken for answered.
    assert isinstance(answered, ThreadMessage | Stale)
    assert row.waits_since is not None


def test_closing_while_the_client_writes_never_loses_their_words(talk):
    thread = made.begin(talk)
    version = Thread.objects.get().version
    _, closed = race(
        lambda: made.write(talk, thread), lambda: keeping.close(by=talk.by, thread=thread, version=version, at=AT)
    )
    assert isinstance(closed, Thread | Stale | Conflict)
    assert Thread.objects.get().closed_at is None
