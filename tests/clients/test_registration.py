"""Registering a client and changing their details."""

import datetime as dt
import re

import pytest

from clients import actions
from clients.models import Client, EpisodeStatusChange
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent, AuditSubject
from iop.core.errors import Invalid, NotAllowed, Stale
from tests.factories.clients import AT, TODAY, make_actor, make_client, make_site


def register(clinic, **fields):
    typed = {"legal_first_name": "Ada", "legal_last_name": "Byron", "date_of_birth": dt.date(1990, 12, 10)}
    return actions.register_client(by=clinic.as_director, site_id=clinic.site.pk, at=AT, **{**typed, **fields})


def test_registering_opens_an_inquiry_at_the_site(clinic):
    episode = register(clinic, referred_by="Dr. Moss").episodes.get()
    assert (episode.status, episode.site, episode.opened_on, episode.referred_by) == (
        "inquiry",
        clinic.site,
        TODAY,
        "Dr. Moss",
    )


def test_the_inquiry_is_the_first_line_of_its_history(clinic):
    row = EpisodeStatusChange.objects.get(episode__client=register(clinic))
    assert (row.status, row.at, row.by_id) == ("inquiry", AT, clinic.as_director.staff_id)


def test_record_numbers_follow_each_other(clinic):
    first, second = register(clinic), register(clinic)
    assert re.fullmatch(r"R-\d+", first.record_number)
    assert int(second.record_number[2:]) == int(first.record_number[2:]) + 1


def test_registering_is_recorded_and_names_the_client_by_id_alone(clinic):
    client = register(clinic)
    event = AuditEvent.objects.get(verb="clients.registered")
    assert AuditSubject.objects.get(event=event).client_id == client.pk
    assert "Ada" not in str(event.detail)


def test_contact_points_are_kept_with_it(clinic):
    client = register(clinic, contact_points=[{"kind": "phone", "value": "617 555 0123", "is_preferred": True}])
    assert client.contact_points.get().value == "+16175550123"


def test_an_emergency_contact_is_a_person_of_their_own(clinic):
    client = register(
        clinic, emergency_contact={"first_name": "Bo", "last_name": "Byron", "phone": "6175550199", "role": "brother"}
    )
    relation = client.relationships.get()
    assert (relation.person.first_name, relation.person.phone, relation.role) == ("Bo", "+16175550199", "brother")


def test_a_bad_contact_leaves_nothing_behind(clinic):
    with pytest.raises(Invalid):
        register(clinic, contact_points=[{"kind": "email", "value": "nowhere"}])
    assert not Client.objects.exists()
    assert not AuditEvent.objects.filter(verb="clients.registered").exists()


@pytest.mark.parametrize("field", ["legal_first_name", "legal_last_name"])
def test_a_legal_name_is_needed(clinic, field):
    with pytest.raises(Invalid) as refused:
        register(clinic, **{field: "  "})
    assert refused.value.field == field


def test_a_birth_date_in_the_future_is_refused_beside_its_field(clinic):
    with pytest.raises(Invalid, match="lies in the future") as refused:
        register(clinic, date_of_birth=TODAY + dt.timedelta(days=1))
    assert refused.value.field == "date_of_birth"


@pytest.mark.parametrize("field", ["legal_first_name", "legal_last_name", "preferred_name", "pronouns"])
@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "🌻 🌙", "مريم العلي"])
def test_any_text_is_kept_as_text(clinic, field, typed):
    assert getattr(register(clinic, **{field: typed}), field) == typed


def test_names_of_300_characters_are_kept(clinic):
    assert len(register(clinic, legal_last_name="x" * 300).legal_last_name) == 300


def test_longer_names_are_refused(clinic):
    with pytest.raises(Invalid, match="300 characters"):
        register(clinic, preferred_name="x" * 301)


def test_pronouns_longer_than_their_field_are_refused(clinic):
    with pytest.raises(Invalid, match="40 characters"):
        register(clinic, pronouns="x" * 41)


def test_a_counselor_registers_nobody(clinic):
    with pytest.raises(NotAllowed, match="does not include registering"):
        actions.register_client(
            by=clinic.as_counselor,
            site_id=clinic.site.pk,
            at=AT,
            legal_first_name="A",
            legal_last_name="B",
            date_of_birth=TODAY,
        )


def test_nobody_is_registered_at_a_closed_site(clinic):
    closed = make_site(is_active=False)
    with pytest.raises(Invalid, match="closed"):
        actions.register_client(
            by=SYSTEM, site_id=closed.pk, at=AT, legal_first_name="A", legal_last_name="B", date_of_birth=TODAY
        )


def test_details_change_and_the_record_names_the_fields(clinic):
    client = register(clinic)
    changed = actions.update_client(
        by=clinic.as_director, client=client, version=1, changes={"preferred_name": "Addie", "pronouns": ""}, at=AT
    )
    assert (changed.preferred_name, changed.version) == ("Addie", 2)
    assert AuditEvent.objects.get(verb="clients.changed").detail == {"fields": ["preferred_name"]}


def test_the_later_of_two_is_told(clinic):
    client = register(clinic)
    actions.update_client(by=clinic.as_director, client=client, version=1, changes={"preferred_name": "Addie"}, at=AT)
    with pytest.raises(Stale, match="Nothing was overwritten"):
        actions.update_client(by=clinic.as_director, client=client, version=1, changes={"preferred_name": "Ada"}, at=AT)
    client.refresh_from_db()
    assert client.preferred_name == "Addie"


def test_saving_what_stands_changes_nothing(clinic):
    client = register(clinic)
    actions.update_client(by=clinic.as_director, client=client, version=1, changes={"legal_first_name": "Ada"}, at=AT)
    assert not AuditEvent.objects.filter(verb="clients.changed").exists()


def test_the_record_number_is_not_changed_here(clinic):
    with pytest.raises(NotAllowed):
        actions.update_client(
            by=clinic.as_director, client=register(clinic), version=1, changes={"record_number": "R-1"}, at=AT
        )


def test_details_are_not_changed_from_another_site(clinic):
    client = make_client(clinic.site)
    with pytest.raises(NotAllowed):
        actions.update_client(by=make_actor(make_site()), client=client, version=1, changes={"pronouns": "they"}, at=AT)
