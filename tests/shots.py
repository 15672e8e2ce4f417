"""Takes the README's pictures from a demo clinic built for the purpose. Run by ``make shots``.

The clinic is built on servers of its own and its clock stands still in the middle of a morning's group, so that the same
pictures come out at any hour of the day.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from iop.devstack.places import socket_folder
from iop.devstack.postgres import SUPERUSER, PrivatePostgres
from iop.devstack.valkey import PrivateValkey
from tests.plugins.browser import FLAGS
from tests.plugins.finding import chromium

PICTURES = Path("docs/images")
ZONE = ZoneInfo("America/New_York")
OPENS = dt.time(8, 50)
"""Up to here the clinic is built: the morning's days stand ready."""
WALL = dt.time(9, 52)
"""And now the check-in is over and the group under way."""
SEED = 7
PEOPLE = 220
WEEKS = 6
COUNSELOR = "counselor@demo.example"
TRIGGERS = ("Payday, and the old way home from work", "An argument with my brother", "Could not sleep")
SUCCESSES = ("Called my sponsor before it got hard", "Cooked for my kids", "Went to two meetings")
LARGEST_BYTES = 400_000


@dataclass(frozen=True)
class Shot:
    """One picture: of which page, as whom, how wide. ``page`` is an address or the name of one that is looked up."""

    name: str
    role: str
    page: str
    width: int = 1280
    height: int = 900
    dark: bool = False


SHOTS = (
    Shot("today-1280", "counselor", "/today/"),
    Shot("session-1280", "counselor", "the day under way"),
    Shot("session-390", "counselor", "the day under way", 390, 844),
    Shot("session-dark-390", "counselor", "the day under way", 390, 844, dark=True),
    Shot("census-1280", "clinical_director", "/census/"),
    Shot("chart-1280", "counselor", "a chart"),
    Shot("calendar-1280", "clinical_director", "/calendar/?view=week"),
    Shot("calendar-390", "counselor", "/calendar/?view=day", 390, 844),
    Shot("clients-1280", "clinical_director", "/clients/"),
    Shot("tracks-1280", "clinical_director", "/tracks/"),
    Shot("sign-in-1280", "", "/accounts/login/"),
)


