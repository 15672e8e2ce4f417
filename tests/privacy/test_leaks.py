"""What names a person stands in the record and nowhere else: not in logs, addresses, Redis, sessions, task arguments, error reports.

Marked values are put into a small clinic, then every page, form, task and command is used while everything written is read.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
import structlog
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command, get_commands
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client as Browser
from django.test import RequestFactory, TestCase
from django.urls import Resolver404, resolve, reverse

from clients import actions
from clients.actions.documents import add_document
from clients.actions.identifiers import add_identifier
from clients.models import Client, Concern
from iop.access.actors import SYSTEM
from iop.celery import app as celery
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.demo_accounts import DEMO_SIGN_INS
from tests.documents.files import pdf
from tests.factories.ground import sign_in
from tests.factories.world import NOW, NOWHERE, addresses, build_world, ids, kwargs_of
from tests.privacy import leaks
from tests.privacy.forms import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("leaks")]

BROAD_FIRST = (
    "clinical_director",
    "privacy_officer",
    "site_admin",
    "intake",
    "therapist",
    "biller",
    "medical",
    "counselor",
    "case_manager",
)
SENT = {
    "q": leaks.LAST, "search": leaks.LAST, "first_name": leaks.FIRST, "last_name": leaks.LAST, "legal_first_name": leaks.FIRST,
    "legal_last_name": leaks.LAST, "preferred_name": leaks.CALLED, "name": f"{leaks.FIRST} {leaks.LAST}", "text": leaks.NOTE, "note": leaks.NOTE,
    "reason": leaks.NOTE, "value": leaks.PHONE, "phone": leaks.PHONE, "email": leaks.EMAIL, "date_of_birth": leaks.BORN[0], "title": leaks.NOTE,
    "next": "/clients/", "version": "1", "kind": leaks.FIRST, "ssn": leaks.NUMBER,
}  # fmt: skip
"""Sent to every address that takes a form, whatever it asks for."""
LEFT_ALONE = {"account_logout", "session_end"}
ANSWERS_503 = {"readyz"}
"""Without a worker and beat it says so; a test has neither."""
MARKED_FILE = "a file of marked people"
"""Stands for a file that a command is given, about the person who must be named nowhere."""
COMMANDS = {
    "materialise": ["--until", "2026-03-20"],
    "load_icd10": ["--shipped"],
    "audit_check": [],
    "api_key": ["create", "--name", "a test", "--scopes", "clients:read"],
    "messages": ["--check"],
    "rulebook": [],
    "rotate_keys": [],
    "operations": [],
    "state_diagrams": ["--check"],
    "demo": [],
    "import_clients": [MARKED_FILE, "--site", "BOS"],
}
"""How each command of the house is run here; those below touch whole databases and write no lines about rows."""
ELSEWHERE = {"backup", "restore", "migrate", "devstack", "export_clinic", "export_client", "import_clinic"}
TASKS_WITH_ARGUMENTS: dict[str, list] = {}


class Known(dict):
    """Ids of the world; what the small clinic has none of is nowhere."""

    def __missing__(self, key):
        return 7 if key == "passkey_id" else NOWHERE


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The small clinic with one marked client, built once for this module and rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        build_world()
        known = Known(ids())
        mark(known)
        yield known
        transaction.set_rollback(True)


def mark(known):
    """Make the client of the addresses the marked one."""
    Client.objects.filter(pk=known["client_id"]).update(
        legal_first_name=leaks.FIRST, legal_last_name=leaks.LAST, preferred_name=leaks.CALLED, date_of_birth=dt.date(1987, 11, 23),
        notes_for_contact=leaks.NOTE,
    )  # fmt: skip
    person, at = Client.objects.get(pk=known["client_id"]), clock.now()
    for kind, value in (("phone", leaks.PHONE), ("email", leaks.EMAIL), ("postal", f"{leaks.NOTE} 5")):
        actions.add_contact_point(by=SYSTEM, client=person, kind=kind, value=value, at=at)
    actions.set_emergency_contact(
        by=SYSTEM, client=person, first_name=leaks.RELATIVE, last_name=leaks.LAST, role="Aunt", at=at
    )
    number = add_identifier(by=SYSTEM, client=person, kind="ssn", value=leaks.NUMBER, at=at)
    upload = io.BytesIO(pdf())
    upload.name = f"{leaks.LAST}.pdf"
    paper = add_document(by=SYSTEM, client=person, kind="other", upload=upload, title=leaks.NOTE, at=at)
    known.update(identifier_id=number.pk, document_id=paper.pk)
    Concern.objects.filter(pk=known["concern_id"]).update(client=person)


@pytest.fixture(scope="module", autouse=True)
def tasks_are_known():
    """Read every app's tasks, as a worker does when it starts."""
    celery.loader.import_default_modules()


