"""A closed value opens at its own place under a key that is set, and nowhere else."""

import base64

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from clients.models import ClientIdentifier
from iop.core import checks, crypto
from iop.core.crypto import Unreadable, blind_index, blind_indexes, decrypt, encrypt, masked
from tests.factories.clients import make_client, make_site

PLACE = "clients_clientidentifier.value"
ONE, TWO = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture(autouse=True)
def keys(settings):
    settings.FIELD_KEYS = {"k1": ONE}


@pytest.mark.parametrize("text", ["078051120", "", "Núñez-4", "李", "a" * 5000])
def test_what_was_closed_opens(text):
    assert decrypt(encrypt(text, PLACE), PLACE) == text


def test_closing_twice_gives_two_values():
    assert encrypt("078051120", PLACE) != encrypt("078051120", PLACE)


def test_the_value_names_its_key_and_not_itself():
    token = encrypt("078051120", PLACE)
    assert token.startswith("e1.k1.")
    assert b"078051120" not in base64.urlsafe_b64decode(token.rpartition(".")[2])


def test_moved_to_another_column_it_stays_closed():
    with pytest.raises(Unreadable, match="belongs elsewhere"):
        decrypt(encrypt("078051120", PLACE), "billing_policy.number")


def test_a_changed_value_stays_closed():
    token = encrypt("078051120", PLACE)
    sealed = bytearray(base64.urlsafe_b64decode(token.rpartition(".")[2]))
    sealed[-1] ^= 1
    with pytest.raises(Unreadable):
        decrypt(f"e1.k1.{base64.urlsafe_b64encode(bytes(sealed)).decode()}", PLACE)


@pytest.mark.parametrize(
    "token", ["", "078051120", "e1.k1.", "e1.k1.AAAA", "e1.gone.AAAA", "e2.k1.AAAA", "e1.k1.not base64"]
)
def test_anything_else_is_refused_without_a_word_of_it(token):
    with pytest.raises(Unreadable) as refusal:
        decrypt(token, PLACE)
    assert not token or token not in str(refusal.value)


def test_an_old_key_still_reads_and_the_first_writes(settings):
    old = encrypt("078051120", PLACE)
    settings.FIELD_KEYS = {"k2": TWO, "k1": ONE}
    assert decrypt(old, PLACE) == "078051120"
    assert encrypt("078051120", PLACE).startswith("e1.k2.")


def test_under_another_name_a_key_opens_nothing(settings):
    token = encrypt("078051120", PLACE)
    settings.FIELD_KEYS = {"k2": ONE}
    with pytest.raises(Unreadable):
        decrypt(token.replace("k1", "k2"), PLACE)


def test_without_a_key_nothing_is_written(settings):
    settings.FIELD_KEYS = {}
    with pytest.raises(Unreadable, match="FIELD_ENCRYPTION_KEYS"):
        encrypt("078051120", PLACE)


def test_spellings_of_one_number_share_an_index():
    assert blind_index("078-05-1120", PLACE) == blind_index("078 05 1120", PLACE) == blind_index("078051120", PLACE)
    assert blind_index("1eg4-te5", PLACE) == blind_index("1EG4TE5", PLACE)


def test_an_index_belongs_to_its_column_and_its_key(settings):
    first = blind_index("078051120", PLACE)
    assert first != blind_index("078051120", "other.column")
    assert first != blind_index("078051121", PLACE)
    settings.FIELD_KEYS = {"k2": TWO, "k1": ONE}
    assert blind_index("078051120", PLACE) != first
    assert first in blind_indexes("078051120", PLACE)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("078051120", "•••• 1120"),
        ("1EG4-TE5-MK73", "•••• MK73"),
        ("AB12", "•••• 12"),
        ("7", "••••"),
        ("", "••••"),
        ("123", "•••• 3"),
    ],
)
def test_a_mask_shows_four_letters_and_never_more_than_half(value, shown):
    assert masked(value) == shown


@pytest.mark.django_db
class TestColumn:
    @pytest.fixture
    def row(self):
        return ClientIdentifier.objects.create(client=make_client(make_site()), kind="ssn", value="078051120")

    def kept(self, row):
        with connection.cursor() as cursor:
            cursor.execute("SELECT value, index FROM clients_clientidentifier WHERE id = %s", [row.pk])
            return cursor.fetchone()

    def test_the_database_holds_no_number(self, row):
        value, index = self.kept(row)
        assert value.startswith("e1.k1.")
        assert "078051120" not in value + index
        assert len(index) == 64

    def test_python_holds_it_open(self, row):
        assert ClientIdentifier.objects.get(pk=row.pk).value == "078051120"
        assert list(ClientIdentifier.objects.values_list("value", flat=True)) == ["078051120"]

    def test_it_is_found_by_its_index(self, row):
        found = ClientIdentifier.objects.filter(kind="ssn", index__in=blind_indexes("078-05-1120", PLACE))
        assert list(found) == [row]

    @pytest.mark.parametrize("lookup", ["value", "value__contains", "value__in", "value__gt", "value__startswith"])
    def test_it_can_not_be_searched(self, row, lookup):
        with pytest.raises(FieldError, match="encrypted"):
            ClientIdentifier.objects.filter(**{lookup: "078051120"}).exists()

    def test_a_closed_value_can_not_be_copied_by_an_expression(self, row):
        with pytest.raises(FieldError):
            ClientIdentifier.objects.filter(pk=row.pk).update(value=F("issuer"))

    def test_a_value_moved_from_another_column_is_refused(self, row):
        with connection.cursor() as cursor:
            elsewhere = encrypt("999", "other.column")
            cursor.execute("UPDATE clients_clientidentifier SET value = %s WHERE id = %s", [elsewhere, row.pk])
        with pytest.raises(Unreadable):
            ClientIdentifier.objects.get(pk=row.pk)

    def test_a_number_stands_once_in_a_chart(self, row):
        with pytest.raises(IntegrityError, match=r"identifier_on(ce|e_of_a_life)"), transaction.atomic():
            ClientIdentifier.objects.create(client=row.client, kind="ssn", value="078-05-1120")


def test_no_column_of_the_house_keeps_an_identifier_in_the_clear():
    assert checks.identifiers_are_encrypted() == []


@pytest.mark.parametrize(
    "name", ["ssn", "client_ssn", "member_number", "medicaid_id", "policy_number", "drivers_license", "mbi"]
)
def test_a_column_named_like_an_identifier_is_found(name):
    assert checks.IDENTIFIER.search(name)


@pytest.mark.parametrize(
    "name", ["name", "member", "number", "membership", "session", "policy", "last_name", "passports"]
)
def test_other_names_are_left_alone(name):
    assert not checks.IDENTIFIER.search(name)


def test_the_check_sees_an_open_column_and_passes_a_closed_one():
    from django.db import models
    from django.test.utils import isolate_apps

    with isolate_apps("clients"):

        class Card(models.Model):
            ssn = models.CharField(max_length=9)
            member_number = crypto.EncryptedField()
            medicaid = models.BooleanField(default=False)

            class Meta:
                app_label = "clients"

        found = [field.name for field in checks.open_identifiers(Card)]
    assert found == ["ssn"]


def test_the_check_is_among_those_that_django_runs():
    from django.core.checks.registry import registry

    assert checks.identifiers_are_encrypted in registry.registered_checks
