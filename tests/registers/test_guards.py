"""Who reaches a restricted chart, a caseload kept apart, and a chart in an emergency."""

import dataclasses
import datetime as dt

import pytest

from clients import actions, policies
from clients.actions import access
from clients.models import CareTeamMembership, Client, Concern, EmergencyAccess, Episode, Inquiry
from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from iop.clinic.models import SettingValue
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.work.models import WorkItem
from tests.factories.clients import AT, TODAY, make_actor, make_client, make_site, make_staff
from tests.registers.world import LATER, REASON, make_guarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db):
    with clock.frozen(AT):
        yield make_guarded()


def sees(actor, client, at=AT):
    return Client.objects.visible_to(actor, at=at).filter(pk=client.pk).exists()


def test_a_restricted_chart_is_there_for_its_care_team(clinic):
    assert sees(clinic.by_own, clinic.client)


def test_a_restricted_chart_is_not_there_for_a_colleague_of_the_same_role(clinic):
    assert not sees(clinic.by_other, clinic.client)


@pytest.mark.parametrize("who", ["by_director", "by_officer"])
def test_whoever_watches_restricted_charts_reaches_them(clinic, who):
    assert sees(getattr(clinic, who), clinic.client)


def test_watching_charts_at_another_site_reaches_nothing_here(clinic):
    assert not sees(make_actor(make_site()), clinic.client)


def test_rows_of_a_restricted_client_are_hidden_too(clinic):
    actions.raise_concern(by=clinic.by_own, site_id=clinic.site.pk, client=clinic.client, kind="medical", at=AT)
    assert Concern.objects.visible_to(clinic.by_own).count() == 1
    assert Concern.objects.visible_to(clinic.by_other).count() == 0
    assert Episode.objects.visible_to(clinic.by_other).filter(client=clinic.client).count() == 0


def test_an_inquiry_of_nobody_known_stays_visible_beside_restricted_people(clinic):
    Inquiry.objects.create(site=clinic.site, received_at=AT, callback_phone="+16175550100", first_name="Ada")
    assert Inquiry.objects.visible_to(clinic.by_other).count() == 1


def test_once_off_the_care_team_the_chart_is_gone(clinic):
    CareTeamMembership.objects.filter(episode=clinic.episode).update(ends_on=TODAY)
    assert sees(clinic.by_own, clinic.client)
    assert not sees(clinic.by_own, clinic.client, AT + dt.timedelta(days=1))


def test_opening_asks_the_same_as_seeing(clinic):
    assert policies.may_open_chart(clinic.by_own, clinic.client) is None
    assert policies.may_open_chart(clinic.by_other, clinic.client) is not None


def test_changing_details_of_a_restricted_client_needs_reach(clinic):
    keeper = make_actor(clinic.site, "intake")
    assert policies.may_edit(keeper, clinic.client) is not None
    plain = make_client(clinic.site)
    assert policies.may_edit(keeper, plain) is None


def test_the_system_sees_all(clinic):
    assert sees(SYSTEM, clinic.client)


def test_restricting_needs_the_right_and_a_reason(clinic):
    plain = make_client(clinic.site)
    with pytest.raises(NotAllowed):
        access.restrict(by=clinic.by_own, client=plain, reason="Somebody well known here.", at=AT)
    with pytest.raises(Invalid):
        access.restrict(by=clinic.by_director, client=plain, reason="VIP", at=AT)
    with pytest.raises(Conflict):
        access.restrict(by=clinic.by_director, client=clinic.client, reason="Somebody well known here.", at=AT)


def test_lifting_opens_the_chart_to_the_site_again(clinic):
    access.lift(by=clinic.by_officer, client=clinic.client, reason="The sister left the clinic.", at=AT)
    assert sees(clinic.by_other, Client.objects.get(pk=clinic.client.pk))


def test_an_emergency_opens_a_restricted_chart_for_an_hour_and_no_longer(clinic):
    made = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    assert made.ends_at == AT + dt.timedelta(minutes=60)
    assert sees(clinic.by_other, clinic.client)
    assert not sees(clinic.by_other, clinic.client, AT + dt.timedelta(minutes=60))


def test_the_clinic_sets_how_long_an_emergency_lasts(clinic):
    SettingValue.objects.create(key="access.emergency_minutes", valid_from=TODAY, value=15)
    made = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    assert made.ends_at == AT + dt.timedelta(minutes=15)


def test_an_emergency_opens_a_chart_of_another_site(clinic):
    stranger = make_actor(make_site(), "counselor")
    access.break_glass(by=stranger, client=clinic.client, reason=REASON, at=AT)
    assert sees(stranger, clinic.client)
    assert Episode.objects.visible_to(stranger).filter(client=clinic.client).exists()


def test_an_emergency_gives_no_right_that_the_role_has_nowhere(clinic):
    intake = make_actor(make_site(), "intake")
    access.break_glass(by=intake, client=clinic.client, reason=REASON, at=AT)
    assert not Episode.objects.visible_to(intake, "note.view").filter(client=clinic.client).exists()


def test_an_emergency_lets_nobody_write_at_another_site(clinic):
    manager = make_actor(make_site(), "case_manager")
    access.break_glass(by=manager, client=clinic.client, reason=REASON, at=AT)
    assert policies.may_edit(manager, clinic.client) is not None


def test_an_emergency_is_one_colleagues_alone(clinic):
    access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    assert not sees(make_actor(clinic.site, "counselor"), clinic.client)


def test_asking_twice_gives_the_same_access(clinic):
    first = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    again = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT + dt.timedelta(minutes=5))
    assert again == first


