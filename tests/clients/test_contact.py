"""How to reach a client, and what they agreed to."""

import pytest

from clients import actions
from clients.models import ChannelPermission, Relationship
from iop.audit.models import AuditEvent
from iop.core.errors import Invalid, NotAllowed
from tests.factories.clients import AT, make_client


@pytest.fixture
def client_row(clinic):
    return make_client(clinic.site)


def add(clinic, client, kind="phone", value="617-555-0123", **fields):
    return actions.add_contact_point(by=clinic.as_director, client=client, kind=kind, value=value, at=AT, **fields)


def test_a_second_preferred_number_takes_over(clinic, client_row):
    first = add(clinic, client_row, is_preferred=True)
    second = add(clinic, client_row, value="617-555-0124", is_preferred=True)
    first.refresh_from_db()
    assert (first.is_preferred, second.is_preferred) == (False, True)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("phone", "12", "area code"),
        ("email", "not an address", "e-mail address"),
        ("postal", " ", "400 characters"),
        ("fax", "1", "Choose phone"),
    ],
)
def test_what_cannot_be_reached_is_refused(clinic, client_row, kind, value, words):
    with pytest.raises(Invalid, match=words):
        add(clinic, client_row, kind, value)


def test_the_domain_of_an_address_is_written_small(clinic, client_row):
    assert add(clinic, client_row, "email", "Ada@Example.COM").value == "Ada@example.com"


def test_a_contact_point_is_removed_and_recorded(clinic, client_row):
    point = add(clinic, client_row)
    actions.remove_contact_point(by=clinic.as_director, client=client_row, contact_point_id=point.pk, at=AT)
    assert not client_row.contact_points.exists()
    assert AuditEvent.objects.filter(verb="clients.contact_removed").exists()


def test_removing_twice_is_quiet(clinic, client_row):
    point = add(clinic, client_row)
    for _ in range(2):
        actions.remove_contact_point(by=clinic.as_director, client=client_row, contact_point_id=point.pk, at=AT)
    assert AuditEvent.objects.filter(verb="clients.contact_removed").count() == 1


def test_somebody_elses_contact_point_stays(clinic, client_row):
    point = add(clinic, client_row)
    actions.remove_contact_point(
        by=clinic.as_director, client=make_client(clinic.site), contact_point_id=point.pk, at=AT
    )
    assert client_row.contact_points.exists()


def test_permissions_are_added_never_changed(clinic, client_row):
    for allowed in (True, False):
        actions.set_channel_permission(by=clinic.as_director, client=client_row, channel="sms", allowed=allowed, at=AT)
    assert list(ChannelPermission.objects.order_by("created_at").values_list("allowed", flat=True)) == [True, False]


def test_an_unknown_channel_is_refused(clinic, client_row):
    with pytest.raises(Invalid):
        actions.set_channel_permission(by=clinic.as_director, client=client_row, channel="pigeon", allowed=True, at=AT)


def test_a_counselor_does_not_change_permissions(clinic, client_row):
    with pytest.raises(NotAllowed):
        actions.set_channel_permission(by=clinic.as_counselor, client=client_row, channel="sms", allowed=True, at=AT)


def test_a_new_emergency_contact_takes_the_place_of_the_one_before(clinic, client_row):
    for name in ("Bo", "Kim"):
        actions.set_emergency_contact(by=clinic.as_director, client=client_row, first_name=name, role="friend", at=AT)
    assert Relationship.objects.get(is_emergency_contact=True).person.first_name == "Kim"
    assert Relationship.objects.count() == 2


def test_an_emergency_contact_needs_a_name(clinic, client_row):
    with pytest.raises(Invalid) as refused:
        actions.set_emergency_contact(by=clinic.as_director, client=client_row, first_name=" ", role="friend", at=AT)
    assert refused.value.field == "emergency_first_name"
