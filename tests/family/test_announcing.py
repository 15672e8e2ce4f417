"""What a track agrees on and is told: it names nobody, and is read by whoever wants to."""

import datetime as dt

import pytest
from django.urls import reverse

from clients.portal import outsider
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.workflows import announcing as checked
from sessions_app import announcements
from sessions_app.actions import announcing
from sessions_app.models import AgreementAnswer, Announcement, TrackAgreement
from tests.factories import days, ground
from tests.factories.days import AT, TODAY
from tests.factories.portal import enter, make_account

pytestmark = pytest.mark.django_db
WORDS = "On Thursday we meet in the big room."


@pytest.fixture
def clinic():
    return days.make_clinic()


@pytest.fixture
def track(clinic):
    return days.make_track(clinic)


@pytest.fixture
def person(clinic, track):
    return days.make_enrolled(
        clinic, track, legal_first_name="Thandiwe", legal_last_name="Mokoena"
    ).client  # fmt: skip


@pytest.fixture
def actor(person):
    return outsider(make_account(client=person).user, AT).actor


def tell(clinic, track, words=WORDS, first=TODAY, last=TODAY, **fields):
    return checked.announce(
        by=clinic.by_counselor, to=track, words=words, starts_on=first, ends_on=last, at=AT, **fields
    )


def read(person, at=AT):
    return [row.words for row in announcements.for_client(person.pk, at)]


def want(actor, person, wants=True):
    announcing.choose_news(by=actor, client=person, wants=wants, at=AT)


def test_who_has_not_asked_for_announcements_reads_none(clinic, track, person):
    tell(clinic, track)
    assert read(person) == []


def test_who_asked_reads_what_is_shown_today(clinic, track, person, actor):
    tell(clinic, track)
    want(actor, person)
    assert read(person) == [WORDS]


def test_who_changed_their_mind_reads_none(clinic, track, person, actor):
    tell(clinic, track)
    want(actor, person)
    announcing.choose_news(by=actor, client=person, wants=False, at=AT + dt.timedelta(hours=1))
    assert read(person) == []


@pytest.mark.parametrize(("first", "last"), [(1, 3), (-3, -1)])
def test_what_is_not_of_today_is_not_shown(clinic, track, person, actor, first, last):
    want(actor, person)
    Announcement.objects.create(
        track=track, words=WORDS, starts_on=TODAY + dt.timedelta(days=first), ends_on=TODAY + dt.timedelta(days=last),
        by=clinic.counselor,
    )  # fmt: skip
    assert read(person) == []


def test_another_track_is_told_its_own(clinic, track, person, actor):
    want(actor, person)
    tell(clinic, days.make_track(clinic))
    assert read(person) == []


def test_what_was_withdrawn_is_not_shown(clinic, track, person, actor):
    want(actor, person)
    announcing.withdraw_announcement(by=clinic.by_counselor, announcement=tell(clinic, track), at=AT)
    assert read(person) == []


@pytest.mark.parametrize("name", ["Thandiwe", "mokoena", "Thandiwe Mokoena"])
def test_the_name_of_somebody_who_comes_is_refused(clinic, track, person, name):
    with pytest.raises(Invalid, match="name of a client"):
        tell(clinic, track, words=f"We wish {name} well.")


def test_a_colleague_who_has_looked_may_use_a_word_that_is_a_name(clinic, track, person):
    assert tell(clinic, track, words="Thandiwe means beloved.", sure=True)


def test_an_agreement_names_nobody_either(clinic, track, person):
    with pytest.raises(Invalid, match="name of a client"):
        checked.write_agreement(by=clinic.by_counselor, track=track, words="Thandiwe speaks last.", at=AT)


@pytest.mark.parametrize(("first", "last"), [(1, 0), (-9, -1), (0, 93)])
def test_days_that_cannot_be_are_refused(clinic, track, first, last):
    with pytest.raises(Invalid):
        tell(clinic, track, first=TODAY + dt.timedelta(days=first), last=TODAY + dt.timedelta(days=last))