@pytest.fixture(scope="module")
def opened():
    """Which role each address opened to and which forms its page has, so that no page is asked for twice."""
    return {}


@pytest.fixture
def marks(world, db):
    leaks.empty_queues()
    yield leaks.Marks()
    leaks.empty_queues()


class Reading:
    """Collects where marks were found, and what broke."""

    def __init__(self, marks, lines):
        self.marks, self.lines = marks, lines
        self.found, self.broken, self.seen = defaultdict(set), set(), set()

    def look(self, where, text):
        if text not in self.seen and (found := self.marks.within(text)):
            self.found[where] |= found
        self.seen.add(text)

    def answer(self, name, answer):
        for address in leaks.addresses_in(answer):
            self.look(f"address in {name}", address)
        if answer.status_code >= 500 and name not in ANSWERS_503:
            self.broken.add((name, answer.status_code))
        read(answer)

    def stores(self, name):
        for key, value in (*leaks.kept_in_redis(), *leaks.kept_in_sessions()):
            self.look(f"{key.split(':')[0]} after {name}", f"{key} {value}")

    def log(self, name):
        written = self.lines.getvalue()
        self.lines.seek(0)
        self.lines.truncate()
        for line in written.splitlines():
            self.look(f"log of {name}: {line[:200]}", line)


@pytest.fixture
def reading(marks):
    with leaks.logs_as_in_production() as lines:
        yield Reading(marks, lines)


@pytest.fixture
def browsers(world, db):
    found = {}
    for person in DEMO_SIGN_INS:
        staff = StaffMember.objects.filter(user__email=person.email).first()
        if staff is not None:
            found[person.role] = Browser(raise_request_exception=False)
            sign_in(found[person.role], staff)
    return [found[role] for role in BROAD_FIRST if role in found]


def named_addresses(known):
    return {name: reverse(name, kwargs=kwargs_of(name, known)) for name, _ in addresses() if name not in LEFT_ALONE}


def undone(do):
    """Do something in a transaction that is taken back, with what would follow its commit."""
    with transaction.atomic(), TestCase.captureOnCommitCallbacks(execute=True):
        answer = do()
        transaction.set_rollback(True)
    return answer


def first_let_in(browsers, url, opened):
    """The answer to the first browser, the broadest role first, that the address opens to."""
    for browser in browsers:
        answer = undone(lambda browser=browser: browser.get(url))
        if answer.status_code not in (403, 404):
            break
    is_page = "html" in answer.get("Content-Type", "") and not answer.streaming
    opened[url] = browsers.index(browser), forms_of(answer.text) if is_page else []
    return answer


def test_no_page_writes_whom_it_is_about(world, reading, browsers, opened):
    for name, url in named_addresses(world).items():
        reading.answer(name, first_let_in(browsers, url, opened))
        reading.answer(name, Browser(raise_request_exception=False).get(url))
        reading.log(name)
    reading.stores("all pages")
    assert dict(reading.found) == {}
    assert reading.broken == set()


def test_no_form_writes_what_was_typed(world, reading, browsers, opened):
    asked = set()
    for url in named_addresses(world).values():
        if url not in opened:
            read(first_let_in(browsers, url, opened))
        place, forms = opened[url]
        for action, fields in [(url, SENT), *forms]:
            target = urlsplit(action or url).path
            key = (named(target), tuple(sorted(fields)))
            if key in asked or named(target) in LEFT_ALONE:
                continue
            asked.add(key)
            answer = undone(
                lambda target=target, fields=fields, place=place: sent(reading, browsers[place], target, fields)
            )
            reading.answer(f"form {named(target)}", answer)
            reading.log(f"form {named(target)}")
    assert len(asked) > 100
    assert dict(reading.found) == {}
    assert reading.broken == set()


def sent(reading, browser, target, fields):
    answer = browser.post(target, fields)
    reading.stores(f"form {named(target)}")
    return answer


def read(answer):
    """Read a file that is streamed to its end, so that it is closed; closing the answer would close the connection too."""
    if answer.streaming:
        b"".join(answer.streaming_content)


def named(path):
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def test_no_answer_of_the_api_leads_to_an_address_that_names_somebody(world, reading, browsers):
    client = world["client_id"]
    for what in ("clients", "episodes", "placements", "enrolments", "sessions", "attendance"):
        for path in (
            f"/api/v1/{what}/",
            f"/api/v1/{what}/?search={leaks.LAST}",
            f"/api/v1/{what}/{client}/",
            f"/api/v1/{what}/{leaks.LAST}/",
        ):
            answer = browsers[0].get(path)
            reading.answer(what, answer)
            for key in ("next", "previous"):
                if answer.status_code == 200 and answer.json().get(key):
                    reading.look(f"{key} of {what}", answer.json()[key].replace(f"search={leaks.LAST}", ""))
    for line in reading.lines.getvalue().splitlines():
        # A name typed into the path is the caller's doing; the query, where people search, is left out.
        reading.look("log of the API", line.replace(f"/{leaks.LAST}/", "/"))
    reading.stores("the API")
    assert dict(reading.found) == {}