def main() -> None:
    """Start the servers, build the clinic, take every picture, and say how large each came out."""
    if chromium() is None:
        sys.exit("No Chromium was found: install it (Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory() as data, _servers(Path(data)):
        import django

        django.setup()
        _build()
        with _serving() as url:
            _take(url, sys.argv[1:])


@contextmanager
def _servers(data: Path) -> Iterator[None]:
    folder = socket_folder()
    sockets = folder / "s"
    # The folder stays closed to others: only the user that PostgreSQL runs as may pass through it.
    sockets.mkdir()
    folder.chmod(0o711)
    postgres = PrivatePostgres(folder / "postgres", sockets, data / "postgres.log", for_tests=True)
    valkey = PrivateValkey(sockets, data / "valkey.log")
    try:
        postgres.start()
        valkey.start()
        postgres.ensure_database("shots", SUPERUSER)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "iop.settings.demo",
            "DATABASE_URL": postgres.url(SUPERUSER, "shots"),
            "REDIS_URL": valkey.url(),
            "IOP_DATA": str(data),
            # Playwright's synchronous API keeps an event loop in the main thread, where the database is spoken to.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }
        os.environ.pop("DATABASE_OWNER_URL", None)
        yield
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _build() -> None:
    from django.core.management import call_command

    from iop.core import clock
    from iop.demo.build import bring_up

    wednesday = _a_wednesday(clock.now())
    opens = dt.datetime.combine(wednesday, OPENS, ZONE).astimezone(dt.UTC)
    call_command("migrate", verbosity=0)
    with clock.frozen(opens):
        bring_up(now=opens, seed=SEED, people=PEOPLE, weeks=WEEKS, report=_report)
    _begin_the_morning(opens)
    # A context variable's value stays in its thread, its default does not: the serving threads see the same morning.
    moment = dt.datetime.combine(wednesday, WALL, ZONE).astimezone(dt.UTC)
    clock._frozen = ContextVar("iop_clock_of_the_pictures", default=moment)


def _a_wednesday(now: dt.datetime) -> dt.date:
    """Choose the last Wednesday before today: every morning track runs then."""
    today = now.astimezone(ZONE).date()
    return today - dt.timedelta(days=(today.weekday() - 2) % 7 or 7)


def _begin_the_morning(opens: dt.datetime) -> None:
    """Start the counselor's day and take its check-in, as they would: most are there, one is late, one has not come."""
    from iop.clinic.actors import actor_of
    from iop.core import clock
    from sessions_app import actions as days
    from sessions_app.models import Attendance, ProgramSession

    found = ProgramSession.objects.filter(components__facilitators__staff__user__email=COUNSELOR, starts_at__gt=opens)
    session = found.earliest("starts_at")
    by = actor_of(
        session.components.exclude(facilitators=None)[0].facilitators.get(staff__user__email=COUNSELOR).staff_id, opens
    )
    starts = session.starts_at
    with clock.frozen(starts):
        days.start(by=by, session=session, at=starts)
    at = starts + dt.timedelta(minutes=18)
    lines = list(Attendance.objects.filter(session=session).on_roster().order_by("client__legal_first_name"))
    with clock.frozen(at):
        marks = [_mark(days, line, place, at) for place, line in enumerate(lines[:-2])]
        days.mark_many(by=by, session=session, entries=marks, at=at)
        there = (
            Attendance.objects.filter(pk__in=[line.pk for line in lines[:-2]]).exclude(status="absent").order_by("pk")
        )
        for place, line in enumerate(there[: len(lines) - 4]):
            days.save_check_in(
                by=by, attendance=line, version=0, at=at, mood=4 + place % 5, cravings=place % 4,
                triggers=TRIGGERS[place % len(TRIGGERS)], successes=SUCCESSES[place % len(SUCCESSES)], setbacks="",
                chose_not_to_share=False,
            )  # fmt: skip


def _mark(days: Any, line: Any, place: int, at: dt.datetime) -> Any:
    if place == 3:
        return days.Mark(line.pk, line.version, "late", arrived_at=at)
    return days.Mark(line.pk, line.version, "absent" if place == 6 else "present")


def _report(step: str, done: int, total: int) -> None:
    if done == total:
        print(f"{step}: {total}", flush=True)


@contextmanager
def _serving() -> Iterator[str]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


def _take(url: str, wanted: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for shot in SHOTS:
            if not wanted or shot.name in wanted:
                _picture(browser, url, shot)
        browser.close()


def _picture(browser: Any, url: str, shot: Shot) -> None:
    context = browser.new_context(
        base_url=url,
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        timezone_id=ZONE.key,
    )
    page = context.new_page()
    if shot.role:
        _sign_in(page, shot.role)
    page.goto(ADDRESSES[shot.page]() if shot.page in ADDRESSES else shot.page)
    page.wait_for_load_state("networkidle")
    target = PICTURES / f"{shot.name}.png"
    page.screenshot(path=str(target))
    size = target.stat().st_size
    print(f"{target}: {size // 1000} KB{'' if size <= LARGEST_BYTES else ', TOO LARGE'}", flush=True)
    context.close()


def _sign_in(page: Any, role: str) -> None:
    from iop.core.demo_accounts import DEMO_PASSWORD, DEMO_SIGN_INS

    page.goto("/accounts/login/")
    page.locator("#id_login").fill(next(one.email for one in DEMO_SIGN_INS if one.role == role))
    page.locator("#id_password").fill(DEMO_PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def _the_day_under_way() -> str:
    """Find the day that the demo's counselor leads now."""
    from sessions_app.models import ProgramSession

    days = ProgramSession.objects.filter(status="running", components__facilitators__staff__user__email=COUNSELOR)
    return f"/sessions/{days[0].pk}/"


def _a_chart() -> str:
    """Find somebody of that day's roster who has come for some weeks."""
    from django.db.models import Count

    from sessions_app.models import Attendance

    known = Attendance.objects.filter(session=_the_day_under_way().split("/")[2]).order_by()
    longest = known.annotate(days=Count("client__attendance")).order_by("-days", "pk")
    return f"/clients/{longest[0].client_id}/"


ADDRESSES = {"the day under way": _the_day_under_way, "a chart": _a_chart}

if __name__ == "__main__":
    main()