def test_who_does_not_run_sessions_announces_nothing(clinic, track):
    from iop.clinic.actors import actor_of

    biller = actor_of(ground.make_staff("biller", site=clinic.site).pk, AT)
    with pytest.raises(NotAllowed):
        announcing.announce(by=biller, to=track, words=WORDS, starts_on=TODAY, ends_on=TODAY, at=AT)


def write(clinic, track, words="We listen."):
    return checked.write_agreement(by=clinic.by_counselor, track=track, words=words, at=AT)


def test_a_new_version_takes_the_place_of_the_one_before(clinic, track, person):
    write(clinic, track)
    write(clinic, track, "We listen, and begin on time.")
    assert [each.agreement.number for each in announcements.agreements_for(person.pk, AT)] == [2]


def test_the_same_words_make_no_version(clinic, track):
    write(clinic, track)
    with pytest.raises(Conflict):
        write(clinic, track)


def test_agreeing_twice_is_once(clinic, track, person, actor):
    row = write(clinic, track)
    for _ in range(2):
        announcing.agree(by=actor, client=person, agreement=row, at=AT)
    assert AgreementAnswer.objects.count() == 1


def test_old_words_are_agreed_to_no_more(clinic, track, person, actor):
    old = write(clinic, track)
    write(clinic, track, "We listen, and begin on time.")
    with pytest.raises(Conflict):
        announcing.agree(by=actor, client=person, agreement=old, at=AT)


def test_no_colleague_agrees_for_a_client(clinic, track, person):
    with pytest.raises(NotAllowed):
        announcing.agree(by=clinic.by_counselor, client=person, agreement=write(clinic, track), at=AT)


def test_a_client_agrees_on_their_page(client, clinic, track, person, actor, at):
    at(AT)
    row = write(clinic, track)
    enter(client, person.portal_accounts.get())
    assert "We listen." in client.get(reverse("my_agreements")).content.decode()
    client.post(reverse("my_agree", args=[row.pk]))
    assert AgreementAnswer.objects.get().agreement == row


def test_the_agreement_of_another_track_does_not_exist(client, clinic, track, person, actor, at):
    at(AT)
    row = write(clinic, days.make_track(clinic))
    enter(client, person.portal_accounts.get())
    assert client.post(reverse("my_agree", args=[row.pk])).status_code == 404


def test_announcements_are_asked_for_on_the_page(client, clinic, track, person, actor, at):
    at(AT)
    tell(clinic, track)
    enter(client, person.portal_accounts.get())
    assert WORDS not in client.get(reverse("my_agreements")).content.decode()
    assert WORDS in client.post(reverse("my_news"), {"wants": "yes"}, follow=True).content.decode()


@pytest.fixture
def counselor(client, clinic, at):
    at(AT)
    ground.sign_in(client, clinic.counselor)
    return client


def test_a_counselor_writes_the_agreement_on_the_tracks_page(counselor, track):
    counselor.post(reverse("track_agreement", args=[track.pk]), {"words": "We listen."})
    assert TrackAgreement.objects.get().words == "We listen."
    assert "We listen." in counselor.get(reverse("track", args=[track.pk])).content.decode()


def test_a_refused_name_is_told_beside_the_words_and_nothing_is_lost(counselor, track, person):
    days_typed = {"starts_on": TODAY, "ends_on": TODAY}
    answer = counselor.post(reverse("track_announce", args=[track.pk]), {"words": "Bye Thandiwe", **days_typed})
    assert answer.status_code == 422
    assert "Bye Thandiwe" in answer.content.decode()
    assert not Announcement.objects.exists()


def test_an_announcement_is_taken_away_on_the_page(counselor, clinic, track):
    row = tell(clinic, track)
    counselor.post(reverse("announcement_away", args=[row.pk]))
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_an_announcement_of_another_site_does_not_exist(counselor):
    other = days.make_clinic()
    row = tell(other, days.make_track(other))
    assert counselor.post(reverse("announcement_away", args=[row.pk])).status_code == 404