def test_no_task_writes_whom_it_was_about(world, reading):
    tasks = sorted(name for name in celery.tasks if not name.startswith("celery."))
    assert len(tasks) > 5
    for name in tasks:
        undone(lambda name=name: celery.tasks[name].apply(args=TASKS_WITH_ARGUMENTS.get(name, []), throw=False))
        reading.log(name)
    reading.stores("tasks")
    assert dict(reading.found) == {}


def test_the_table_names_every_command_of_the_house():
    ours = {
        config.name
        for config in apps.get_app_configs()
        if config.path.startswith(str(leaks.settings.BASE_DIR)) and ".venv" not in config.path
    }
    named = {name for name, app in get_commands().items() if app in ours}
    assert named == set(COMMANDS) | ELSEWHERE


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_no_command_writes_whom_it_was_about(name, world, reading, tmp_path):
    said = io.StringIO()
    marked = tmp_path / "people.csv"
    person = (leaks.FIRST, leaks.LAST, leaks.BORN[0], leaks.PHONE, leaks.EMAIL, leaks.NUMBER)
    marked.write_text(
        "first,last,dob,phone,email,ssn\n" + ",".join(person) + "\n" + ",".join(person).replace("1987", "87")
    )

    def run():
        try:
            given = [str(marked) if each == MARKED_FILE else each for each in COMMANDS[name]]
            call_command(name, *given, stdout=said, stderr=said)
        except Exception as refusal:
            said.write(f"{type(refusal).__name__}: {refusal}")

    undone(run)
    reading.look(f"words of {name}", said.getvalue())
    reading.log(name)
    reading.stores(name)
    assert dict(reading.found) == {}


def test_no_scheduled_task_carries_arguments():
    assert [
        name for name, entry in leaks.settings.CELERY_BEAT_SCHEDULE.items() if entry.get("args") or entry.get("kwargs")
    ] == []


class Broken:
    """A page that breaks with a client in its hands, as a page could."""

    def breaks(self, *_args, **_kwargs):
        person = Client.objects.get(legal_last_name=leaks.LAST)
        words = {"of": person.name, "born": str(person.date_of_birth), "note": leaks.NOTE}
        try:
            raise KeyError(words["of"])
        except KeyError as cause:
            raise RuntimeError(f"no way to reach {person.name}, {leaks.NOTE}") from cause


@pytest.fixture
def broken_page(monkeypatch):
    monkeypatch.setattr("iop.pages.views.chart.parts.read_chart", Broken().breaks)


def test_the_log_of_a_page_that_broke_says_where_and_not_about_whom(world, reading, browsers, broken_page):
    answer = browsers[0].get(reverse("client", args=[world["client_id"]]))
    assert answer.status_code == 500
    written = reading.lines.getvalue()
    assert "RuntimeError" in written
    assert "test_leaks.py" in written
    assert reading.marks.within(written) == set()
    assert reading.marks.within(answer.text) == set()


def test_an_error_report_by_mail_says_where_and_not_about_whom(world, reading, browsers, broken_page, settings):
    from django.utils.log import AdminEmailHandler

    settings.ADMINS = [("Operator", "operator@example.org")]
    handler = AdminEmailHandler(include_html=True)
    handler.setLevel(logging.ERROR)
    logging.getLogger("django.request").addHandler(handler)
    try:
        browsers[0].get(
            reverse("client", args=[world["client_id"]]) + f"?q={leaks.LAST}", headers={"Referer": "https://x.example/"}
        )
        browsers[0].cookies["last_search"] = leaks.LAST
        browsers[0].post(reverse("client_edit", args=[world["client_id"]]), SENT)
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert mail.outbox
    for message in mail.outbox:
        whole = message.subject + message.body + "".join(part[0] for part in message.alternatives)
        assert "RuntimeError" in whole
        assert reading.marks.within(whole) == set()


def test_a_task_that_breaks_says_where_and_not_about_whom(world, reading):
    @celery.task(name="tests.breaks")
    def breaks(who):
        Broken().breaks()

    try:
        breaks.apply(args=[leaks.LAST], throw=False)
    finally:
        celery.tasks.pop("tests.breaks")
    written = reading.lines.getvalue()
    assert "RuntimeError" in written
    assert reading.marks.within(written) == set()


