"""What a relative may see, asked of the live releases each time: kinds of information by every way a release can not hold."""

import datetime as dt

import pytest

from clients.actions import registers
from clients.choices import ConsentKind, Information, Purpose
from clients.gate import NotDisclosable
from clients.models import RecipientParty, Relationship
from clients.models.disclosures import FalseConsent
from clients.register_choices import EntryStatus, Register
from family.actions.showing import note_shown
from family.sharing import share_of, shares, sharing_clients
from tests.factories.clients import AT, TODAY, make_actor, make_client, make_site
from tests.factories.families import make_sharing
from tests.factories.privacy import make_consent, make_relative

pytestmark = pytest.mark.django_db
KINDS = [kind for kind in Information if kind not in (Information.COUNSELING_NOTES, Information.PRESENCE)]


@pytest.fixture
def person():
    return make_client(make_site())


def opened(sharing, at=AT):
    return [set(share.bases) for share in shares(sharing.person, at)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_live_release_opens_its_kind_and_no_other(person, kind):
    assert opened(make_sharing(person, kind)) == [{Information.PRESENCE, kind}]


def stop(sharing):
    sharing.consent.stopped_at = AT
    sharing.consent.save()


def expire(sharing):
    sharing.consent.expired_event_at = AT
    sharing.consent.save()


def find_false(sharing):
    FalseConsent.objects.create(consent=sharing.consent, at=AT, reason="signed by somebody else")


def retire(sharing):
    RecipientParty.objects.filter(pk=sharing.party.pk).update(is_active=False)


def join_charts(sharing):
    kept = make_client(make_site())
    client = sharing.consent.client
    client.merged_into = kept
    client.save()


@pytest.mark.parametrize("end", [stop, expire, find_false, retire, join_charts])
@pytest.mark.parametrize("kind", [Information.SCHEDULE, Information.PLAN, Information.BILLING])
def test_what_ends_a_release_ends_what_is_shared_at_once(person, kind, end):
    sharing = make_sharing(person, kind)
    end(sharing)
    assert opened(sharing) == []


def test_the_last_day_of_a_release_still_counts(person):
    sharing = make_sharing(person, expires_on=TODAY)
    assert len(opened(sharing)) == 1


def test_the_day_after_the_last_one_nothing_is_shared(person):
    sharing = make_sharing(person, expires_on=TODAY)
    assert opened(sharing, AT + dt.timedelta(days=1)) == []


def test_a_form_that_is_not_signed_shares_nothing(person):
    assert opened(make_sharing(person, signed=False)) == []


def test_a_relationship_alone_shares_nothing(person):
    assert shares(make_relative(person).person, AT) == []


def test_a_release_to_another_relative_opens_nothing(person):
    make_sharing(person, Information.PLAN)
    other = make_sharing(person, Information.SCHEDULE)
    assert opened(other) == [{Information.PRESENCE, Information.SCHEDULE}]


def test_a_general_consent_covers_no_relative(person):
    party = make_relative(person)
    make_consent(person, ConsentKind.TPO)
    assert shares(party.person, AT) == []


def test_a_release_for_another_purpose_opens_nothing(person):
    assert opened(make_sharing(person, purposes=[Purpose.EMPLOYMENT])) == []


def test_who_pays_sees_statements_and_nothing_else(person):
    kinds = [Information.BILLING, Information.ATTENDANCE]
    assert opened(make_sharing(person, *kinds, purposes=[Purpose.PAYMENT])) == [
        {Information.PRESENCE, Information.BILLING}
    ]


def test_one_person_of_two_clients_has_two_shares_that_know_nothing_of_each_other(person):
    other = make_client(make_site())
    first = make_sharing(person, Information.SCHEDULE)
    make_sharing(other, Information.PLAN, party=first.party)
    found = {share.client.pk: set(share.bases) for share in shares(first.person, AT)}
    assert found == {
        person.pk: {Information.PRESENCE, Information.SCHEDULE},
        other.pk: {Information.PRESENCE, Information.PLAN},
    }


def test_a_share_is_found_by_its_own_relative_alone(person):
    mine, theirs = make_sharing(person), make_sharing(person)
    assert share_of(theirs.person, mine.relationship.pk, AT) is None
    assert share_of(mine.person, mine.relationship.pk, AT).client == person


def test_two_releases_open_what_either_names(person):
    sharing = make_sharing(person, Information.SCHEDULE)
    make_sharing(person, Information.PLAN, party=sharing.party)
    assert opened(sharing) == [{Information.PRESENCE, Information.SCHEDULE, Information.PLAN}]


def test_the_print_of_a_share_changes_when_a_release_is_taken_back(person):
    sharing = make_sharing(person, Information.SCHEDULE)
    second = make_sharing(person, Information.PLAN, party=sharing.party)
    before = shares(sharing.person, AT)[0].print
    stop(second)
    assert shares(sharing.person, AT)[0].print != before


def test_only_those_with_whom_something_is_shared_are_named(person):
    sharing, stranger = make_sharing(person), make_relative(person).person
    assert sharing_clients([sharing.person.pk, stranger.pk], AT) == {sharing.person.pk: [person.pk]}


def test_more_clients_and_releases_cost_no_more_statements(person, django_assert_max_num_queries):
    sharing = make_sharing(person)
    for _ in range(4):
        other = make_client(make_site())
        Relationship.objects.create(client=other, person=sharing.person, role="son")
        make_sharing(other, *KINDS, party=sharing.party)
    with django_assert_max_num_queries(9):
        assert len(shares(sharing.person, AT)) == 5


def test_what_the_clinic_agreed_not_to_tell_stays_closed_and_the_rest_open(person):
    sharing = make_sharing(person, Information.SCHEDULE, Information.PLAN)
    restrict(person, Information.PLAN)
    assert opened(sharing) == [{Information.PRESENCE, Information.SCHEDULE}]


def test_a_restriction_of_everything_closes_everything(person):
    sharing = make_sharing(person, Information.SCHEDULE)
    restrict(person)
    assert opened(sharing) == []


def restrict(person, *kinds):
    site = person.episodes.first().site
    officer = make_actor(site, "privacy_officer")
    asked = registers.report(
        by=officer, register=Register.RESTRICTION, site_id=site.pk, at=AT, client=person, information=list(kinds),
        purposes=[Purpose.FAMILY_SUPPORT], text="Not to my family.",
    )  # fmt: skip
    registers.move(by=officer, entry=asked, version=asked.version, to=EntryStatus.AGREED, reason="Agreed.", at=AT)


def test_a_release_that_ends_between_reading_and_writing_shows_nothing(person):
    sharing = make_sharing(person)
    share = shares(sharing.person, AT)[0]
    stop(sharing)
    with pytest.raises(NotDisclosable):
        note_shown(share=share, contents={Information.SCHEDULE: ["Monday"]}, records=[], at=AT)
