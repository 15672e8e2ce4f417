"""Numbers of a client: who keeps them, what may be one, and that showing one is on record."""

import pytest
from django.db import IntegrityError, transaction

from clients.actions.identifiers import add_identifier, remove_identifier, show_identifier
from clients.identifier_rules import as_written, kept_form, why_not_number
from clients.models import ClientIdentifier
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed
from tests.factories.clients import AT, make_actor, make_client, make_site

SSN = "123-45-6789"


@pytest.mark.parametrize("typed", ["123-45-6789", "123 45 6789", " 123456789 "])
def test_a_social_security_number_is_kept_as_nine_digits(typed):
    assert kept_form("ssn", typed) == "123456789"


@pytest.mark.parametrize("kept", ["123456789", "001010001", "899999999"])
def test_a_social_security_number_that_was_given_out_is_taken(kept):
    assert why_not_number("ssn", kept) is None


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "12345678",
        "1234567890",
        "12345678x",
        "000123456",
        "666123456",
        "912345678",
        "123006789",
        "123450000",
        "١٢٣٤٥٦٧٨٩",
    ],
)
def test_a_social_security_number_that_nobody_has_is_refused(kept):
    assert why_not_number("ssn", kept) is not None


@pytest.mark.parametrize(
    ("kept", "good"),
    [
        ("1EG4TE5MK73", True),
        ("1EG4TE5MK7", False),
        ("0EG4TE5MK73", False),
        ("1SG4TE5MK73", False),
        ("1EG4TE5MK7O", False),
    ],
)
def test_a_medicare_number_has_its_form(kept, good):
    assert (why_not_number("medicare", kept) is None) is good


@pytest.mark.parametrize(
    ("kept", "good"),
    [
        ("XYZ 123-4", True),
        ("12", False),
        ("", False),
        ("-" * 10, False),
        ("1" * 41, False),
        ("<script>", False),
        ("ab\x00cd", False),
    ],
)
def test_other_numbers_are_letters_and_digits(kept, good):
    assert (why_not_number("member", kept) is None) is good


def test_an_unknown_kind_is_refused():
    assert "kind of number" in str(why_not_number("passport_of_mars", "12345"))


@pytest.mark.parametrize(
    ("kind", "kept", "shown"),
    [("ssn", "123456789", "123-45-6789"), ("medicare", "1EG4TE5MK73", "1EG4-TE5-MK73"), ("member", "A 1", "A 1")],
)
def test_numbers_are_written_as_on_the_card(kind, kept, shown):
    assert as_written(kind, kept) == shown