class TestTheTester:
    """Each way something could leak is leaked on purpose, and found."""

    @pytest.mark.parametrize(
        "word", [leaks.LAST, leaks.LAST.lower(), leaks.NUMBER, "219-09-9371", *leaks.BORN, leaks.NOTE, leaks.EMAIL]
    )
    def test_a_mark_is_seen_in_any_dress(self, marks, word):
        assert marks.within(f"so {word} it is")
        assert marks.within(f"/x/?q={word.replace(' ', '+').replace('/', '%2F')}")

    def test_other_words_are_not(self, marks):
        assert marks.within("GET /clients/0199c0de-0000-7000-8000-000000000000/ 200 counselor") == set()

    def test_names_and_notes_of_the_whole_clinic_are_marks(self, world, marks):
        other = Client.objects.exclude(legal_last_name=leaks.LAST).first()
        assert marks.within(f"{other.legal_first_name} {other.legal_last_name}")
        assert marks.within(other.record_number)

    def test_a_line_of_a_plain_logger_is_read(self, reading):
        logging.getLogger("clients").info("opened the chart of %s", leaks.LAST)
        reading.log("x")
        assert reading.found

    def test_a_line_of_the_structured_logger_is_read(self, reading):
        structlog.get_logger("clients").info("opened", client=leaks.FIRST, born=dt.date(1987, 11, 23))
        reading.log("x")
        assert reading.found

    @pytest.mark.parametrize(
        ("key", "value"), [(f"client:{leaks.LAST}", 1), ("last", {"name": leaks.LAST}), ("last", leaks.NOTE)]
    )
    def test_what_is_cached_is_read(self, reading, key, value):
        cache.set(key, value, 60)
        reading.stores("x")
        assert reading.found

    def test_what_a_session_keeps_is_read(self, reading, browsers):
        session = browsers[0].session
        session["last_search"] = leaks.LAST
        session.save()
        reading.stores("x")
        assert reading.found

    @pytest.mark.parametrize(("args", "kwargs"), [([leaks.LAST], {}), ([], {"name": leaks.LAST})])
    def test_what_a_task_is_given_is_read(self, reading, args, kwargs):
        celery.send_task("tests.any", args=args, kwargs=kwargs, queue="default", retry=False)
        reading.stores("x")
        assert reading.found

    @pytest.mark.parametrize("answer", [
        HttpResponseRedirect(f"/clients/?q={leaks.LAST}"), HttpResponse(f'<a href="/clients/{leaks.LAST}/">x</a>'),
        HttpResponse("<form action='/x/?born=1987-11-23'></form>"), HttpResponse('<button hx-get="/x/?n=219%2D09%2D9371">x</button>'),
        HttpResponse(headers={"Content-Disposition": f'attachment; filename="{leaks.LAST}.pdf"'}), HttpResponse(headers={"HX-Push-Url": f"/?q={leaks.FIRST}"}),
    ])  # fmt: skip
    def test_an_address_is_read_wherever_it_stands(self, reading, answer):
        reading.answer("x", answer)
        assert reading.found

    def test_the_words_of_a_page_and_its_telephone_links_are_no_leak(self, reading):
        reading.answer(
            "x", HttpResponse(f'<a href="/clients/1/">{leaks.LAST}</a> <a href="tel:{leaks.PHONE}">call</a>')
        )
        assert not reading.found

    def test_djangos_own_report_would_have_told(self, world, marks, settings):
        settings.DEFAULT_EXCEPTION_REPORTER = "django.views.debug.ExceptionReporter"
        settings.DEFAULT_EXCEPTION_REPORTER_FILTER = "django.views.debug.SafeExceptionReporterFilter"
        assert marks.within(self.report())

    def test_ours_does_not(self, world, marks):
        assert marks.within(self.report()) == set()

    @staticmethod
    def report():
        import sys

        from django.views.debug import get_exception_reporter_class

        request = RequestFactory().post("/clients/", SENT)
        try:
            Broken().breaks()
        except RuntimeError:
            reporter = get_exception_reporter_class(request)(request, *sys.exc_info(), is_email=True)
            return reporter.get_traceback_text() + reporter.get_traceback_html()

    def test_the_filler_fills_every_kind_of_field(self):
        page = """<form method="post" action="/a/"><input name="n"><input type="hidden" name="v" value="3"><textarea name="t"></textarea>
        <select name="s"><option value=""></option><option value="x">X</option><option value="y" selected>Y</option></select>
        <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked><input type="checkbox" name="c" value="on"></form>
        <form method="get" action="/b/"><input name="q"></form>"""
        assert forms_of(page) == [
            ("/a/", {"n": [leaks.FIRST], "v": ["3"], "t": [leaks.NOTE], "s": ["y"], "r": ["2"], "c": ["on"]})
        ]
