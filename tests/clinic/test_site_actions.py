"""Sites, hours, closures, the name of the clinic, and the on-call rota."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from iop.access.actors import SYSTEM
from iop.access.choices import Permission
from iop.clinic import actions, on_call
from iop.clinic.actors import actor_of
from iop.clinic.models import Closure, OnCallShift, OpeningHours
from iop.clinic.presenters import rota
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.workflows.sites import open_site
from tests.factories.ground import make_actor, make_organization, make_site, make_staff

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)
NINE = dt.datetime(2026, 3, 2, 14, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def test_a_time_zone_must_exist():
    with pytest.raises(Invalid) as refusal:
        make_site(time_zone="America/Springfield")
    assert refusal.value.field == "time_zone"


def test_two_sites_never_share_a_name():
    make_site("Here")
    with pytest.raises(Conflict):
        make_site("Here")


def test_a_stale_change_overwrites_nothing():
    site = make_site()
    actions.change_site(by=SYSTEM, site_id=site.pk, version=1, address="1 Elm St")
    with pytest.raises(Stale):
        actions.change_site(by=SYSTEM, site_id=site.pk, version=1, address="2 Oak St")


def test_whoever_opens_a_site_may_set_it_up():
    actor = make_actor("site_admin")
    site = open_site(by=actor, at=NINE, name="New", code="new", time_zone="America/Denver")
    assert actor_of(actor.staff_id, NINE).can(Permission.CLINIC_EDIT, site.pk)


def test_a_counselor_opens_no_site():
    with pytest.raises(NotAllowed):
        open_site(by=make_actor("counselor"), at=NINE, name="New", code="new", time_zone="America/Denver")


@pytest.mark.parametrize(
    "name", ["Hope Recovery", "Centro de Adicciones", "Harbor IOP", "Detox North", "Sobriety Club"]
)
def test_a_neutral_name_must_be_one(name):
    make_organization()
    with pytest.raises(Invalid) as refusal:
        actions.change_organization(by=SYSTEM, name="Harbor", neutral_name=name)
    assert refusal.value.field == "neutral_name"


def test_opening_hours_are_replaced_whole():
    site = make_site()
    nine_to_five = [(dt.time(9), dt.time(17))]
    actions.set_opening_hours(by=SYSTEM, site_id=site.pk, hours={0: nine_to_five, 1: nine_to_five})
    actions.set_opening_hours(
        by=SYSTEM, site_id=site.pk, hours={0: [(dt.time(9), dt.time(12)), (dt.time(13), dt.time(17))]}
    )
    assert list(OpeningHours.objects.filter(site=site).values_list("weekday", "opens__hour")) == [(0, 9), (0, 13)]


@pytest.mark.parametrize(
    "stretches", [[(dt.time(9), dt.time(9))], [(dt.time(9), dt.time(13)), (dt.time(12), dt.time(17))]]
)
def test_impossible_hours_change_nothing(stretches):
    site = make_site()
    actions.set_opening_hours(by=SYSTEM, site_id=site.pk, hours={0: [(dt.time(9), dt.time(17))]})
    with pytest.raises(Invalid):
        actions.set_opening_hours(by=SYSTEM, site_id=site.pk, hours={0: stretches})
    assert OpeningHours.objects.filter(site=site).count() == 1


def test_a_closure_ahead_can_be_taken_back_one_that_began_cannot():
    site = make_site()
    ahead = actions.add_closure(
        by=SYSTEM, site_id=site.pk, starts_on=DAY + dt.timedelta(days=1), ends_on=DAY + dt.timedelta(days=1), reason="x"
    )
    begun = actions.add_closure(by=SYSTEM, site_id=site.pk, starts_on=DAY, ends_on=DAY, reason="x")
    actions.remove_closure(by=SYSTEM, closure_id=ahead.pk, on=DAY)
    with pytest.raises(Conflict):
        actions.remove_closure(by=SYSTEM, closure_id=begun.pk, on=DAY)
    assert list(Closure.objects.all()) == [begun]


class TestOnCall:
    @pytest.fixture
    def site(self):
        return make_site()

    def add(self, site, staff=None, start=NINE, hours=8, phone="+16175550100"):
        staff = staff or make_staff()
        return actions.add_shift(
            by=SYSTEM, site_id=site.pk, staff_id=staff.pk, starts_at=start, ends_at=start + hours * HOUR, phone=phone
        )

    @pytest.mark.parametrize(
        ("at", "answers"), [(NINE - HOUR, False), (NINE, True), (NINE + 7 * HOUR, True), (NINE + 8 * HOUR, False)]
    )
    def test_says_who_answers_now(self, site, at, answers):
        shift = self.add(site)
        found = on_call.now(site.pk, at)
        assert (found is not None) is answers
        assert not answers or (found.staff_id, found.phone) == (shift.staff_id, "+16175550100")

    def test_another_sites_rota_answers_nothing(self, site):
        self.add(make_site())
        assert on_call.now(site.pk, NINE) is None

    def test_two_never_answer_at_once(self, site):
        kim = make_staff(first_name="Kim", last_name="Reyes")
        self.add(site, kim)
        with pytest.raises(Conflict, match="Kim Reyes is already on call"):
            self.add(site, start=NINE + 7 * HOUR)

    def test_one_follows_another_without_a_gap(self, site):
        self.add(site)
        self.add(site, start=NINE + 8 * HOUR)

    def test_the_database_refuses_an_overlap_by_itself(self, site):
        shift = self.add(site)
        with pytest.raises(IntegrityError), transaction.atomic():
            OnCallShift.objects.create(site=site, staff=shift.staff, starts_at=NINE + HOUR, ends_at=NINE + 2 * HOUR)

    def test_nobody_without_a_number(self, site):
        with pytest.raises(Invalid) as refusal:
            self.add(site, phone="")
        assert refusal.value.field == "phone"

    def test_a_turn_ahead_is_removed_one_under_way_is_shortened(self, site):
        ahead, now = self.add(site, start=NINE + 20 * HOUR), self.add(site)
        actions.remove_shift(by=SYSTEM, shift_id=ahead.pk, at=NINE + HOUR)
        actions.remove_shift(by=SYSTEM, shift_id=now.pk, at=NINE + HOUR)
        assert list(OnCallShift.objects.values_list("ends_at", flat=True)) == [NINE + HOUR]

    def test_the_rota_shows_its_gaps(self, site):
        self.add(site, start=NINE + 2 * HOUR)
        assert [bool(row.get("is_gap")) for row in rota(site, NINE)] == [True, False]
