"""Two at once: signing the same draft, revoking while something leaves, a new form while one is signed."""

from __future__ import annotations

from functools import partial

import pytest

from clients.actions import consents
from clients.choices import Information, Purpose
from clients.gate import NotDisclosable, Recipient, basis_for, release
from clients.models import Consent, ConsentSignature, Disclosure
from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Stale
from tests.factories import consents as make
from tests.factories.clients import AT, TODAY, make_admitted, make_clinic
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clinic(db):
    return make_clinic()


@pytest.fixture
def client(clinic):
    return make_admitted(clinic.site).client


def test_two_people_sign_the_same_draft_and_one_signature_stands(clinic, client):
    row = make.draft(clinic, client)
    results = race(*(partial(make.sign, clinic, Consent.objects.get(pk=row.pk)) for _ in range(4)))
    assert sum(isinstance(one, Consent) for one in results) == 1
    assert all(isinstance(one, Consent | Conflict | Stale) for one in results), results
    assert ConsentSignature.objects.filter(consent=row).count() == 1


def test_two_take_it_back_and_one_is_told(clinic, client):
    row = make.signed(clinic, client)
    stop = partial(consents.revoke, by=clinic.as_counselor, consent=row, at=AT, method="oral")
    results = race(stop, stop)
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Consent"]
    assert row.revocations.count() == 1


def tell(clinic, row):
    basis = basis_for(
        by=clinic.as_counselor, client=row.client, to=Recipient.of_party(row.party), purpose=Purpose.TREATMENT,
        information=[Information.ATTENDANCE], at=AT,
    )  # fmt: skip
    return release(
        by=clinic.as_counselor, client=row.client, basis=basis, sent_as="letter",
        records=[("clients.client", row.client_id)], content="Attended.", at=AT,
    )  # fmt: skip


def test_a_revocation_in_the_same_second_comes_before_or_after_and_the_record_says_which(clinic, client):
    for number in range(6):
        row = make.signed(clinic, client, party=make.party(name=f"Dr. {number}"))
        told, stopped = race(
            partial(tell, clinic, row),
            partial(consents.revoke, by=clinic.as_counselor, consent=row, at=AT, method="written"),
        )
        assert isinstance(stopped, Consent), stopped
        wish = row.revocations.get()
        if isinstance(told, Disclosure):
            assert told.gate_order < wish.gate_order
        else:
            assert isinstance(told, NotDisclosable), told
            assert not row.disclosures.exists()


def test_a_form_replaced_in_the_same_second_is_signed_before_or_not_at_all(clinic, client):
    for _ in range(4):
        row = make.draft(clinic, client)
        form = row.template
        signed, replaced = race(
            partial(make.sign, clinic, row),
            partial(
                consents.new_template_version, by=SYSTEM, template=form, title=form.title, sections=form.sections,
                valid_from=TODAY, at=AT,
            ),
        )  # fmt: skip
        assert replaced.number == form.number + 1
        row.refresh_from_db()
        assert (row.status == "signed") is isinstance(signed, Consent)
        assert isinstance(signed, Consent) or signed.code == "superseded", signed