def test_no_emergency_where_the_chart_opens_anyway(clinic):
    with pytest.raises(Conflict, match="as it is"):
        access.break_glass(by=clinic.by_own, client=clinic.client, reason=REASON, at=AT)


@pytest.mark.parametrize("role", ["biller", "site_admin", "privacy_officer"])
def test_roles_that_look_after_nobody_open_nothing_in_an_emergency(clinic, role):
    with pytest.raises(NotAllowed):
        access.break_glass(by=make_actor(make_site(), role), client=clinic.client, reason=REASON, at=AT)


def test_a_reason_of_a_word_is_none(clinic):
    with pytest.raises(Invalid):
        access.break_glass(by=clinic.by_other, client=clinic.client, reason="urgent", at=AT)


def test_each_access_asks_the_privacy_officer_for_a_review(clinic):
    made = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    item = WorkItem.objects.get(kind="review_access")
    assert (item.subject_id, item.role_key, item.site_id) == (made.pk, "privacy_officer", clinic.site.pk)
    assert "Okafor" not in item.summary


def test_giving_back_closes_the_chart_at_once(clinic):
    made = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    access.give_back(by=clinic.by_other, access=made, at=AT + dt.timedelta(minutes=5))
    assert not sees(clinic.by_other, clinic.client, AT + dt.timedelta(minutes=5))


def test_nobody_gives_anothers_access_back(clinic):
    made = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    with pytest.raises(NotAllowed):
        access.give_back(by=clinic.by_director, access=made, at=AT)


def test_giving_back_what_is_over_changes_nothing(clinic):
    made = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    assert access.give_back(by=clinic.by_other, access=made, at=LATER).ends_at == made.ends_at


def test_a_review_closes_the_work_and_is_given_once(clinic):
    made = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    access.review_access(by=clinic.by_officer, access=made, was_right=True, note="", at=LATER)
    assert not WorkItem.objects.open().filter(kind="review_access").exists()
    with pytest.raises(Conflict):
        access.review_access(by=clinic.by_director, access=made, was_right=False, note="Hm.", at=LATER)


def test_nobody_reviews_their_own_access(clinic):
    away = make_site()
    director = make_staff(away)
    made = access.break_glass(by=actor_of(director.pk, AT), client=clinic.client, reason=REASON, at=AT)
    both = dataclasses.replace(actor_of(director.pk, AT), grants=clinic.by_director.grants)
    with pytest.raises(NotAllowed, match="your own"):
        access.review_access(by=both, access=made, was_right=True, note="", at=LATER)


def test_what_was_not_right_is_said_in_words(clinic):
    made = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    with pytest.raises(Invalid):
        access.review_access(by=clinic.by_officer, access=made, was_right=False, note=" ", at=LATER)


def caseload(site):
    SettingValue.objects.create(key="access.caseload_only", site=site, valid_from=dt.date(2020, 1, 1), value=True)


def test_where_caseloads_are_kept_apart_a_counselor_sees_their_own_people(clinic):
    plain = make_client(clinic.site)
    caseload(clinic.site)
    assert not sees(actor_of(clinic.own.pk, AT), plain)
    assert sees(actor_of(clinic.own.pk, AT), clinic.client)


@pytest.mark.parametrize("role", ["clinical_director", "intake", "privacy_officer", "biller"])
def test_caseloads_are_kept_apart_among_clinical_roles_alone(clinic, role):
    plain = make_client(clinic.site)
    caseload(clinic.site)
    assert sees(make_actor(clinic.site, role), plain)


def test_the_setting_of_one_site_leaves_another_alone(clinic):
    caseload(make_site())
    assert actor_of(clinic.own.pk, AT).caseload_sites == frozenset()


def test_a_setting_that_begins_tomorrow_does_not_hold_today(clinic):
    SettingValue.objects.create(key="access.caseload_only", valid_from=TODAY + dt.timedelta(days=2), value=True)
    assert actor_of(clinic.own.pk, AT).caseload_sites == frozenset()


def test_an_emergency_reaches_past_the_caseload(clinic):
    plain = make_client(clinic.site)
    caseload(clinic.site)
    actor = actor_of(clinic.other.pk, AT)
    access.break_glass(by=actor, client=plain, reason=REASON, at=AT)
    assert sees(actor, plain)


@pytest.mark.parametrize("people", [1, 8])
def test_reaching_costs_one_statement_whatever_is_guarded(clinic, people, django_assert_num_queries):
    for _ in range(people):
        access.restrict(by=clinic.by_director, client=make_client(clinic.site), reason="Somebody well known.", at=AT)
    caseload(clinic.site)
    actor = actor_of(clinic.other.pk, AT)
    with django_assert_num_queries(1):
        list(Client.objects.visible_to(actor))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE clients_emergencyaccess SET reason = 'another'",
        "UPDATE clients_emergencyaccess SET ends_at = ends_at + interval '1 hour'",
        "UPDATE clients_emergencyaccess SET ends_at = starts_at",
        "UPDATE clients_emergencyaccess SET reviewed_at = now(), was_right = true, reviewed_by_id = staff_id",
        "DELETE FROM clients_emergencyaccess",
        "UPDATE clients_client SET is_restricted = true, restricted_reason = ''",
    ],
)
def test_the_database_keeps_emergencies_as_they_were(clinic, sql):
    from django.db import DatabaseError, connection, transaction

    access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_review_cannot_be_changed_in_the_database(clinic):
    from django.db import DatabaseError, transaction

    made = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
    access.review_access(by=clinic.by_officer, access=made, was_right=True, note="", at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        EmergencyAccess.objects.update(was_right=False)
