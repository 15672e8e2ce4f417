"""What the database itself promises of disclosures, tried with plain SQL."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from clients.models import Disclosure
from clients.models.disclosures import FalseConsent
from tests.factories.clients import AT, TODAY, make_client
from tests.factories.privacy import make_agreement, make_consent, make_order

pytestmark = pytest.mark.django_db
PLAIN = {
    "ground": "own_access", "consent_id": None, "agreement_id": None, "order_id": None, "party_id": None,
    "recipient_name": "Somebody", "recipient_address": "", "purpose": "request", "purpose_note": "",
    "information": ["attendance"], "sent_as": "letter", "records": "[]", "digest": "", "description": "", "notice": "none",
    "with_consent_copy": False, "by_name": "Robin Vale", "affiliation": "", "nature": "", "gate_order": 0,
}  # fmt: skip


@pytest.fixture
def person(clinic):
    return make_client(clinic.site)


def insert(person, **fields):
    row = {"id": uuid.uuid4(), "created_at": AT, "at": AT, "client_id": person.pk, **PLAIN, **fields}
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("%s::uuid" if name.endswith("id") else "%s::jsonb" if name == "records" else "%s" for name in row)
    values = [str(value) if isinstance(value, uuid.UUID) else value for value in row.values()]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO clients_disclosure ({columns}) VALUES ({marks}) RETURNING id", values)
        return cursor.fetchone()[0]


def on_consent(consent, **fields):
    return {"ground": "consent", "consent_id": consent.pk, "notice": "long", "party_id": consent.party_id, **fields}


def broken(match, person, **fields):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        insert(person, **fields)


def test_a_plain_row_is_taken(person):
    assert insert(person)


def test_a_disclosure_is_never_changed_or_removed(person):
    insert(person)
    for statement in (
        "UPDATE clients_disclosure SET recipient_name = 'x'",
        "DELETE FROM clients_disclosure",
        "TRUNCATE clients_disclosure CASCADE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Disclosure.objects.get().recipient_name == "Somebody"


def test_on_a_consent_that_stands_it_is_taken(person):
    assert insert(person, **on_consent(make_consent(person)))


def test_the_consent_of_another_client_is_refused(clinic, person):
    broken("consent_of_another_client", person, **on_consent(make_consent(make_client(clinic.site))))


def test_a_stopped_consent_is_refused(person):
    broken("consent_does_not_stand", person, **on_consent(make_consent(person, stopped_at=AT)))


def test_an_unsigned_consent_is_refused(person):
    broken("consent_does_not_stand", person, **on_consent(make_consent(person, signed=False)))


def test_a_consent_that_ended_yesterday_is_refused(person):
    consent = make_consent(person, expires_on=TODAY.replace(day=1))
    broken("consent_does_not_stand", person, **on_consent(consent))


def test_a_consent_whose_event_has_happened_is_refused(person):
    consent = make_consent(person, expires_event="end of probation", expired_event_at=AT)
    broken("consent_does_not_stand", person, **on_consent(consent))


def test_a_consent_found_false_is_refused(person):
    consent = make_consent(person)
    FalseConsent.objects.create(consent=consent, at=AT, reason="Forged.")
    broken("consent_does_not_stand", person, **on_consent(consent))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("disclosure_consent_named", {"ground": "consent", "notice": "long"}),
        ("disclosure_order_named", {"ground": "court_order"}),
        ("disclosure_agreement_named", {"ground": "service_provider"}),
        ("disclosure_authority_named", {"ground": "research"}),
        ("disclosure_authority_named", {"ground": "audit"}),
        ("disclosure_leaves_the_program", {"ground": "own_use"}),
        ("disclosure_says_what", {"information": []}),
        ("disclosure_says_to_whom", {"recipient_name": ""}),
        ("disclosure_digest", {"digest": "abc"}),
        ("disclosure_emergency_written", {"ground": "emergency", "nature": "Fainted"}),
        ("disclosure_emergency_written", {"ground": "emergency", "affiliation": "Harbor General"}),
    ],
)
def test_a_row_that_lacks_what_its_ground_asks_is_refused(person, name, fields):
    broken(name, person, **fields)


def test_what_leaves_on_consent_without_a_statement_is_refused(person):
    broken("disclosure_consent_with_notice", person, **on_consent(make_consent(person), notice="none"))


def test_with_what_they_ask_these_are_taken(person):
    agreement, order = make_agreement(), make_order(person)
    assert insert(person, ground="service_provider", agreement_id=agreement.pk, party_id=agreement.party_id)
    assert insert(person, ground="court_order", order_id=order.pk)
    assert insert(person, ground="emergency", nature="Fainted", affiliation="Harbor General")
    assert insert(person, ground="research", purpose_note="Protocol 12")


def test_the_place_in_the_order_is_the_databases_to_give(person):
    insert(person, gate_order=1)
    insert(person, gate_order=1)
    one, other = Disclosure.objects.order_by("gate_order").values_list("gate_order", flat=True)
    assert 1 < one < other


def test_a_consent_found_false_stays_so_and_says_why(person):
    consent = make_consent(person)
    with pytest.raises(DatabaseError, match="false_consent_says_why"), transaction.atomic():
        FalseConsent.objects.create(consent=consent, at=AT, reason="")
    FalseConsent.objects.create(consent=consent, at=AT, reason="Forged.")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM clients_falseconsent")
