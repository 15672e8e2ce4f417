"""The Spanish catalogue: up to date, complete for what visitors and clients read, and served."""

import io

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, override

from iop.pages import catalogue


def test_the_catalogue_has_every_word_and_the_compiled_file_is_the_same():
    assert catalogue.complaints() == []


def test_django_speaks_from_it():
    with override("es"):
        assert gettext("Hand over the device") == "Entregar el dispositivo"
    with override("en"):
        assert gettext("Hand over the device") == "Hand over the device"


def test_the_pages_of_consents_and_refusals_are_among_its_sources():
    paths = {message.locations[0][0] for message in catalogue.gathered() if message.id}
    assert {"templates/consents/sign.html", "templates/consents/signed.html", "clients/gate/notices.py"} <= paths


@pytest.fixture
def elsewhere(tmp_path, settings):
    """A small tree of its own with one page."""
    page = tmp_path / "templates" / "consents" / "sign.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        '    {% translate "Sign here" %}\n  {% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}\n'
        '{% translate "May" context "month" %} {% blocktranslate with name=x %}Dear {{ name }}{% endblocktranslate %}'
    )
    settings.BASE_DIR = tmp_path
    patched = pytest.MonkeyPatch()
    patched.setattr(catalogue, "MODULES", ())
    patched.setattr(catalogue, "CHOICES", {})
    yield page
    patched.undo()


def words(catalog: Catalog):
    return {(message.context, message.id) for message in catalog if message.id}


def test_words_are_gathered_from_every_kind_of_tag(elsewhere):
    assert words(catalogue.gathered()) == {
        (None, "Sign here"), (None, ("%(n)s day", "%(n)s days")), ("month", "May"), (None, "Dear %(name)s")
    }  # fmt: skip


def test_a_new_word_is_complained_about_until_it_is_translated(elsewhere):
    assert any("behind the sources" in reason for reason in catalogue.complaints())
    catalogue.write()
    assert sum("no Spanish yet" in reason for reason in catalogue.complaints()) == 4


def test_translations_stay_when_gathering_again_and_old_words_go(elsewhere):
    catalogue.write()
    source = catalogue.folder() / "django.po"
    source.write_text(
        source.read_text().replace('msgid "Sign here"\nmsgstr ""', 'msgid "Sign here"\nmsgstr "Firme aquí"')
    )
    elsewhere.write_text('{% translate "Sign here" %}')
    catalogue.write()
    assert {message.id: message.string for message in catalogue.kept() if message.id} == {"Sign here": "Firme aquí"}
    assert catalogue.complaints() == []


def test_a_compiled_file_that_is_behind_is_complained_about(elsewhere):
    elsewhere.write_text("{# nothing #}")
    catalogue.write()
    (catalogue.folder() / "django.mo").write_bytes(b"old")
    assert catalogue.complaints() == ["django.mo is behind django.po: run make messages"]


def test_a_place_that_got_lost_is_complained_about(elsewhere):
    elsewhere.write_text("{% blocktranslate with name=x %}Dear {{ name }}{% endblocktranslate %}")
    catalogue.write()
    source = catalogue.folder() / "django.po"
    source.write_text(
        source.read_text().replace('msgid "Dear %(name)s"\nmsgstr ""', 'msgid "Dear %(name)s"\nmsgstr "Hola"')
    )
    catalogue.write()
    assert catalogue.complaints() == ["places to fill differ: 'Dear %(name)s'"]


def test_writing_twice_gives_the_same_bytes(elsewhere):
    catalogue.write()
    first = (catalogue.folder() / "django.po").read_bytes(), (catalogue.folder() / "django.mo").read_bytes()
    catalogue.write()
    assert ((catalogue.folder() / "django.po").read_bytes(), (catalogue.folder() / "django.mo").read_bytes()) == first


def test_the_command_fails_when_something_is_missing(elsewhere):
    with pytest.raises(CommandError):
        call_command("messages", "--check", stdout=io.StringIO())


def test_the_command_is_content_with_the_tree():
    said = io.StringIO()
    call_command("messages", "--check", stdout=said)
    assert said.getvalue() == ""
