"""What is asked of the servers: a request for each row of performance.md, its statements and cache round trips."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from clients.models import Client, Episode
from iop.accounts.sign_in import ACTIVE_AT, SECOND_FACTOR, SIGNED_IN_AT
from iop.clinic.models import StaffMember
from iop.core import clock
from scheduling.models import Appointment, Track
from sessions_app.models import Attendance, ProgramSession
from tests.bench.fill import GROUPS, Clinic
from tests.bench.serving import Asked, Request

BROWSER = Browser(enforce_csrf_checks=True)
TOKEN = "b" * 32
TRANSACTION_WORDS = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT", "ROLLBACK", "SET CONSTRAINTS")
BOOKED_FROM_DAYS = 40
"""Bookings lie beyond the days that are made already, so that each finds its time free."""
SLOTS_A_DAY = 24


def plans(clinic: Clinic) -> dict[str, Request]:
    """Give the request of each row and of each reference, signed in as whom it takes."""
    local, everywhere = signed_in(clinic.local), signed_in(clinic.everywhere)
    session = ProgramSession.objects.filter(site=clinic.site, status="running").order_by("track__name")[0]
    client = Attendance.objects.filter(session=session).earliest("pk").client_id
    today = session.on
    week = urlencode({"site": clinic.site.pk, "first": today, "last": today + dt.timedelta(days=8)})
    fragment = {
        "HX-Request": "true",
        "HX-Target": "booking-form",
        "HX-Current-URL": "http://127.0.0.1/appointments/book/",
    }
    free = urlencode({
        "do": "times", "kind": "individual", "site": clinic.site.pk, "client": client, "staff": clinic.local.pk,
        "on": today + dt.timedelta(days=7), "at": "09:00", "minutes": 50, "weeks": 1,
    })  # fmt: skip
    at_site = f"?site={clinic.site.pk}"
    return {
        "today": Request("/today/", local),
        "census": Request(f"/census/{at_site}", local),
        "session page": Request(f"/sessions/{session.pk}/", local),
        "chart": Request(f"/clients/{client}/", local),
        "API: a day's sessions": Request(f"/api/v1/sessions/?{week}", local),
        "clients, page": Request("/clients/", everywhere),
        "clients, by a name": Request("/clients/", everywhere, "POST", _form({"q": "hernand"})),
        "clients, API": Request("/api/v1/clients/", everywhere),
        "free slots of a day": Request(f"/appointments/book/?{free}", {**local, **fragment}),
        "book an appointment": Request("", {**local, "HX-Request": "true"}, "POST", _bookings(clinic), (204,)),
        "attendance of a group, one POST": Request("", everywhere, "POST", _attendance(clinic)),
        "values": Request(f"/values/{at_site}", {}),
        "auth": Request(f"/auth/{at_site}", local),
        "ref": Request(f"/ref/{at_site}", local),
        "drf": Request(f"/drf/{at_site}", {}),
        "clientsdrf": Request("/clientsdrf/", {}),
        "book": Request("/book/", {}, "POST", lambda: Asked("/book/", "")),
    }


def signed_in(staff: StaffMember) -> dict[str, str]:
    """Make a sign-in session as the sign-in pages make it, and give the headers of a browser that has it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    now = clock.now().isoformat()
    session.update({
        SESSION_KEY: str(staff.user_id), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
        HASH_SESSION_KEY: staff.user.get_session_auth_hash(), SIGNED_IN_AT: now, ACTIVE_AT: now, SECOND_FACTOR: True,
    })  # fmt: skip
    session.create()
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: TOKEN}
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": TOKEN,
        "User-Agent": "bench",
    }


def _form(values: dict[str, object], path: str = "/clients/") -> Callable[[], Asked]:
    return lambda: Asked(path, urlencode(values), "application/x-www-form-urlencoded")


def _bookings(clinic: Clinic) -> Callable[[], Asked]:
    """Book one free time after another, in turn for each colleague and each client in treatment."""
    staff = list(StaffMember.objects.filter(site_roles__site=clinic.site).exclude(pk=clinic.everywhere.pk).distinct())
    clients = list(Client.objects.filter(episodes__site=clinic.site, episodes__status="admitted"))
    first = clock.local_date(clock.now(), clinic.site.time_zone) + dt.timedelta(days=BOOKED_FROM_DAYS)
    numbers = itertools.count()

    def asked() -> Asked:
        number = next(numbers)
        day, slot = divmod(number // len(staff), SLOTS_A_DAY)
        form = {
            "do": "book", "kind": "individual", "site": clinic.site.pk, "client": clients[number % len(clients)].pk,
            "staff": staff[number % len(staff)].pk, "on": first + dt.timedelta(days=day),
            "at": dt.time(8 + slot // 2, 30 * (slot % 2)).isoformat("minutes"), "minutes": 30, "weeks": 1,
        }  # fmt: skip
        return Asked("/appointments/book/", urlencode(form), "application/x-www-form-urlencoded")

    return asked


def _attendance(clinic: Clinic) -> Callable[[], Asked]:
    """Mark all twelve of a group; each connection has a group of its own, so that no version is stale."""
    days = list(ProgramSession.objects.filter(site=clinic.groups, status="running").order_by("pk"))
    lines = {day.pk: list(Attendance.objects.filter(session=day).values_list("pk", flat=True)) for day in days}
    versions = dict.fromkeys(lines, 1)
    own = threading.local()
    turns = itertools.count()

    def asked() -> Asked:
        if not hasattr(own, "day"):
            own.day = days[next(turns) % GROUPS].pk
        version = versions[own.day]
        versions[own.day] += 1
        status = "present" if version % 2 else "late"
        entries = [{"attendance": str(line), "version": version, "status": status} for line in lines[own.day]]
        return Asked(f"/api/v1/sessions/{own.day}/attendance/", json.dumps({"entries": entries}), "application/json")

    return asked


def statements(wanted: dict[str, Request], names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Count each request's SQL statements, without transaction control, and its cache round trips, when all is warm."""
    return {name: _counted(wanted[name]) for name in names}


def _counted(request: Request) -> tuple[int, int]:
    _ask(request)
    with CaptureQueriesContext(connection) as captured, cache_calls() as calls:
        _ask(request)
    said = [query["sql"] for query in captured if not query["sql"].startswith(TRANSACTION_WORDS)]
    return len(said), len(calls)


def _ask(request: Request) -> None:
    asked = request.asked()
    headers = {**request.headers, "Content-Type": asked.kind} if asked.kind else request.headers
    answer = BROWSER.generic(
        request.method, asked.path, asked.body or "", content_type=asked.kind or "text/plain", headers=headers
    )
    if answer.status_code not in request.good:
        raise SystemExit(f"{request.method} {asked.path} -> {answer.status_code} {answer.content[:2000]!r}")


@contextmanager
def cache_calls() -> Iterator[list[str]]:
    """Note each command that goes to the cache server."""
    client = type(cache._cache.get_client())  # type: ignore[attr-defined]
    plain, calls = client.execute_command, list[str]()

    def noted(self: object, *args: object, **options: object) -> object:
        calls.append(str(args[0]))
        return plain(self, *args, **options)

    client.execute_command = noted
    try:
        yield calls
    finally:
        client.execute_command = plain


def counts() -> str:
    """Say how much there is."""
    rows = (Client, Episode, Track, ProgramSession, Attendance, Appointment)
    return ", ".join(f"{model.objects.count():,} {model._meta.verbose_name_plural}" for model in rows)
