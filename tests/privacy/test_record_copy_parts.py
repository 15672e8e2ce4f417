"""The client's own copy holds what the clinic has signed about them, and nothing that is a draft or another colleague's to give."""

import io

import pytest
from pypdf import PdfReader

from clients.models import Disclosure
from iop.core.errors import NotAllowed
from iop.workflows import record_copy
from iop.workflows.record_parts import CLINICAL_PARTS
from tests.factories import reviews as made
from tests.factories.reviews import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    return made.make_desk()


def copied(desk, *parts, by=None):
    paper = record_copy.hand_out(by=by or desk.by, client=desk.client, episode=desk.episode, parts=parts, at=AT)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages)


def test_a_signed_review_is_part_of_the_copy(desk):
    made.signed(desk)
    said = copied(desk, "reviews")
    assert made.DECISION["reason"] in said
    assert made.DECISION["client_view"] in said


def test_a_draft_is_not(desk):
    made.written(desk)
    assert "Nothing is on record here." in copied(desk, "reviews")


def test_every_clinical_part_can_be_handed_out_at_once_and_is_written_down(desk):
    copied(desk, *CLINICAL_PARTS)
    assert set(Disclosure.objects.get().information) == {part.information for part in CLINICAL_PARTS.values()}


@pytest.mark.parametrize("part", sorted(CLINICAL_PARTS))
def test_who_does_not_read_a_part_does_not_hand_it_out(desk, part):
    by = desk.world.actor(desk.world.staff("Inga", "Take", "intake"))
    assert part not in record_copy.offered(by, desk.site.pk)
    with pytest.raises(NotAllowed):
        copied(desk, part, by=by)
