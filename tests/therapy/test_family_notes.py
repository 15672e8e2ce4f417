"""Notes of family sessions: who was there is signed with them and told to the schedule; what was told in confidence stays apart."""

import pytest
from django.urls import reverse

from clients.models import RelatedPerson, Relationship
from iop.core import clock
from iop.core.errors import Invalid
from scheduling.models import AppointmentParticipant, FamilySession
from tests.factories import progress_notes as made
from tests.factories.ground import sign_in
from tests.factories.progress_notes import AT, STARTS
from therapy.actions import progress_notes as actions
from therapy.progress_contents import whole

pytestmark = pytest.mark.django_db
SECRET = "Asked us to keep to ourselves that he pays the rent."


@pytest.fixture
def room():
    return made.make_room()


@pytest.fixture
def brother(room):
    person = RelatedPerson.objects.create(first_name="Bo", last_name="Ruiz")
    Relationship.objects.create(client=room.client, person=person, role="brother")
    return person


def said(*people, **more):
    typed = {
        "form": "family",
        "client_present": "yes",
        "goals": ["trust"],
        "attended": [str(each.pk) for each in people],
    }
    return {"family": {**typed, **more}}


def met(room, *people, present=None):
    row = made.make_appointment(room, kind="family", status="completed")
    FamilySession.objects.create(appointment=row, form="family", goals=["trust"], client_present=present)
    for person in people:
        AppointmentParticipant.objects.create(appointment=row, person=person, role="brother", invited_at=STARTS)
    return row


def test_without_saying_who_was_there_it_is_not_signed(room):
    with pytest.raises(Invalid, match="who sat together") as refusal:
        made.signed(room, kind="family")
    assert refusal.value.field == "family_form"


def test_who_was_there_is_part_of_what_is_signed(room, brother):
    note = made.signed(room, kind="family", values=said(brother))
    assert whole(note)["family"]["attended"] == [{"person": str(brother.pk), "name": "Bo Ruiz", "role": "brother"}]


def test_other_kinds_are_signed_as_before(room):
    assert "family" not in whole(made.signed(room))


def test_a_note_of_another_kind_keeps_nothing_of_it(room, brother):
    assert made.written(room, values=said(brother)).family == {}


def test_it_begins_with_what_was_planned_and_who_came(room, brother):
    row = met(room, brother, present=False)
    AppointmentParticipant.objects.update(attended="came")
    note = made.opened(room, kind="family", appointment=row)
    assert (note.family["form"], note.family["client_present"]) == ("family", False)
    assert [each["name"] for each in note.family["attended"]] == ["Bo Ruiz"]


def test_signed_it_tells_the_schedule_who_was_there(room, brother):
    sister = RelatedPerson.objects.create(first_name="Mia")
    row = met(room, brother, sister)
    made.signed(room, kind="family", appointment=row, values=said(brother, client_present="no"))
    assert FamilySession.objects.get().client_present is False
    assert dict(row.participants.values_list("person__first_name", "attended")) == {"Bo": "came", "Mia": "missed"}


def test_changed_in_another_window_the_family_part_is_not_overwritten(room, brother):
    from iop.core.errors import Stale

    note = made.written(room, kind="family", values=said(brother))
    with pytest.raises(Stale):
        actions.save_progress_note(by=room.by, note=note, version=1, at=AT, values=said(client_present="no"))


def test_what_was_told_in_confidence_shows_inside_and_is_not_printed(room, brother, client):
    note = made.signed(room, kind="family", values=said(brother, apart=SECRET))
    with clock.frozen(AT):
        sign_in(client, room.staff)
        inside = client.get(reverse("progress_note", args=[note.pk])).content.decode()
        printed = client.get(reverse("progress_note_print", args=[note.pk])).content.decode()
    assert SECRET in inside
    assert SECRET not in printed
    assert "Bo Ruiz (brother)" in printed


def test_the_form_offers_the_people_around_the_client(room, brother, client):
    note = made.written(room, kind="family", values=said(brother))
    with clock.frozen(AT):
        sign_in(client, room.staff)
        page = client.get(reverse("progress_note_write", args=[note.pk]))
        assert page.context["family"]["people"][0]["chosen"] is True
        sent = {"version": note.version, "form": "write", "family": "yes", "family_client_present": "no"}
        client.post(reverse("progress_note_write", args=[note.pk]), sent)
    assert made.again(note).family["client_present"] is False
