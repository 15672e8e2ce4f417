"""Licences about to end are on two work lists, once each, until they are renewed."""

import datetime as dt

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.clinic import actions
from iop.clinic.models import StaffCredential
from iop.core import clock
from iop.work.actions import close_item
from iop.work.models import WorkItem
from iop.workflows import tasks
from iop.workflows.credentials import add_credential, change_credential, watch_credentials
from sessions_app.actions import materialise
from tests.factories import days
from tests.factories.ground import make_actor, make_kind, make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)


def after(number):
    return TODAY + dt.timedelta(days=number)


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def counselor(site):
    make_staff("site_admin", site=site, credential="")
    return make_staff("counselor", site=site, first_name="Dana", last_name="Reyes", expires_on=after(60))


def watch(at=AT):
    return watch_credentials(by=SYSTEM, at=at)


def still_open():
    return WorkItem.objects.open().filter(kind="credential_expiring")


def licence(staff):
    return StaffCredential.objects.get(staff=staff)


def test_sixty_days_before_it_is_on_the_lists_of_the_colleague_and_of_the_administrator(site, counselor):
    assert watch() == 2
    own, on_file = still_open().get(assignee=counselor), still_open().get(role_key="site_admin")
    assert (own.site_id, on_file.site_id, on_file.subject_id) == (site.pk, site.pk, counselor.pk)
    assert "Dana Reyes: the LCSW licence ends on Friday, May 1, 2026" in on_file.summary


def test_sixty_one_days_before_it_is_not(counselor):
    assert watch(AT - dt.timedelta(days=1)) == 0


def test_a_site_may_want_to_know_earlier(site, counselor):
    actions.change_setting(
        by=SYSTEM, key="credentials.warn_days", value=90, valid_from=TODAY - dt.timedelta(days=40),
        on=TODAY - dt.timedelta(days=40), site_id=site.pk,
    )  # fmt: skip
    assert watch(AT - dt.timedelta(days=30)) == 2


def test_it_is_due_when_the_last_day_ends_at_the_site(counselor):
    watch()
    assert still_open().first().due_at == dt.datetime(2026, 5, 2, 4, 0, tzinfo=dt.UTC)


def test_looking_again_opens_nothing_twice(counselor):
    watch()
    assert watch() == 0
    assert still_open().count() == 2


def test_what_was_closed_by_hand_does_not_come_back(counselor):
    watch()
    close_item(by=SYSTEM, item_id=still_open().first().pk, at=AT)
    assert watch(AT + dt.timedelta(days=1)) == 0


def test_the_day_after_its_last_it_has_ended_and_says_so(counselor):
    watch()
    assert watch(AT + dt.timedelta(days=60)) == 0
    assert watch(AT + dt.timedelta(days=61)) == 2
    assert {("ended on" in item.summary) for item in still_open()} == {True}


def test_a_renewal_closes_it_at_once(site, counselor):
    watch()
    change_credential(
        by=make_actor("site_admin", site=site), credential_id=licence(counselor).pk, at=AT, expires_on=after(800)
    )
    assert not still_open().exists()
    assert WorkItem.objects.filter(status="done").count() == 2


def test_a_second_licence_of_the_kind_renews_it(site, counselor):
    watch()
    add_credential(
        by=make_actor("site_admin", site=site), staff_id=counselor.pk, at=AT, kind_id=licence(counselor).kind_id,
        issued_on=after(59), expires_on=after(800),
    )  # fmt: skip
    assert not still_open().exists()


def test_one_colleagues_renewal_leaves_anothers_item_open(site, counselor):
    other = make_staff("counselor", site=site, expires_on=after(10))
    watch()
    change_credential(by=SYSTEM, credential_id=licence(counselor).pk, at=AT, expires_on=after(800))
    assert set(still_open().values_list("assignee", flat=True)) == {other.pk, None}


def test_who_leaves_before_it_ends_need_not_renew(counselor):
    watch()
    make_staff("site_admin", site=make_site(), credential="")
    actions.depart(by=SYSTEM, staff_id=counselor.pk, left_on=after(30), on=TODAY)
    watch()
    assert not still_open().exists()


def test_what_never_ends_and_what_ended_long_ago_is_no_news(site):
    make_staff("counselor", site=site, expires_on=after(-61))
    kind = make_kind("CERT", expires=False)
    staff = make_staff("counselor", site=site, credential="")
    actions.add_credential(by=SYSTEM, staff_id=staff.pk, kind_id=kind.pk, issued_on=after(-90), expires_on=None)
    assert watch() == 0


def test_the_list_leads_the_administrator_to_the_colleagues_page(client, site, counselor):
    with clock.frozen(AT):
        watch()
        sign_in(client, make_staff("site_admin", site=site, credential=""))
        page = client.get(reverse("work")).content.decode()
    assert reverse("staff_member", args=[counselor.pk]) in page


def test_it_is_looked_at_every_day(counselor):
    entry = django_settings.CELERY_BEAT_SCHEDULE["clinic-watch-credentials"]
    assert (entry["task"], entry["schedule"]) == (tasks.watch_credentials.name, dt.timedelta(days=1))
    with clock.frozen(AT):
        assert tasks.watch_credentials() == 2


def test_planned_days_after_the_end_need_another_facilitator_and_those_before_do_not():
    clinic = days.make_day()
    StaffCredential.objects.filter(staff=clinic.counselor).update(expires_on=days.TODAY + dt.timedelta(days=2))
    materialise(by=SYSTEM, at=days.AT)
    lacking = WorkItem.objects.open().filter(kind="needs_facilitator").values_list("subject_id", flat=True)
    on = set(clinic.track.sessions.filter(pk__in=lacking).values_list("on", flat=True))
    led = set(clinic.track.sessions.exclude(pk__in=lacking).values_list("on", flat=True))
    assert led == {days.TODAY, days.TODAY + dt.timedelta(days=2)}
    assert min(on) == days.TODAY + dt.timedelta(days=4)
