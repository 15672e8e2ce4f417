"""Files for the state: what is in them, the gate, and what is written down."""

import csv
import datetime as dt
import hashlib
import io

import pytest

from clients.choices import PartyKind
from clients.gate import NotDisclosable
from clients.models import Client, Disclosure, RecipientParty
from iop.audit.models import AuditEvent
from iop.core.basis import own_use
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.documents.policies import may_open
from iop.reports.state_data.actions import hand_in, keep_site, preview, take_file
from iop.reports.state_data.models import StateExtract, StateExtractLine
from iop.reports.state_data.reading import read
from iop.reports.state_data.writing import opaque
from tests.factories import clients, days, privacy
from tests.factories.clients import AT, TODAY
from tests.factories.state_data import LAW, admit, answer, discharge, make_house

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = AT + 20 * DAY
DAYS = {"first": TODAY, "last": TODAY + 20 * DAY}


@pytest.fixture
def house():
    return make_house()


def made(house, layout="admissions-csv", by=None, at=LATER, **fields):
    return hand_in(by=by or house.by, site=house.site, layout=layout, at=at, **{**DAYS, **fields})


def text(house, extract):
    return take_file(by=house.by, extract=extract, basis=own_use("state_data")).decode()


def rows(house, extract):
    return list(csv.DictReader(io.StringIO(text(house, extract))))


def test_a_line_is_coded_as_the_layout_says(house):
    episode = admit(house)
    answer(house, episode)
    (row,) = rows(house, made(house))
    wanted = {
        "TRANSACTION": "A", "STATE": "MA", "PROVIDER_ID": "MA0417", "CLIENT_ID": episode.client.record_number,
        "CLIENT_TRANSACTION": "A", "ADMISSION_DATE": "03022026", "SERVICE": "06", "PRIOR_EPISODES": "1", "REFERRAL": "01",
        "BIRTH_DATE": "05171990", "SEX": "02", "EDUCATION": "12", "PRIMARY_SUBSTANCE": "02", "PRIMARY_FIRST_USE": "15",
        "SECONDARY_ROUTE": "98", "MOUD_PLANNED": "02", "DAYS_WAITING": "998",
    }  # fmt: skip
    assert {key: row[key] for key in wanted} == wanted


def test_a_discharge_is_told_by_its_own_layout():
    clinic = days.make_running(people=1)
    line = days.lines_of(clinic.session)[0]
    type(line).objects.filter(pk=line.pk).update(status="present", arrived_at=clinic.session.starts_at)
    house = make_house(site=clinic.site)
    discharge(house, line.episode, TODAY + 18 * DAY, "left")
    answer(house, line.episode, "discharge")
    (row,) = rows(house, made(house, "discharges-csv"))
    wanted = {
        "CLIENT_TRANSACTION": "D", "DISCHARGE_DATE": "03202026", "REASON": "02", "PRIMARY_FREQUENCY": "01",
        "LAST_CONTACT": clinic.session.on.strftime("%m%d%Y"), "EMPLOYMENT": "02",
    }  # fmt: skip
    assert {key: row[key] for key in wanted} == wanted


def test_the_public_use_layout_groups_and_names_nobody(house):
    episode = admit(house)
    answer(house, episode)
    (row,) = rows(house, made(house, "public-use-admissions-csv"))
    assert (row["CASEID"], row["AGE"], row["SERVICES"], row["FRSTUSE1"]) == (opaque(episode.client_id), "7", "6", "3")
    assert episode.client.record_number not in row.values()


def test_fixed_width_lines_are_all_as_wide_as_the_layout(house):
    for _ in range(2):
        answer(house, admit(house))
    lines = text(house, made(house, "fixed-width-example")).split("\r\n")
    assert lines[-1] == ""
    assert len({len(line) for line in lines[:-1]}) == 1
    assert lines[0].startswith("AMAMA0417         ")


def test_records_with_errors_stay_out_and_are_counted(house):
    answer(house, admit(house))
    answer(house, admit(house), race="")
    extract = made(house)
    assert (extract.counts["admission"], extract.counts["left_out"], extract.lines.count()) == (1, 1, 1)


