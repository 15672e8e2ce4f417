"""Two at once: one first opening, one save, one signature, one co-signature. One is obeyed, the other told."""

import pytest

from iop.documents.models import Signature
from tests.factories import progress_notes as made
from tests.factories.progress_notes import AT
from tests.therapy.test_assessment_races import together
from therapy.actions import progress_notes as actions
from therapy.models import ProgressNote

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room():
    return made.make_room()


def codes(came):
    return sorted(getattr(each, "code", "done") for each in came)


def test_two_clicks_begin_one_note(room):
    came = together(*[lambda: made.opened(room)] * 2)
    assert ProgressNote.objects.count() == 1
    assert came[0].pk == came[1].pk


def test_two_tabs_that_save_at_once_lose_nothing(room):
    note = made.opened(room)

    def save(words):
        return actions.save_progress_note(
            by=room.by, note=note, version=1, at=AT, values={}, contents={"data": words}
        ).note.contents["data"]

    came = together(lambda: save("The first tab"), lambda: save("The second tab"))
    assert sorted(getattr(each, "code", "saved") for each in came) == ["saved", "stale"]
    assert made.again(note).contents["data"] in came


def test_two_clicks_on_sign_make_one_signature(room):
    note = made.written(room)
    came = together(*[lambda: actions.sign_progress_note(by=room.by, note=note, at=AT)] * 2)
    assert codes(came) == ["done", "not_allowed"]
    assert Signature.objects.filter(subject_id=note.pk).count() == 1


def test_two_supervisors_co_sign_once(room):
    note, _intern = made.waiting(room)
    second = room.world.actor(room.world.staff("Second", "Lead", "clinical_director"))
    came = together(
        *(lambda by=by: actions.cosign_progress_note(by=by, note=note, at=AT) for by in (room.by_supervisor, second))
    )
    assert codes(came) == ["done", "not_allowed"]
    assert Signature.objects.filter(subject_id=note.pk, meaning="cosigner").count() == 1
