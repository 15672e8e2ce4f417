"""The pages about authorizations: who opens them, what they say, and a request that becomes an appeal."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from billing.models import Authorization
from iop.core import clock
from iop.pages.presenters.days import roster
from tests.factories import billing, days, ground
from tests.factories.days import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(client):
    found = days.make_day(people=3)
    found.episode = found.enrolments[0].episode
    found.payer = billing.make_payer("Beacon", authorization="needed", appeal_days=60)
    found.cover = billing.make_coverage(found.episode.client, billing.make_plan(found.payer))
    billing.make_rule(found.payer, found.level)
    billing.make_fee(cents=20000, payer=found.payer)
    found.biller = ground.make_staff("biller", site=found.site)
    with clock.frozen(AT):
        ground.sign_in(client, found.biller)
        yield found


def page(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.content[:400]
    return answer.content.decode()


def test_the_most_money_at_risk_comes_first(desk, client):
    rich, poor = desk.enrolments[1].episode, desk.enrolments[2].episode
    billing.make_authorization(desk.cover, desk.episode, units=40, level=desk.level, number="SAFE")
    for episode, units, number in ((rich, 4, "SOME"), (poor, 1, "MOST")):
        billing.make_authorization(
            billing.make_coverage(episode.client, desk.cover.plan),
            episode,
            units=units,
            level=desk.level,
            number=number,
        )
    shown = page(client, "authorizations")
    assert shown.index("MOST") < shown.index("SOME") < shown.index("SAFE")
    assert "1 of 1 day left" in shown
    low = page(client, "authorizations", state="low")
    assert "MOST" in low
    assert "SAFE" not in low


def test_the_list_costs_the_same_for_more_rows(desk, client, django_assert_max_num_queries):
    for row in desk.enrolments:
        for number in range(3):
            cover = row.episode.client.coverages.first() or billing.make_coverage(row.episode.client, desk.cover.plan)
            billing.make_authorization(cover, row.episode, level=desk.level, starts_on=TODAY + number * DAY)
    with django_assert_max_num_queries(32):
        page(client, "authorizations")


def test_a_counselor_reads_no_list_and_no_tab(desk, client):
    ground.sign_in(client, desk.counselor)
    row = billing.make_authorization(desk.cover, desk.episode)
    for name, args in (
        ("authorizations", []),
        ("authorization", [row.pk]),
        ("client_authorizations", [desk.episode.client_id]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403


def test_from_a_prefilled_request_to_an_appeal(desk, client):
    new = reverse("client_authorization_new", args=[desk.episode.client_id])
    form = client.get(new).context["form"]
    planned = desk.episode.attendance.filter(session__on__lte=TODAY + 27 * DAY).count()
    assert (form.initial["level"], form.initial["unit"]) == (str(desk.level.pk), "day")
    assert abs(int(form.initial["units"]) - planned) <= 3
    typed = {name: value or "" for name, value in form.initial.items()} | {"words": "By telephone"}
    assert client.post(new, typed).status_code == 302
    row = Authorization.objects.get()
    deny = reverse("authorization_deny", args=[row.pk])
    assert client.post(deny, {"version": row.version, "reason": "", "decided_on": TODAY}).status_code == 422
    client.post(deny, {"version": row.version, "reason": "Not shown", "decided_on": TODAY})
    row.refresh_from_db()
    assert (row.status, row.appeal_by) == ("denied", TODAY + 60 * DAY)
    client.post(reverse("authorization_appeal", args=[row.pk]), {"version": row.version, "words": "Sent by fax"})
    give = {
        "version": "",
        "number": "B7",
        "units": "6",
        "starts_on": TODAY,
        "ends_on": TODAY + 20 * DAY,
        "decided_on": TODAY,
    }
    client.post(reverse("authorization_give", args=[row.pk]), give)
    row.refresh_from_db()
    assert (row.status, row.units) == ("partial", Decimal(6))
    shown = page(client, "authorization", row.pk)
    assert "Sent by fax" in shown
    assert "0 of 6 used, 6 left" in shown


def test_the_tab_flags_the_level_and_the_broken_week(desk, client):
    from tests.factories.clients import make_level

    billing.make_authorization(desk.cover, desk.episode, level=make_level("php"))
    shown = page(client, "client_authorizations", desk.episode.client_id)
    assert "another level of care" in shown
    assert "Authorized: PHP, in treatment: IOP" in shown


def test_the_roster_says_what_is_left_without_money(desk):
    row = billing.make_authorization(desk.cover, desk.episode, units=3, level=desk.level, ends_on=TODAY + 20 * DAY)
    billing.make_charge(desk.episode, TODAY - DAY, coverage=desk.cover, authorization=row, authorized_units=1)
    mine = next(line for line in roster.rows(desk.session) if line["episode_id"] == desk.episode.pk)
    chips = [str(words) for _tone, words in roster.chips(mine)]
    assert [each for each in chips if "Authorization" in each] == ["Authorization: 2 of 3 days left, to Sun 22 Mar"]
    assert not any("$" in each for each in chips)
