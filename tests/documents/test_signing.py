"""A signature covers exact words, is given under a licence, once, and never changes."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import InternalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.actions import change_credential, change_staff
from iop.core.errors import Conflict, NotAllowed
from iop.documents.actions import sign, verify
from iop.documents.models import Signature
from iop.documents.signing import canonical, digest_of
from tests.factories.ground import make_actor

NOON = dt.datetime(2026, 3, 2, 17, tzinfo=dt.UTC)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=6,
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text(), plain, max_size=6))
def test_the_order_of_keys_never_matters(content):
    assert canonical(content) == canonical(dict(reversed(content.items())))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plain, plain)
def test_different_content_never_looks_alike(one, other):
    same = repr(one) == repr(other) or one == other
    if not same:
        assert canonical(one) != canonical(other)


def test_the_bytes_are_fixed_for_good():
    content = {"b": [1, True, None], "a": "Zoë", "at": NOON, "n": Decimal("1.50"), "on": dt.date(2026, 3, 2)}
    assert canonical(content).decode() == (
        '{"a":"Zoë","at":"2026-03-02T17:00:00.000000+00:00","b":[1,true,null],"n":"1.50","on":"2026-03-02"}'
    )


def test_one_instant_in_two_zones_is_one_content():
    from zoneinfo import ZoneInfo

    assert digest_of({"at": NOON}) == digest_of({"at": NOON.astimezone(ZoneInfo("Asia/Tokyo"))})


@pytest.mark.parametrize("content", [{"at": dt.datetime(2026, 3, 2)}, {"x": object()}, {1: "a"}, {"x": {2}}])
def test_what_has_no_plain_form_is_refused(content):
    with pytest.raises(TypeError):
        canonical(content)


def test_not_a_number_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical({"x": float("nan")})


@pytest.mark.django_db
class TestSign:
    @pytest.fixture
    def by(self):
        return make_actor("counselor", at=NOON, first_name="Kim", last_name="Reyes")

    def sign(self, by, subject=None, at=NOON, **more):
        return sign(
            by=by,
            subject_kind="note",
            subject_id=subject or uuid.uuid4(),
            meaning="author",
            content={"text": "x"},
            at=at,
            **more,
        )

    def test_keeps_name_credential_time_and_hash(self, by):
        signature = self.sign(by)
        assert (signature.signer_name, signature.credential, signature.signed_at) == ("Kim Reyes", "LCSW", NOON)
        assert signature.digest == digest_of({"text": "x"})

    def test_keeps_the_name_as_it_was(self, by):
        signature = self.sign(by)
        change_staff(by=SYSTEM, staff_id=by.staff_id, version=1, last_name="Reyes-Stone")
        signature.refresh_from_db()
        assert signature.signer_name == "Kim Reyes"

    def test_verifies_exactly_these_words(self, by):
        signature = self.sign(by)
        assert verify(signature, {"text": "x"})
        assert not verify(signature, {"text": "x "})

    def test_is_given_once(self, by):
        subject = uuid.uuid4()
        self.sign(by, subject)
        with pytest.raises(Conflict, match="already signed"):
            self.sign(by, subject)

    def test_needs_a_licence_that_holds_that_day(self, by):
        from iop.clinic.models import StaffCredential

        held = StaffCredential.objects.get(staff_id=by.staff_id)
        change_credential(by=SYSTEM, credential_id=held.pk, expires_on=dt.date(2026, 3, 1))
        with pytest.raises(NotAllowed, match="licence ended"):
            self.sign(by)
        assert not Signature.objects.exists()

    def test_a_licence_that_ends_today_is_good_all_evening(self, by):
        from iop.clinic.models import StaffCredential

        held = StaffCredential.objects.get(staff_id=by.staff_id)
        change_credential(by=SYSTEM, credential_id=held.pk, expires_on=dt.date(2026, 3, 2))
        late = dt.datetime(2026, 3, 3, 4, 30, tzinfo=dt.UTC)
        assert self.sign(by, at=late).credential == "LCSW"

    def test_the_system_signs_nothing(self):
        with pytest.raises(NotAllowed, match="Only a person"):
            self.sign(SYSTEM)

    def test_is_on_the_record_with_its_clients(self, by):
        client = uuid.uuid4()
        self.sign(by, clients=[client])
        event = AuditEvent.objects.get(verb="documents.signed")
        assert list(event.subjects.values_list("client_id", flat=True)) == [client]

    @pytest.mark.parametrize(
        "sql", ["UPDATE documents_signature SET digest = repeat('0', 64)", "DELETE FROM documents_signature"]
    )
    def test_never_changes(self, by, sql):
        self.sign(by)
        with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
