"""The demo's notes: what the story leaves behind, without building the whole clinic."""

import random
from types import SimpleNamespace

import pytest

from iop.clinic.actors import actor_of
from iop.clinic.models import Site
from iop.demo import progress_notes
from iop.documents.signing import digest_of
from tests.factories import progress_notes as made
from tests.therapy.world import wall
from therapy.models import NoteFormat, NoteMention, ProgressNote
from therapy.progress_contents import whole

pytestmark = pytest.mark.django_db
NOW = wall(9, day=wall(9).date().replace(day=4))


@pytest.fixture
def told():
    room = made.make_room()
    world = room.world
    Site.objects.filter(pk=room.site.pk).update(code="BOS")
    others = [made.make_room(world, first="Other", last="Person") for _number in range(14)]
    world.intern("Noemi", "Castellanos")
    staff = {
        "Ferreira": world.supervisor, "Ortiz": world.counselor, "Oduya": world.staff("Renata", "Oduya", "counselor"),
        "Verghese": world.staff("Ishaan", "Verghese", "medical"),
        "Castellanos": world.supervisor.__class__.objects.get(last_name="Castellanos"),
    }  # fmt: skip
    for number, other in enumerate([room, *others]):
        day = wall(10).date().replace(day=2)
        starts = wall(8 + number // 2, 30 * (number % 2), day=day)
        made.make_appointment(other, starts=starts, ends=starts + (made.ENDS - made.STARTS), status="completed")
    house = SimpleNamespace(staff=staff, acting=lambda last, at: actor_of(staff[last].pk, at))
    progress_notes.fill(house, random.Random(1), NOW)
    return room


def test_it_tells_of_every_sort(told):
    states = set(ProgressNote.objects.values_list("status", flat=True))
    kinds = set(ProgressNote.objects.values_list("kind", flat=True))
    assert states == {"draft", "awaiting", "signed"}
    assert {"individual", "check_in", "case_management", "attempted", "phone"} <= kinds
    assert NoteFormat.objects.filter(source="clinic").exists()
    assert NoteMention.objects.exists()


def test_every_signed_note_holds_what_its_hash_says(told):
    notes = ProgressNote.objects.filter(signed_at__isnull=False).select_related("format")
    assert notes.count() > 20
    assert all(digest_of(whole(note)) == note.digest for note in notes)
