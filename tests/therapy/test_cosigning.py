import pytest

from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.documents.models import Signature
from iop.work.models import WorkItem
from tests.therapy.writing import AT, signed
from therapy.actions.group_notes import add_addendum, cosign_group_note, return_group_note
from therapy.models import GroupNote


@pytest.fixture
def intern(world):
    return world.intern()


@pytest.fixture
def waiting(world, intern):
    return signed(world, *world.group(), staff=intern)


def cosign(world, note, staff=None):
    return cosign_group_note(by=world.actor(staff or world.supervisor), note=note, at=AT)


def test_a_supervised_authors_note_waits(world, waiting):
    item = WorkItem.objects.open().get(subject_id=waiting.id)
    assert (waiting.status, item.kind, item.assignee) == ("awaiting", "cosign_note", world.supervisor)


def test_without_a_supervisor_it_waits_for_the_clinical_directors(world, intern):
    intern.supervisor = None
    intern.save()
    note = signed(world, *world.group(), staff=intern)
    item = WorkItem.objects.open().get(subject_id=note.id)
    assert (item.assignee, item.role_key) == (None, "clinical_director")


def test_a_co_signature_makes_it_final(world, waiting):
    note = cosign(world, waiting)
    assert note.status == "signed"
    assert list(Signature.objects.filter(subject_id=note.id).values_list("meaning", "signer_name")) == [
        ("author", "Sam Young"), ("cosigner", "Ruth Bennett"),
    ]  # fmt: skip
    assert not WorkItem.objects.open().filter(subject_id=note.id).exists()


def test_both_names_stand_under_the_same_words(world, waiting):
    cosign(world, waiting)
    assert Signature.objects.filter(subject_id=waiting.id).values("digest").distinct().count() == 1


def test_nobody_co_signs_their_own(world):
    kind = world.intern().credentials.get().kind
    director = world.staff("Ana", "Cole", "clinical_director", licence=kind)
    note = signed(world, *world.group(), staff=director)
    with pytest.raises(NotAllowed, match="their own note"):
        cosign(world, note, director)


def test_a_counselor_does_not_co_sign(world, waiting):
    with pytest.raises(NotAllowed, match="does not include co-signing"):
        cosign(world, waiting, world.counselor)


def test_a_note_that_needs_none_is_not_co_signed(world):
    with pytest.raises(NotAllowed, match="needs no co-signature"):
        cosign(world, signed(world, *world.group()))


def test_returning_asks_for_a_comment(world, waiting):
    with pytest.raises(Invalid, match="what the author should add"):
        return_group_note(by=world.actor(world.supervisor), note=waiting, comment=" ", at=AT)


def test_a_returned_note_stays_locked_and_becomes_the_authors_work(world, waiting, intern):
    note = return_group_note(by=world.actor(world.supervisor), note=waiting, comment="Name the plan.", at=AT)
    item = WorkItem.objects.open().get(subject_id=note.id)
    assert (note.status, item.kind, item.assignee) == ("awaiting", "sign_note", intern)


def test_the_authors_addendum_brings_it_back_to_the_supervisor(world, waiting, intern):
    return_group_note(by=world.actor(world.supervisor), note=waiting, comment="Name the plan.", at=AT)
    add_addendum(by=world.actor(intern), note=waiting, text="Plan: call a peer.", reason="Asked by supervisor", at=AT)
    assert WorkItem.objects.open().get(subject_id=waiting.id).kind == "cosign_note"
    assert cosign(world, waiting).status == "signed"


def test_twice_is_refused(world, waiting):
    cosign(world, waiting)
    with pytest.raises((Conflict, NotAllowed)):
        cosign(world, waiting)
    assert GroupNote.objects.get().cosignatures.count() == 1