@pytest.mark.django_db
class TestKeeping:
    @pytest.fixture
    def site(self):
        return make_site()

    @pytest.fixture
    def keeper(self, site):
        return make_actor(site, "intake")

    @pytest.fixture
    def person(self, site):
        return make_client(site)

    def test_a_number_is_kept(self, keeper, person):
        row = add_identifier(by=keeper, client=person, kind="ssn", value=SSN, issuer=" SSA ", at=AT)
        assert (row.value, row.issuer, row.added_by) == ("123456789", "SSA", keeper.staff_id)

    def test_the_event_says_the_kind_and_not_the_number(self, keeper, person):
        add_identifier(by=keeper, client=person, kind="ssn", value=SSN, at=AT)
        event = AuditEvent.objects.get(verb="clients.identifier_added")
        assert event.detail["kind"] == "ssn"
        assert "6789" not in str(event.detail)

    @pytest.mark.parametrize("role", ["counselor", "therapist", "medical", "biller", "privacy_officer", "site_admin"])
    def test_roles_that_keep_no_details_are_refused(self, site, person, keeper, role):
        row = add_identifier(by=keeper, client=person, kind="ssn", value=SSN, at=AT)
        other = make_actor(site, role)
        for act in (
            lambda: add_identifier(by=other, client=person, kind="other", value="A-123", at=AT),
            lambda: remove_identifier(by=other, client=person, identifier_id=row.pk, at=AT),
            lambda: show_identifier(by=other, client=person, identifier_id=row.pk, at=AT),
        ):
            with pytest.raises(NotAllowed):
                act()

    def test_a_wrong_number_is_said_beside_its_field(self, keeper, person):
        with pytest.raises(Invalid) as refusal:
            add_identifier(by=keeper, client=person, kind="ssn", value="000-00-0000", at=AT)
        assert refusal.value.field == "value"
        assert "000" not in str(refusal.value)

    def test_the_same_number_is_not_kept_twice(self, keeper, person):
        add_identifier(by=keeper, client=person, kind="member", value="AB-123", at=AT)
        with pytest.raises(Conflict, match="in the chart already"):
            add_identifier(by=keeper, client=person, kind="member", value="ab 123", at=AT)

    def test_a_person_has_one_social_security_number(self, keeper, person):
        add_identifier(by=keeper, client=person, kind="ssn", value=SSN, at=AT)
        with pytest.raises(Conflict, match="Another number of this kind"):
            add_identifier(by=keeper, client=person, kind="ssn", value="123-45-6780", at=AT)

    @pytest.mark.parametrize("kind", ["ssn", "medicaid"])
    def test_two_charts_with_one_persons_number_are_noticed(self, keeper, person, site, kind):
        add_identifier(by=keeper, client=make_client(site), kind=kind, value=SSN, at=AT)
        with pytest.raises(Conflict, match="Another chart already holds this number"):
            add_identifier(by=keeper, client=person, kind=kind, value=SSN, at=AT)

    def test_a_family_may_share_a_member_number(self, keeper, person, site):
        add_identifier(by=keeper, client=make_client(site), kind="member", value="FAM-1", at=AT)
        assert add_identifier(by=keeper, client=person, kind="member", value="FAM-1", at=AT).pk

    def test_under_an_old_key_it_is_noticed_too(self, keeper, person, site, settings):
        add_identifier(by=keeper, client=make_client(site), kind="ssn", value=SSN, at=AT)
        settings.FIELD_KEYS = {"new": bytes(range(32)), **settings.FIELD_KEYS}
        with pytest.raises(Conflict):
            add_identifier(by=keeper, client=person, kind="ssn", value=SSN, at=AT)

    def test_showing_gives_it_as_written_and_goes_on_record(self, keeper, person):
        row = add_identifier(by=keeper, client=person, kind="ssn", value="123456789", at=AT)
        assert show_identifier(by=keeper, client=person, identifier_id=row.pk, at=AT) == SSN
        event = AuditEvent.objects.get(verb="clients.identifier_shown")
        assert event.actor_id == keeper.staff_id
        assert [subject.client_id for subject in event.subjects.all()] == [person.pk]

    def test_a_number_of_another_chart_is_not_shown(self, keeper, person, site):
        row = add_identifier(by=keeper, client=make_client(site), kind="ssn", value=SSN, at=AT)
        assert show_identifier(by=keeper, client=person, identifier_id=row.pk, at=AT) == ""
        assert not AuditEvent.objects.filter(verb="clients.identifier_shown").exists()

    def test_an_ended_number_stays_closed_on_file_and_makes_room(self, keeper, person):
        row = add_identifier(by=keeper, client=person, kind="ssn", value=SSN, at=AT)
        remove_identifier(by=keeper, client=person, identifier_id=row.pk, at=AT)
        remove_identifier(by=keeper, client=person, identifier_id=row.pk, at=AT)
        assert AuditEvent.objects.filter(verb="clients.identifier_ended").count() == 1
        assert show_identifier(by=keeper, client=person, identifier_id=row.pk, at=AT) == ""
        assert add_identifier(by=keeper, client=person, kind="ssn", value="123-45-6780", at=AT).pk

    def test_no_row_is_ever_removed(self, keeper, person):
        row = add_identifier(by=keeper, client=person, kind="ssn", value=SSN, at=AT)
        with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
            ClientIdentifier.objects.filter(pk=row.pk).delete()

    def test_an_ended_one_has_its_time(self, keeper, person):
        row = add_identifier(by=keeper, client=person, kind="ssn", value=SSN, at=AT)
        with pytest.raises(IntegrityError, match="identifier_ended_has_time"), transaction.atomic():
            ClientIdentifier.objects.filter(pk=row.pk).update(is_active=False)
