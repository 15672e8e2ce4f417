"""The pages about how long a stay lasts and about the packet of a review."""

import pytest
from django.urls import reverse

from clients.choices import Information, Purpose
from clients.models import Disclosure, StayExtension
from tests.factories import privacy
from tests.factories import reviews as made
from tests.factories.ground import sign_in
from tests.factories.reviews import AT
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def length(desk):
    return reverse("client_length", args=[desk.client.pk])


def packet(review):
    return reverse("level_review_packet", args=[review.pk])


def test_the_week_and_the_reason_of_each_level_are_shown(client, desk):
    sign_in(client, desk.counselor)
    said = client.get(length(desk)).content.decode()
    assert "Week " in said
    assert "Stay beyond the target" not in said


def test_whoever_places_extends_with_a_reason(client, desk):
    sign_in(client, desk.therapist)
    answer = client.post(length(desk), {"weeks": "3", "reason": "Housing from the first."}, follow=True)
    assert "Housing from the first." in answer.content.decode()
    assert StayExtension.objects.get().weeks == 3


def test_a_wrong_number_keeps_what_was_typed(client, desk):
    sign_in(client, desk.therapist)
    answer = client.post(length(desk), {"weeks": "90", "reason": "Housing from the first."})
    assert answer.status_code == 422
    assert "Housing from the first." in answer.content.decode()
    assert not StayExtension.objects.exists()


def test_an_extension_is_taken_back(client, desk):
    sign_in(client, desk.therapist)
    client.post(length(desk), {"weeks": "3", "reason": "Housing from the first."})
    row = StayExtension.objects.get()
    client.post(reverse("stay_extension_withdraw", args=[row.pk]))
    row.refresh_from_db()
    assert row.withdrawn_by == desk.therapist


def test_more_extensions_cost_no_more_statements(client, desk):
    sign_in(client, desk.therapist)

    def count():
        with Counted() as asked:
            client.get(length(desk))
        return asked.number

    client.post(length(desk), {"weeks": "1", "reason": "One more."})
    few = count()
    for _ in range(5):
        client.post(length(desk), {"weeks": "1", "reason": "One more."})
    assert count() == few


def test_only_a_signed_review_has_a_packet(client, desk):
    sign_in(client, desk.therapist)
    assert client.get(packet(made.written(desk))).status_code == 404


def test_a_packet_goes_to_a_payer_and_is_given_as_a_paper(client, desk):
    review = made.signed(desk)
    party = privacy.make_party(name="Bay Health Plan")
    privacy.make_consent(desk.client, party=party, information=[Information.ASSESSMENT], purposes=[Purpose.PAYMENT])
    sign_in(client, desk.therapist)
    said = client.get(packet(review), {"to": str(party.pk)}).content.decode()
    assert "What Bay Health Plan gets" in said
    assert "no release opens this" in said
    answer = client.post(packet(review), {"to": str(party.pk), "purpose": "payment", "information": ["assessment"]})
    assert answer["Content-Type"] == "application/pdf"
    assert Disclosure.objects.get().information == ["assessment"]


def test_more_than_the_consent_opens_is_refused_beside_the_form(client, desk):
    review = made.signed(desk)
    party = privacy.make_party(name="Bay Health Plan")
    privacy.make_consent(desk.client, party=party, information=[Information.ASSESSMENT], purposes=[Purpose.PAYMENT])
    sign_in(client, desk.therapist)
    wish = {"to": str(party.pk), "purpose": "payment", "information": ["assessment", "progress"]}
    answer = client.post(packet(review), wish)
    assert answer.status_code == 422
    assert "does not cover" in answer.content.decode()
    assert not Disclosure.objects.exists()
