"""A relative's own notes: theirs alone, closed in the database, nobody's record."""

import pytest
from django.db import connection
from django.urls import reverse

from family.actions.notes import change_note, throw_note_away, write_note
from family.models import RelativeNote
from iop.access.actors import SYSTEM
from iop.core.errors import Invalid, NotAllowed, Stale
from tests.factories.clients import AT, make_actor, make_client, make_site
from tests.factories.families import make_relative_account, make_sharing
from tests.factories.portal import enter

pytestmark = pytest.mark.django_db
WORDS = "I was afraid on Sunday."


@pytest.fixture
def sharing():
    return make_sharing(make_client(make_site()))


@pytest.fixture
def actor(sharing):
    from clients.portal import outsider

    return outsider(make_relative_account(sharing).user, AT).actor


@pytest.fixture
def note(sharing, actor):
    return write_note(by=actor, person=sharing.person, words=WORDS, at=AT)


def test_what_is_written_is_closed_in_the_database(note):
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM family_relativenote")
        assert "Sunday" not in cursor.fetchone()[0]


def test_no_colleague_writes_in_anybodys_name(sharing):
    with pytest.raises(NotAllowed):
        write_note(by=make_actor(make_site()), person=sharing.person, words=WORDS, at=AT)


@pytest.mark.parametrize(
    "act",
    [
        lambda by, note: throw_note_away(by=by, note=note),
        lambda by, note: change_note(by=by, note=note, words="x", version=1, at=AT),
    ],
)
def test_not_even_the_clinic_itself_touches_a_note(note, act):
    with pytest.raises(NotAllowed):
        act(SYSTEM, note)


def test_an_empty_note_is_refused(sharing, actor):
    with pytest.raises(Invalid):
        write_note(by=actor, person=sharing.person, words=" \n ", at=AT)


def test_a_note_changed_on_another_device_is_told(note, actor):
    change_note(by=actor, note=note, words="Better.", version=1, at=AT)
    with pytest.raises(Stale):
        change_note(by=actor, note=note, words="Worse.", version=1, at=AT)


def test_what_is_thrown_away_is_gone(note, actor):
    throw_note_away(by=actor, note=note)
    assert not RelativeNote.objects.exists()


def test_the_page_lists_ones_own(client, sharing, note, at):
    at(AT)
    enter(client, sharing.person.portal_accounts.get())
    assert WORDS in client.get(reverse("shared_notes")).content.decode()


@pytest.mark.parametrize("name", ["shared_note", "shared_note_away"])
def test_anothers_note_does_not_exist(client, note, at, name):
    at(AT)
    other = make_sharing(make_client(make_site()))
    enter(client, make_relative_account(other, email="other@home.example"))
    assert client.post(reverse(name, args=[note.pk]), {"words": "mine now"}).status_code == 404
    assert RelativeNote.objects.get().words == WORDS


def test_a_note_is_written_on_the_page(client, sharing, at):
    at(AT)
    enter(client, make_relative_account(sharing))
    client.post(reverse("shared_notes"), {"words": WORDS})
    assert RelativeNote.objects.get().words == WORDS
