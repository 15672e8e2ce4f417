"""A signed review leaves as a paper: no more than its ground opens, each statement with the number of its source."""

import io

import pytest
from pypdf import PdfReader

from clients import gate
from clients.choices import Information, Purpose
from clients.evidence import Subject
from clients.models import Disclosure
from iop.core.errors import Conflict, Invalid
from iop.workflows.review_packets import INFORMATION_OF, offered, opened, send_packet
from tests.factories import privacy
from tests.factories import reviews as made
from tests.factories.reviews import AT

pytestmark = pytest.mark.django_db
BROAD = [kind for kind in Information.values if kind != "counseling_notes"]


@pytest.fixture
def desk(db):
    return made.make_desk()


def read(paper):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages)


def payer(desk, information=BROAD, purposes=(Purpose.PAYMENT,)):
    party = privacy.make_party(name="Bay Health Plan")
    privacy.make_consent(desk.client, party=party, information=list(information), purposes=list(purposes))
    return party


def send(desk, review, party, information=BROAD, by=None, **more):
    return send_packet(
        by=by or desk.by, review=review, to=gate.Recipient.of_party(party), purpose=Purpose.PAYMENT, information=information,
        at=AT, **more,
    )  # fmt: skip


def test_every_subject_leaves_as_one_kind_of_information():
    assert set(INFORMATION_OF) == set(Subject.values)


def test_the_packet_says_what_was_decided_by_whom_and_with_which_notice(desk):
    review = made.signed(desk)
    said = read(send(desk, review, payer(desk), reference="AUTH-2217"))
    assert review.reason in said
    assert desk.therapist.name in said
    assert "AUTH-2217" in said
    assert "42 CFR part 2" in said
    assert "Copy of the consent" in said


def test_each_statement_has_a_source_and_the_first_is_the_review(desk):
    said = read(send(desk, made.signed(desk), payer(desk)))
    assert "[1]" in said
    assert "Review of the level of care, signed" in said
    assert "Record of the levels of care" in said


def test_what_the_consent_does_not_open_is_named_by_its_heading_alone(desk):
    review = made.signed(desk)
    kinds = [Information.ASSESSMENT, Information.ATTENDANCE]
    said = read(send(desk, review, payer(desk, kinds), kinds))
    assert "Not part of this packet" in said
    assert "Safety" in said.split("Not part of this packet")[1]
    assert "safety plan" not in said.lower()


def test_what_is_missing_is_told_only_where_its_kind_is_open(desk):
    review = made.signed(desk)
    kinds = [Information.ASSESSMENT]
    assert "No questionnaire was answered" not in read(send(desk, review, payer(desk, kinds), kinds))
    assert "No questionnaire was answered" in read(send(desk, review, payer(desk)))


def test_only_what_the_ground_opens_is_ticked_beforehand(desk):
    review = made.signed(desk)
    party = payer(desk, [Information.ASSESSMENT, Information.PLAN])
    found = opened(review, desk.by, party, Purpose.PAYMENT, AT)
    assert Information.ASSESSMENT in found
    assert Information.ATTENDANCE not in found


def test_without_a_consent_nothing_leaves(desk):
    review = made.signed(desk)
    with pytest.raises(gate.NotDisclosable):
        send(desk, review, privacy.make_party())
    assert not Disclosure.objects.exists()


def test_more_than_the_consent_covers_is_refused_whole(desk):
    review = made.signed(desk)
    with pytest.raises(gate.NotDisclosable):
        send(desk, review, payer(desk, [Information.ASSESSMENT]), [Information.ASSESSMENT, Information.PROGRESS])
    assert not Disclosure.objects.exists()


def test_an_unsigned_review_stays_inside(desk):
    with pytest.raises(Conflict):
        send(desk, made.written(desk), payer(desk))


def test_a_packet_without_the_level_makes_no_sense(desk):
    review = made.signed(desk)
    with pytest.raises(Invalid):
        send(desk, review, payer(desk), [Information.PROGRESS])


def test_it_is_written_down_with_the_review_as_its_record(desk):
    review = made.signed(desk)
    send(desk, review, payer(desk), [Information.ASSESSMENT])
    row = Disclosure.objects.get()
    assert (row.purpose, row.information, row.sent_as) == ("payment", ["assessment"], "letter")
    assert str(review.pk) in str(row.records)


def test_the_client_gets_it_without_a_notice(desk):
    review = made.signed(desk)
    paper = send_packet(
        by=desk.by,
        review=review,
        to=gate.Recipient.client(),
        purpose=Purpose.REQUEST,
        information=offered(review, desk.by),
        at=AT,
    )
    assert "42 CFR part 2 prohibits" not in read(paper)
    assert Disclosure.objects.get().ground == "own_access"
