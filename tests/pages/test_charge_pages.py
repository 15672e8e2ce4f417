"""Held days, a site's days, a client's day, the ledger and the month's close, as pages."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing.actions.charges import pull
from billing.actions.days import decide_days
from billing.choices.rules import Requirement
from billing.models import BillingMonth, Charge
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.work.models import WorkItem
from tests.factories import charges as made
from tests.factories.billing import make_fee
from tests.factories.charges import YESTERDAY
from tests.factories.clients import AT, make_staff
from tests.factories.ground import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    with clock.frozen(AT):
        yield made.tell(monkeypatch)


@pytest.fixture
def desk(told):
    return made.make_desk(people=2, requirements=[Requirement.SIGNED_NOTE])


def browse(client, desk, role="biller"):
    sign_in(client, StaffMember.objects.get(pk=getattr(desk, role).staff_id))
    return client


def lived(told, desk, notes=("signed", "draft")):
    keys = [told.day(desk, client=number, note=note) for number, note in enumerate(notes)]
    decide_days(by=SYSTEM, keys=keys, at=AT)
    pull(by=SYSTEM, at=AT)
    return keys


def test_held_days_show_reason_money_and_clock(told, desk, client):
    lived(told, desk)
    page = browse(client, desk).get(reverse("held_days")).content.decode()
    assert "Note not signed" in page
    assert "$175.00" in page
    assert "89 days to file" in page


def test_filters_leave_out_what_they_do_not_ask_for(told, desk, client):
    lived(told, desk)
    client = browse(client, desk)
    for query, is_there in (
        ("reason=note_unsigned", True), ("reason=no_plan", False), ("clock=soon", True), ("clock=half", False), ("clock=late", False),
        ("clock=past", False), ("owner=clinician", True), ("owner=billing", False), (f"payer={desk.payer.pk}", True), ("payer=none", False),
        ("site=", True),
    ):  # fmt: skip
        found = client.get(f"{reverse('held_days')}?{query}").context["page"]["rows"]
        assert bool(found) is is_there, query


def test_the_clock_counts_like_its_rule(told, desk, client):
    lived(told, desk)
    row = desk.episodes[1].client.billing_days.get()
    client = browse(client, desk)
    for days, mark in ((-1, "past"), (0, "late"), (1, "half"), (4, "soon")):
        type(row).objects.filter(pk=row.pk).update(file_by=AT.date() + dt.timedelta(days=days), on=YESTERDAY)
        found = {
            key
            for key in ("past", "late", "half", "soon")
            if client.get(f"{reverse('held_days')}?clock={key}").context["page"]["rows"]
        }
        assert found == {mark}, days


def test_chosen_days_are_decided_anew(told, desk, client):
    keys = lived(told, desk)
    told.day(desk, client=1)
    row = made.row_of(keys[1])
    client = browse(client, desk)
    client.post(reverse("held_days_work"), {"do": "decide", "day": [row.pk]})
    assert made.row_of(keys[1]).state == "billable"


def test_chosen_days_are_handed_over(told, desk, client):
    keys, colleague = lived(told, desk), make_staff(desk.site, "biller")
    row = made.row_of(keys[1])
    browse(client, desk).post(
        f"{reverse('held_days_work')}?site={desk.site.pk}", {"do": "hand", "day": [row.pk], "staff": colleague.pk}
    )
    assert WorkItem.objects.open().get(subject_id=row.pk).assignee == colleague


def test_a_day_tells_its_steps_and_who_is_next(told, desk, client):
    keys = lived(told, desk)
    page = browse(client, desk).get(reverse("billing_day", args=[made.row_of(keys[1]).pk])).content.decode()
    assert "note not signed" in page
    assert "Who is next:" in page
    assert AuditEvent.objects.filter(verb="clients.chart_opened").exists()


def test_a_charge_is_taken_back_with_a_reason(told, desk, client):
    lived(told, desk)
    charge, client = Charge.objects.get(), browse(client, desk)
    address = reverse("charge_take_back", args=[charge.pk])
    assert client.post(address, {"because": ""}).status_code == 422
    assert client.post(address, {"because": "Wrong client"}).status_code == 302
    charge.refresh_from_db()
    assert charge.reversed_because == "Wrong client"


def test_the_ledger_says_that_it_adds_up(told, desk, client):
    lived(told, desk)
    page = browse(client, desk).get(reverse("ledger")).content.decode()
    assert "All accounts add up to $0.00" in page
    assert desk.episodes[0].client.name in page


def test_the_accountants_file_names_nobody(told, desk, client):
    lived(told, desk)
    answer = browse(client, desk).get(reverse("ledger_csv"))
    text = b"".join(answer.streaming_content).decode()
    known = desk.episodes[0].client
    assert str(known.pk) in text
    assert known.legal_last_name not in text
    assert AuditEvent.objects.filter(verb="billing.ledger_downloaded").exists()


def test_a_month_closes_only_when_that_was_confirmed(told, desk, client):
    key = told.day(desk, dt.date(2026, 2, 10))
    decide_days(by=SYSTEM, keys=[key], at=AT)
    pull(by=SYSTEM, at=AT)
    client = browse(client, desk, "director")
    assert client.post(reverse("month_close"), {"month": "2026-02"}).status_code == 422
    assert client.post(reverse("month_close"), {"month": "2026-02", "sure": "yes"}).status_code == 302
    assert BillingMonth.objects.get(first_on=dt.date(2026, 2, 1)).totals["revenue"] == -17500


def test_the_chart_shows_days_and_charges(told, desk, client):
    keys = lived(told, desk)
    page = browse(client, desk).get(reverse("client_charges", args=[keys[0][0]])).content.decode()
    assert "H0015 $175.00" in page


def test_past_prices_are_compared_before_anything_is_done(told, desk, client):
    lived(told, desk)
    make_fee(cents=20000, valid_from=YESTERDAY)
    client = browse(client, desk)
    asked = f"?payer={desk.payer.pk}&first={YESTERDAY}&last={YESTERDAY}"
    rows = client.get(reverse("charges_reprice") + asked).context["page"]["rows"]
    assert [(row["before"], row["after"]) for row in rows] == [("$175.00", "$200.00")]
    client.post(reverse("charges_reprice"), {"day": [rows[0]["id"]]})
    assert Charge.objects.standing().get().cents == 20000


def test_statements_do_not_grow_with_the_rows(told, desk, client):
    client = browse(client, desk)
    addresses = [reverse("held_days"), f"{reverse('billing_days')}?span=week&on={YESTERDAY}", reverse("ledger")]
    client.get(addresses[0])  # The first page of a sign-in asks a few things once.
    counts = []
    for days in (1, 6):
        for ago in range(days):
            for number, note in enumerate(("signed", "draft")):
                told.day(desk, YESTERDAY - dt.timedelta(days=ago), client=number, note=note)
        decide_days(by=SYSTEM, keys=told.facts, at=AT)
        pull(by=SYSTEM, at=AT)
        counts.append([])
        for address in addresses:
            with CaptureQueriesContext(connection) as found:
                assert client.get(address).status_code == 200
            counts[-1].append(len(found))
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 20
