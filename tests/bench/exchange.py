"""The interfaces beside plain SQL: a list, a row, a group's attendance in one POST, and all clients through ``$export``.

Each is asked by an integration's key in this process, so that the time is the application's and the database's, and stands beside
the time that the database alone takes to give (or write) the same rows as JSON.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.test import Client as Browser

from iop.access.actors import SYSTEM
from iop.api import actions
from iop.api.choices import Scope
from iop.core import clock
from sessions_app.models import Attendance, ProgramSession
from tests.bench.fill import Clinic

ROUNDS = 30
SQL_LIST = """
    SELECT json_agg(row_to_json(page)) FROM (
        SELECT * FROM clients_client WHERE merged_into_id IS NULL ORDER BY id LIMIT 30
    ) page
"""
SQL_ONE = "SELECT row_to_json(c) FROM clients_client c WHERE id = %s"
SQL_MARK = "UPDATE sessions_app_attendance SET status = %s, version = version + 1 WHERE session_id = %s"
SQL_ALL = "SELECT row_to_json(c)::text FROM clients_client c"


def exchange(clinic: Clinic) -> str:
    """Measure, and say it in lines."""
    browser = _calling()
    day = ProgramSession.objects.filter(site=clinic.groups, status="running").order_by("pk")[0]
    client = Attendance.objects.filter(session=day).earliest("pk").client_id
    lines = [
        _beside("API: list of clients", lambda: browser.get("/api/v1/clients/"), lambda: _sql(SQL_LIST)),
        _beside("API: one client", lambda: browser.get(f"/api/v1/clients/{client}/"), lambda: _sql(SQL_ONE, client)),
        _beside("API: attendance of a group", lambda: _mark(browser, day), lambda: _write(SQL_MARK, "present", day.pk)),
        _beside("FHIR: a page of patients", lambda: browser.get("/fhir/R4/Patient?_count=30"), lambda: _sql(SQL_LIST)),
        _export(browser),
    ]
    return "\n".join(lines)


def _calling() -> Browser:
    _key, text = actions.create_key(
        by=SYSTEM, name="Bench", scopes=[*Scope.values, "system/*.rs"], at=clock.now(), calls_a_minute=100_000
    )
    return Browser(headers={"Authorization": f"Api-Key {text}"})


def _beside(name: str, call: Callable[[], Any], plain: Callable[[], Any]) -> str:
    ours, theirs = _milliseconds(call), _milliseconds(plain)
    return f"    {name:28} {ours:7.1f} ms   plain SQL {theirs:6.2f} ms   x {ours / theirs:,.0f}"


def _milliseconds(call: Callable[[], Any]) -> float:
    taken = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        answer = call()
        taken.append(time.perf_counter() - began)
        if getattr(answer, "status_code", 200) >= 300:
            raise RuntimeError(f"{answer.status_code}: {answer.content[:300]!r}")
    return statistics.median(taken) * 1000


def _sql(statement: str, *values: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return json.dumps(cursor.fetchone()[0])


@transaction.atomic
def _write(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    transaction.set_rollback(True)


def _mark(browser: Browser, day: ProgramSession) -> Any:
    lines = Attendance.objects.filter(session=day).values_list("pk", "version", "status")
    entries = [
        {"attendance": str(pk), "version": version, "status": "late" if status == "present" else "present"}
        for pk, version, status in lines
    ]
    return browser.post(
        f"/api/v1/sessions/{day.pk}/attendance/", json.dumps({"entries": entries}), content_type="application/json"
    )


def _export(browser: Browser) -> str:
    from iop.fhir.tasks import make_exports

    asked = browser.get("/fhir/R4/Patient/$export?_type=Patient", headers={"Prefer": "respond-async"})
    if asked.status_code != 202:
        raise RuntimeError(f"{asked.status_code}: {asked.content[:300]!r}")
    began = time.perf_counter()
    make_exports()
    ours = time.perf_counter() - began
    manifest = browser.get(asked["Content-Location"]).json()
    rows = sum(output.get("count", 0) for output in manifest["output"])
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(SQL_ALL)
        plain = sum(len(row[0]) for row in cursor)
    theirs = time.perf_counter() - began
    return (
        f"    $export of {rows:,} patients: {ours:.1f} s ({rows / ours:,.0f} a second), plain SQL {theirs:.2f} s for "
        f"{plain / 1e6:.0f} MB; each written down as a disclosure"
    )