def test_each_client_in_it_has_a_disclosure_under_the_audit_ground(house):
    people = [admit(house) for _ in range(2)]
    for episode in people:
        answer(house, episode)
    extract = made(house)
    told = Disclosure.objects.filter(party=house.party)
    assert {row.client_id for row in told} == {episode.client_id for episode in people}
    row = told.first()
    assert (row.ground, row.purpose, row.purpose_note, row.digest) == ("audit", "audit", LAW, extract.digest)


def test_the_file_is_kept_with_its_digest(house):
    answer(house, admit(house))
    extract = made(house)
    assert hashlib.sha256(text(house, extract).encode()).hexdigest() == extract.digest == extract.file.sha256


def test_nobody_opens_the_file_as_an_upload_of_their_own(house):
    answer(house, admit(house))
    assert may_open(house.by, made(house).file) is False


def test_taking_the_file_is_an_event(house):
    answer(house, admit(house))
    extract = made(house)
    text(house, extract)
    assert AuditEvent.objects.filter(verb="reports.state_file_taken", subject_id=extract.pk).count() == 1


def test_what_was_handed_in_is_not_told_twice(house):
    answer(house, admit(house))
    made(house)
    with pytest.raises(Conflict):
        made(house)
    assert made(house, again=True).counts["admission"] == 1


def test_what_changed_since_goes_again_as_a_change(house):
    episode = admit(house)
    answer(house, episode)
    made(house)
    answer(house, episode, version=1, race="black")
    (row,) = rows(house, made(house))
    assert (row["TRANSACTION"], row["RACE"]) == ("C", "04")


def test_a_fact_of_the_record_that_changed_shows_too(house):
    episode = admit(house)
    answer(house, episode)
    made(house)
    Client.objects.filter(pk=episode.client_id).update(date_of_birth=dt.date(1991, 1, 1))
    (item,) = read([house.site.pk], **DAYS)
    assert (item.status, item.has_changed) == ("complete", True)


def test_restricted_charts_are_in_it_as_the_law_asks(house):
    episode = admit(house)
    answer(house, episode)
    Client.objects.filter(pk=episode.client_id).update(is_restricted=True, restricted_reason="Colleague")
    assert made(house).counts["admission"] == 1


def test_without_an_authority_nothing_is_made(house):
    site = clients.make_site()
    with pytest.raises(Conflict):
        hand_in(by=clients.make_actor(site), site=site, layout="admissions-csv", at=LATER, **DAYS)


def test_a_party_that_is_no_longer_active_hears_nothing(house):
    answer(house, admit(house))
    RecipientParty.objects.filter(pk=house.party.pk).update(is_active=False)
    with pytest.raises(NotDisclosable):
        made(house)
    assert (StateExtract.objects.count(), Disclosure.objects.count(), StateExtractLine.objects.count()) == (0, 0, 0)


def test_who_may_not_keep_may_not_hand_in(house):
    answer(house, admit(house))
    with pytest.raises(NotAllowed):
        made(house, by=clients.make_actor(house.site, "counselor"))


@pytest.mark.parametrize("last", [TODAY - DAY, TODAY + 400 * DAY])
def test_days_are_in_order_and_a_year_at_most(house, last):
    with pytest.raises(Invalid):
        preview(by=house.by, site=house.site, first=TODAY, last=last, layout="admissions-csv", on=TODAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"authority": " "}, "authority"), ({"provider_number": "MA 0417"}, "provider_number"), ({"provider_number": ""}, "provider_number")],
)  # fmt: skip
def test_how_a_site_stands_is_checked(house, changes, field):
    fields = {"party": house.party, "authority": LAW, "provider_number": "MA1", **changes}
    with pytest.raises(Invalid) as caught:
        keep_site(by=house.by, site_id=house.site.pk, **fields)
    assert caught.value.field == field


def test_only_a_public_authority_receives_it(house):
    party = privacy.make_party(PartyKind.PAYER, name="A plan")
    with pytest.raises(Invalid):
        keep_site(by=house.by, site_id=house.site.pk, party=party, authority=LAW, provider_number="MA1")


def test_handing_in_takes_as_many_statements_for_many(house, django_assert_max_num_queries):
    answer(house, admit(house))
    made(house)
    answer(house, admit(house))
    with django_assert_max_num_queries(50) as one:
        made(house)
    for _ in range(4):
        answer(house, admit(house))
    with django_assert_max_num_queries(len(one)):
        made(house)
