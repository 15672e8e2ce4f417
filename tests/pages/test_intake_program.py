"""The page that everybody may read: only when published, in two languages, and guarded against machines."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from redis.exceptions import ConnectionError as NoRedis

from clients.models import Inquiry
from iop.clinic.models import SiteProfile
from iop.pages.intake_forms.program import FASTEST, LONGEST, stamp
from iop.pages.presenters.intake.program_words import THERAPIES, WORDS
from iop.pages.views.intake import program as views
from tests.pages.intake_clinic import ASK, NINE, make_house, page, publish, send, signed_in

pytestmark = pytest.mark.django_db
SHOWN = NINE - dt.timedelta(minutes=1)


@pytest.fixture
def desk(at):
    at(NINE)
    return make_house()


def text(answer):
    return answer.content.decode()


def ask(client, desk, at=SHOWN, **changes):
    return send(client, "program", desk.site.code, **{**ASK, "stamp": stamp(at), **changes})


def test_a_page_that_is_not_published_is_not_there(client, desk):
    publish(desk, is_published=False)
    assert page(client, "program", desk.site.code).status_code == 404
    assert page(client, "program_thanks", desk.site.code).status_code == 404


def test_a_published_page_answers_what_prospects_ask(client, desk):
    publish(desk)
    shown = text(page(client, "program", desk.site.code.upper()))
    for words in (
        "MA 1234",
        "Cognitive behavioral therapy",
        "MassHealth",
        "same time",
        desk.track.name,
        "9:00–12:15",
        "988",
    ):
        assert words in shown


def test_it_speaks_spanish_when_asked_or_when_the_browser_does(client, desk):
    publish(desk)
    url = reverse("program", args=[desk.site.code])
    for answer in (client.get(url, {"lang": "es"}), client.get(url, headers={"Accept-Language": "es-MX,es;q=0.9"})):
        assert 'lang="es"' in text(answer)
        assert "Atención de día." in text(answer)
        assert "lun–vie" in text(answer).lower()


def test_every_word_exists_in_both_languages():
    assert set(WORDS["en"]) == set(WORDS["es"])
    assert set(THERAPIES["en"]) == set(THERAPIES["es"])


@pytest.mark.parametrize("shows", [True, False])
def test_seats_are_spoken_of_only_when_the_clinic_wishes_and_never_counted(client, desk, shows):
    publish(desk, shows_seats=shows)
    shown = text(page(client, "program", desk.site.code))
    assert ("A seat is free now" in shown) is shows
    assert "/12" not in shown


def test_a_message_becomes_an_inquiry_and_the_thanks_tell_nothing(client, desk):
    publish(desk)
    answer = ask(client, desk)
    row = Inquiry.objects.get()
    assert (row.channel, row.first_name, row.callback_phone, row.owner) == ("web", "Imani", "+16175550177", None)
    thanks = text(client.get(answer["Location"]))
    for told in ("Imani", "Brook", "0177", "start", "treatment", "outpatient"):
        assert told not in thanks.split("<main")[1].split("</main>")[0]


def test_no_name_stands_in_the_address_that_thanks(client, desk):
    publish(desk)
    assert ask(client, desk)["Location"] == f"/program/{desk.site.code}/thanks/?lang=en"


def test_a_relative_need_not_name_the_person(client, desk):
    publish(desk)
    ask(client, desk, for_whom="relative")
    row = Inquiry.objects.get()
    assert (row.caller_name, row.caller_is) == ("Imani Brook", "relative")


def test_a_machine_that_fills_the_hidden_field_is_thanked_and_kept_nowhere(client, desk):
    publish(desk)
    assert ask(client, desk, website="http://spam.example")["Location"].startswith(f"/program/{desk.site.code}/thanks/")
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("shown_at", [NINE, NINE - FASTEST / 2, NINE - LONGEST - dt.timedelta(minutes=1)])
def test_too_quick_or_too_old_is_asked_to_send_again(client, desk, shown_at):
    publish(desk)
    answer = ask(client, desk, at=shown_at)
    assert answer.status_code == 422
    assert not Inquiry.objects.exists()
    again = text(answer).split('name="stamp" value="')[1].split('"')[0]
    assert ask(client, desk, stamp=again).status_code == 302


@pytest.mark.parametrize("forged", ["", "1772460000", "1772460000:wrong", "x:y:z"])
def test_a_forged_stamp_is_asked_to_send_again(client, desk, forged):
    publish(desk)
    assert ask(client, desk, stamp=forged).status_code == 422
    assert not Inquiry.objects.exists()


def test_the_sixth_message_of_an_hour_from_one_place_is_refused(client, desk):
    publish(desk)
    for _ in range(views.MOST_FROM_ONE_PLACE):
        assert ask(client, desk).status_code == 302
    answer = ask(client, desk)
    assert answer.status_code == 429
    assert "Imani Brook" in text(answer)
    assert Inquiry.objects.count() == views.MOST_FROM_ONE_PLACE


def test_the_count_is_kept_without_the_address(client, desk):
    publish(desk)
    ask(client, desk)
    keys = [key.decode() for key in cache._cache.get_client().scan_iter("*program:from*")]
    assert keys
    assert not any("127.0.0.1" in key for key in keys)


def test_without_the_cache_a_call_for_help_still_comes_through(client, desk, monkeypatch):
    publish(desk)

    def gone(*_args):
        raise NoRedis

    monkeypatch.setattr(views, "_counted", gone)
    assert ask(client, desk).status_code == 302


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"phone": ""}, "Give a phone number or an e-mail address"),
        ({"phone": "12"}, "does not look like a phone number"),
        ({"reply_by": "email"}, "To be e-mailed"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_kept(client, desk, changes, says):
    publish(desk)
    answer = ask(client, desk, **changes)
    assert answer.status_code == 422
    assert says in text(answer)
    assert "I want to start." in text(answer)


def test_a_switched_off_form_takes_nothing(client, desk):
    publish(desk, form_enabled=False)
    assert 'name="stamp"' not in text(page(client, "program", desk.site.code))
    ask(client, desk)
    assert not Inquiry.objects.exists()


def test_the_page_is_changed_by_those_who_set_intake_up(client, desk):
    signed_in(client, desk.director)
    data = {
        "about_en": "Calm and close.",
        "is_published": "on",
        "insurers": "A\n\n A \nB",
        "therapies": ["cbt"],
        "version": 0,
    }
    assert send(client, "site_profile", desk.site.pk, **data).status_code == 302
    assert SiteProfile.objects.get().insurers == ["A", "B"]
    assert send(client, "site_profile", desk.site.pk, **data).status_code == 422


def test_nothing_is_published_without_a_word(client, desk):
    signed_in(client, desk.director)
    answer = send(client, "site_profile", desk.site.pk, is_published="on", version=0)
    assert answer.status_code == 422
    assert not SiteProfile.objects.exists()


def test_intake_does_not_change_the_page(client, desk):
    signed_in(client, desk.worker)
    assert send(client, "site_profile", desk.site.pk, version=0).status_code in (403, 404)
