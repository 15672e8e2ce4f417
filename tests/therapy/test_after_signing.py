import datetime as dt

import pytest

from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.documents.models import Signature
from tests.therapy.writing import AT, signed, written
from therapy.actions.group_notes import add_addendum, mark_entered_in_error
from therapy.models import Addendum, GroupNoteLine


@pytest.fixture
def note(world):
    return signed(world, *world.group())


def add(world, note, text="She also named a plan.", reason="Forgotten", **options):
    return add_addendum(
        by=world.actor(options.pop("staff", None)), note=note, text=text, reason=reason, at=AT, **options
    )


def test_an_addendum_carries_its_own_name_reason_and_hash(world, note):
    addendum = add(world, note)
    assert (addendum.author, addendum.reason, addendum.credential) == (world.counselor, "Forgotten", world.licence.code)
    assert Signature.objects.get(subject_id=addendum.id).digest == addendum.digest


def test_an_addendum_may_be_for_one_copy_and_name_its_client(world, note):
    line = note.lines.get(client__legal_first_name="Maria")
    add(world, note, "Maria called back.", line=line)
    assert list(AuditEvent.objects.get(verb="therapy.addendum_added").subjects.values_list("client_id", flat=True)) == [
        line.client_id
    ]


def test_an_addendum_names_nobody_else(world, note):
    with pytest.raises(Conflict, match="Another client's name"):
        add(world, note, "James was late.")


def test_a_draft_takes_no_addendum(world):
    with pytest.raises(NotAllowed, match="still a draft"):
        add(world, written(world, *world.group()))


@pytest.mark.parametrize(("text", "reason"), [("", "x"), ("x", " ")])
def test_an_addendum_needs_words_and_a_reason(world, note, text, reason):
    with pytest.raises(Invalid):
        add(world, note, text, reason)


def test_an_addendum_needs_a_licence_that_holds(world, note):
    world.counselor.credentials.update(expires_on=dt.date(2026, 3, 1))
    with pytest.raises(NotAllowed):
        add(world, note)
    assert not Addendum.objects.exists()


def test_a_line_of_another_note_is_refused(world, note):
    other = signed(world, *world.group())
    with pytest.raises(Invalid):
        add(world, note, line=other.lines.first())


def test_a_supervisor_hides_a_copy_that_stands_in_the_wrong_chart(world, note):
    line = note.lines.first()
    mark_entered_in_error(by=world.actor(world.supervisor), line=line, reason="Wrong client", at=AT)
    assert not GroupNoteLine.objects.in_chart().filter(pk=line.pk).exists()
    assert GroupNoteLine.objects.filter(pk=line.pk).exists()
    assert AuditEvent.objects.filter(verb="therapy.entered_in_error").exists()


def test_a_counselor_does_not_hide_it(world, note):
    with pytest.raises(NotAllowed, match="Only a clinical supervisor"):
        mark_entered_in_error(by=world.actor(), line=note.lines.first(), reason="x", at=AT)


def test_hiding_needs_a_reason(world, note):
    with pytest.raises(Invalid):
        mark_entered_in_error(by=world.actor(world.supervisor), line=note.lines.first(), reason=" ", at=AT)


def test_hiding_happens_once(world, note):
    line = note.lines.first()
    mark_entered_in_error(by=world.actor(world.supervisor), line=line, reason="x", at=AT)
    with pytest.raises(Conflict, match="already marked"):
        mark_entered_in_error(by=world.actor(world.supervisor), line=line, reason="x", at=AT)
