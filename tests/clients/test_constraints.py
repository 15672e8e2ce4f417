"""Each promise of the database, attacked with plain SQL."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from clients import actions
from tests.factories.clients import AT, TODAY, make_admitted, make_client, make_inquiry, make_level, make_placed


def attempt(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(name, sql, *values, error=IntegrityError):
    with pytest.raises(error, match=name):
        attempt(sql, *values)


@pytest.mark.parametrize("table", ["clients_client", "clients_episode", "clients_placement", "clients_concern"])
def test_rows_of_the_record_are_not_deleted(clinic, table):
    episode = make_admitted(clinic.site)
    actions.raise_concern(by=clinic.as_counselor, site_id=clinic.site.pk, client=episode.client, kind="medical", at=AT)
    refused("delete", f"DELETE FROM {table}", error=DatabaseError)


@pytest.mark.parametrize(
    "table", ["clients_episodestatuschange", "clients_channelpermission", "clients_levelrequirement"]
)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_history_is_only_added_to(clinic, table, verb):
    client = make_client(clinic.site)
    actions.set_channel_permission(by=clinic.as_director, client=client, channel="sms", allowed=True, at=AT)
    actions.set_requirement(by=clinic.as_director, level=clinic.level, valid_from=TODAY, at=AT)
    attempt("SET CONSTRAINTS ALL IMMEDIATE")
    refused("Cannot|keeps its history", verb.format(table), error=DatabaseError)


def test_a_birth_date_before_1900(clinic):
    client = make_client(clinic.site)
    refused("client_birth_plausible", "UPDATE clients_client SET date_of_birth = '1899-12-31' WHERE id = %s", client.pk)


def test_a_record_number_twice(clinic):
    first, second = make_client(clinic.site), make_client(clinic.site)
    refused(
        "record_number", "UPDATE clients_client SET record_number = %s WHERE id = %s", first.record_number, second.pk
    )


def test_two_preferred_numbers(clinic):
    client = make_client(clinic.site, contact_points=[{"kind": "phone", "value": "6175550123", "is_preferred": True}])
    refused(
        "contact_one_preferred_a_kind",
        "INSERT INTO clients_contactpoint (id, created_at, client_id, kind, value, label, may_leave_message, is_preferred)"
        " VALUES (%s, now(), %s, 'phone', '+1', '', false, true)",
        uuid.uuid4(), client.pk,
    )  # fmt: skip


def test_two_stays_under_way(clinic):
    episode = make_admitted(clinic.site)
    refused(
        "episode_one_under_way",
        "INSERT INTO clients_episode (id, created_at, version, client_id, site_id, status, opened_on, admitted_on,"
        " discharge_kind, discharge_reason, referred_by, target_weeks)"
        " VALUES (%s, now(), 1, %s, %s, 'admitted', %s, %s, '', '', '', 10)",
        uuid.uuid4(), episode.client_id, episode.site_id, TODAY, TODAY,
    )  # fmt: skip


def test_admitted_without_a_date(clinic):
    episode = make_placed(clinic.site)
    refused("episode_admitted_when", "UPDATE clients_episode SET status = 'admitted' WHERE id = %s", episode.pk)


def test_a_last_day_while_in_treatment(clinic):
    episode = make_admitted(clinic.site)
    refused(
        "episode_discharged_when", "UPDATE clients_episode SET discharged_on = admitted_on WHERE id = %s", episode.pk
    )


def test_a_last_day_before_the_first(clinic):
    episode = make_admitted(clinic.site)
    refused(
        "episode_forward",
        "UPDATE clients_episode SET status = 'discharged', discharged_on = admitted_on - 1 WHERE id = %s",
        episode.pk,
    )


def test_two_levels_at_once(clinic):
    episode = make_placed(clinic.site)
    refused(
        "placement_no_overlap",
        "INSERT INTO clients_placement (id, created_at, starts_on, episode_id, level_id, variance_reason, reason, decided_by_id)"
        " VALUES (%s, now(), %s, %s, %s, '', 'x', %s)",
        uuid.uuid4(), TODAY, episode.pk, make_level("op").pk, clinic.director.pk,
    )  # fmt: skip


def test_a_placement_that_ends_before_it_begins(clinic):
    make_placed(clinic.site)
    refused(
        "lower bound|placement_forward", "UPDATE clients_placement SET ends_on = starts_on - 1", error=DatabaseError
    )


def test_another_level_than_indicated_without_its_reason(clinic):
    make_placed(clinic.site)
    refused(
        "placement_variance_has_reason", "UPDATE clients_placement SET indicated_level_id = %s", make_level("php").pk
    )


def test_two_primary_counselors_at_once(clinic):
    episode = make_inquiry(clinic.site)
    actions.assign_care_team(
        by=clinic.as_director, episode=episode, staff=clinic.counselor, role="primary_counselor", starts_on=TODAY, at=AT
    )
    refused(
        "care_team_one_a_role",
        "INSERT INTO clients_careteammembership (id, created_at, starts_on, episode_id, staff_id, role)"
        " VALUES (%s, now(), %s, %s, %s, 'primary_counselor')",
        uuid.uuid4(), TODAY, episode.pk, clinic.director.pk,
    )  # fmt: skip


def test_a_care_team_role_that_ends_before_it_begins(clinic):
    episode = make_inquiry(clinic.site)
    actions.assign_care_team(
        by=clinic.as_director, episode=episode, staff=clinic.counselor, role="therapist", starts_on=TODAY, at=AT
    )
    refused(
        "lower bound|care_team_forward",
        "UPDATE clients_careteammembership SET ends_on = starts_on - 1",
        error=DatabaseError,
    )


def test_a_closed_concern_without_a_closer(clinic):
    client = make_client(clinic.site)
    actions.raise_concern(by=clinic.as_counselor, site_id=clinic.site.pk, client=client, kind="medical", at=AT)
    refused("concern_resolved_by", "UPDATE clients_concern SET resolved_at = now()")


def test_a_relationship_twice(clinic):
    client = make_client(clinic.site, emergency_contact={"first_name": "Bo", "role": "brother"})
    person = client.relationships.get().person_id
    refused(
        "relationship_once",
        "INSERT INTO clients_relationship (id, created_at, client_id, person_id, role, is_emergency_contact)"
        " VALUES (%s, now(), %s, %s, 'x', false)",
        uuid.uuid4(), client.pk, person,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("level_requirement_minutes", (9, 8, 0, 7)),
        ("level_requirement_days", (0, 8, 0, 8)),
    ],
)  # fmt: skip
def test_requirements_that_make_no_sense(clinic, name, numbers):
    refused(
        name,
        "INSERT INTO clients_levelrequirement (id, created_at, level_id, valid_from, min_daily_minutes, individual_per_week,"
        " min_weekly_minutes, max_weekly_minutes, min_days, max_days) VALUES (%s, now(), %s, %s, 0, 0, %s, %s, %s, %s)",
        uuid.uuid4(), clinic.level.pk, TODAY, *numbers,
    )  # fmt: skip


def test_two_requirements_from_one_day(clinic):
    actions.set_requirement(by=clinic.as_director, level=clinic.level, valid_from=TODAY, at=AT)
    refused(
        "level_requirement_once_a_day",
        "INSERT INTO clients_levelrequirement (id, created_at, level_id, valid_from, min_weekly_minutes, min_days, max_days,"
        " min_daily_minutes, individual_per_week) VALUES (%s, now(), %s, %s, 0, 0, 7, 0, 0)",
        uuid.uuid4(), clinic.level.pk, TODAY,
    )  # fmt: skip
