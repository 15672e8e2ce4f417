"""What the state was told and did not happen, or stands under another client or kind now, is taken back."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from clients.models import Disclosure, Episode, Placement
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Conflict
from iop.reports.state_data import events
from iop.reports.state_data.actions import hand_in, keep_answers, preview, take_file
from iop.reports.state_data.models import StateExtractLine
from iop.reports.state_data.reading import read
from tests.factories import clients, ground
from tests.factories.clients import AT, TODAY
from tests.factories.state_data import ANSWERS, admit, answer, make_house

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = AT + 20 * DAY
DAYS = {"first": TODAY, "last": TODAY + 20 * DAY}


@pytest.fixture
def house():
    return make_house()


def made(house, layout="admissions-csv", at=LATER, **fields):
    return hand_in(by=house.by, site=house.site, layout=layout, at=at, **{**DAYS, **fields})


def rows(house, extract):
    text = take_file(by=house.by, extract=extract, basis=own_use("state_data")).decode()
    return list(csv.DictReader(io.StringIO(text)))


def stepped_down(house, episode, on):
    """Let a stay go on as outpatient, answered for the state."""
    first = Placement.objects.get(episode=episode)
    Placement.objects.filter(pk=first.pk).update(ends_on=on - DAY)
    row = Placement.objects.create(
        episode=episode, level=clients.make_level("op"), starts_on=on, reason="Stable.", decided_by=first.decided_by
    )
    event = events.one(episode, "transfer", row.pk)
    keep_answers(by=house.by, event=event, answers=ANSWERS, version=0, at=AT)
    return row


def withdraw(row):
    Placement.objects.filter(pk=row.pk).update(withdrawn_at=LATER)


@pytest.fixture
def told(house):
    """An admission and a transfer that the state knows; then the change of level is withdrawn."""
    episode = admit(house)
    answer(house, episode)
    row = stepped_down(house, episode, TODAY + 10 * DAY)
    made(house)
    withdraw(row)
    return episode


def test_what_did_not_happen_is_taken_back_by_the_next_file(house, told):
    (row,) = rows(house, made(house))
    wanted = {
        "TRANSACTION": "D", "CLIENT_TRANSACTION": "T", "CLIENT_ID": told.client.record_number,
        "ADMISSION_DATE": "03122026", "SERVICE": "07", "PRIMARY_SUBSTANCE": "02",
    }  # fmt: skip
    assert {key: row[key] for key in wanted} == wanted


def test_it_is_taken_back_once(house, told):
    assert made(house).counts["taken_back"] == 1
    with pytest.raises(Conflict, match="Nothing would be in this file"):
        made(house)


def test_what_happens_after_all_is_told_anew(house, told):
    made(house)
    Placement.every.filter(withdrawn_at__isnull=False).update(withdrawn_at=None)
    (row,) = rows(house, made(house, at=LATER + DAY))
    assert (row["TRANSACTION"], row["CLIENT_TRANSACTION"]) == ("A", "T")


def test_taking_back_is_a_disclosure_about_the_client_too(house, told):
    before = Disclosure.objects.filter(client=told.client).count()
    extract = made(house)
    assert Disclosure.objects.filter(client=told.client).count() == before + 1
    assert Disclosure.objects.order_by("-pk").filter(client=told.client, digest=extract.digest).count() == 1


def test_a_layout_that_cannot_say_so_names_it_for_somebody_to_tell(house, told):
    found = preview(
        by=house.by, site=house.site, layout="public-use-admissions-csv", on=LATER.date(), again=True, **DAYS
    )
    assert (len(found.by_hand), found.taken_back, found.is_empty) == (1, [], False)


def test_after_two_charts_were_joined_the_old_number_is_taken_back_and_told_under_the_new(house):
    episode, other = admit(house), clients.make_client(house.site)
    answer(house, episode)
    made(house)
    number = episode.client.record_number
    Episode.objects.filter(pk=episode.pk).update(client=other)
    (item,) = read([house.site.pk], **DAYS)
    assert (item.status, item.has_changed) == ("complete", True)
    public = preview(by=house.by, site=house.site, layout="public-use-admissions-csv", on=LATER.date(), **DAYS)
    assert (len(public.by_hand), public.taken_back) == (1, [])
    found = rows(house, made(house))
    assert [(row["TRANSACTION"], row["CLIENT_ID"]) for row in found] == [("D", number), ("A", other.record_number)]
    with pytest.raises(Conflict):
        made(house)
    assert StateExtractLine.objects.count() == 3


def test_answers_are_proposed_when_an_admission_turns_out_to_be_a_transfer(house):
    episode = admit(house, on=TODAY)
    answer(house, episode)
    row = stepped_down(house, episode, TODAY + 10 * DAY)
    items = {item.event.placement_id: item for item in read([house.site.pk], **DAYS)}
    assert items[row.pk].proposals(clinical=False)["race"].value == "white"
    assert "race" not in items[None].proposals(clinical=False)


def test_the_page_says_how_many_are_taken_back(house, told, client):
    with clock.frozen(LATER):
        ground.sign_in(client, clients.make_staff(house.site, "case_manager"))
        asked = {"first": "2026-03-01", "last": "2026-03-31", "site": str(house.site.pk), "layout": "admissions-csv"}
        page = client.get(reverse("state_data_files"), asked).content.decode()
        assert "1 line takes something back" in page
        public = client.get(
            reverse("state_data_files"), {**asked, "layout": "public-use-admissions-csv"}
        ).content.decode()
    assert "tell the state by hand" in public
    assert told.client.name in public
