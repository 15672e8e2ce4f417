"""Fill clinics of two sizes, run ours beside the references, print a table. Run by ``make bench``."""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from iop.devstack.places import socket_folder
from iop.devstack.postgres import SUPERUSER, PrivatePostgres
from iop.devstack.valkey import PrivateValkey
from tests.bench.serving import DEPLOYED, Memory, Request, Server, cpu_of, percentile

LOG = Path("test-results") / "bench"


@dataclass(frozen=True)
class Row:
    """A line of the table: what is ours, what it stands beside, the ratio it must keep, its most statements and growth.

    Without a ratio or a growth nothing is promised: it is measured to be seen.
    """

    number: str
    name: str
    reference: str
    must: float | None
    statements: int
    growth: float | None


ROWS = (
    Row("1", "today", "ref", 2.0, 8, 1.1),
    Row("1", "census", "ref", 2.0, 12, 1.4),
    Row("1", "session page", "ref", 2.0, 12, 1.1),
    Row("–", "chart", "ref", None, 15, None),
    Row("2", "API: a day's sessions", "drf", 1.8, 9, 1.1),
    Row("3", "clients, page", "clientsdrf", 2.0, 5, 1.4),
    Row("3", "clients, by a name", "clientsdrf", 2.0, 5, 2.0),
    Row("3", "clients, API", "clientsdrf", 2.0, 9, 1.4),
    Row("4", "free slots of a day", "auth", 2.0, 6, 1.1),
    Row("5", "book an appointment", "book", 6.0, 10, 1.1),
    Row("6", "attendance of a group, one POST", "book", 8.0, 10, 1.1),
)
CONNECTIONS = (1, 8)
MOST_CACHE_CALLS = 2
MOST_SECONDS_TO_MIGRATE = 20
MOST_MEMORY = 1.8
WARM = 16
"""Requests before the first that counts: templates are compiled, plans and connections made."""


def main() -> None:
    """Start private servers, then fill and measure each size in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--requests", type=int, default=80, help="of each view in a round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--reconnect", action="store_true", help="open a database connection for each request")
    parser.add_argument("--nightly", action="store_true", help="only reminders and scheduled tasks, no views")
    parser.add_argument("--money", action="store_true", help="only claims and answers of payers, no views")
    parser.add_argument("--exchange", action="store_true", help="only the interfaces beside plain SQL, no views")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _one(int(options.one), options.requests, options.rounds, only=_only(options))
        return
    folder = socket_folder()
    sockets = folder / "s"
    sockets.mkdir()
    folder.chmod(0o711)
    postgres = PrivatePostgres(folder / "postgres", sockets, LOG / "postgres.log", for_tests=True)
    valkey = PrivateValkey(sockets, LOG / "valkey.log")
    postgres.start()
    valkey.start()
    try:
        results = {size: _in_a_process(size, options, postgres, valkey) for size in map(int, options.sizes.split(","))}
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
    _growth(results)


def _only(options: argparse.Namespace) -> str:
    return next((name for name in ("nightly", "money", "exchange") if getattr(options, name)), "")


def _in_a_process(
    size: int, options: argparse.Namespace, postgres: PrivatePostgres, valkey: PrivateValkey
) -> dict[str, float]:
    name = f"bench_{size}"
    postgres.ensure_database(name, SUPERUSER)
    answer = LOG / f"{name}.json"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "DATABASE_URL": postgres.url(SUPERUSER, name),
        "REDIS_URL": valkey.url(),
        "BENCH_POSTGRES": str(postgres.child.pid),
        "BENCH_ANSWER": str(answer),
        "BENCH_CONN_MAX_AGE": "0" if options.reconnect else "600",
        "SECRET_KEY": "bench" * 16,
    }
    rounds = ["--requests", str(options.requests), "--rounds", str(options.rounds)]
    rounds += [f"--{_only(options)}"] if _only(options) else []
    subprocess.run([sys.executable, "-m", "tests.bench", "--one", str(size), *rounds], env=environment, check=True)
    return json.loads(answer.read_text())  # type: ignore[no-any-return]


def _one(size: int, requests: int, rounds: int, *, only: str = "") -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bench import work
    from tests.bench.exchange import exchange
    from tests.bench.fill import fill
    from tests.bench.materialising import materialising
    from tests.bench.money import money
    from tests.bench.nightly import nightly

    began, spent = time.monotonic(), _spent()
    call_command("migrate", verbosity=0)
    seconds, by_the_clock = _spent() - spent, time.monotonic() - began
    print(f"\n== {size:,} clients ==")
    verdict = _verdict(seconds, MOST_SECONDS_TO_MIGRATE)
    print(f"14  migrate an empty database: {seconds:.1f} s of CPU ({verdict}), {by_the_clock:.0f} s", flush=True)
    began = time.monotonic()
    clinic = fill(size)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE bench_slot")
    print(f"    filled in {time.monotonic() - began:.0f} s: {work.counts()}", flush=True)
    logging.disable(logging.INFO)
    alone = {"nightly": nightly, "money": money, "exchange": lambda: exchange(clinic)}
    if only:
        print(alone[only]())
        _keep({})
        return
    plans = work.plans(clinic)
    said = work.statements(plans, [row.name for row in ROWS])
    measured = _measure(plans, requests, rounds)
    _print_table(said, measured)
    print(materialising(clinic))
    print(nightly())
    print(money())
    print(exchange(clinic))
    answer = {row.name: statistics.median(measured.costs[row.name, 1]) for row in ROWS}
    _keep(answer)


def _keep(answer: Mapping[str, float]) -> None:
    path = Path(os.environ["BENCH_ANSWER"])
    # A run of the browser's tests that ends meanwhile takes the whole folder away.
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(answer))


def _spent() -> float:
    return cpu_of(os.getpid(), int(os.environ["BENCH_POSTGRES"]))


@dataclass
class Measured:
    """What each view cost: CPU milliseconds by batch, seconds by request, ratios to the reference by round."""

    costs: dict[tuple[str, int], list[float]]
    seconds: dict[tuple[str, int], list[float]]
    ratios: dict[tuple[str, int], list[float]]
    alone: list[Memory] = field(default_factory=list)
    """Of a worker that shares nothing: ours, and a bare one."""
    deployed: list[Memory] = field(default_factory=list)
    """The same as a clinic runs it."""


def _measure(plans: Mapping[str, Request], requests: int, rounds: int) -> Measured:
    postgres = int(os.environ["BENCH_POSTGRES"])
    names = ("tests.bench.settings", "tests.bench.reference_settings", "tests.bench.bare_settings")
    with (
        Server(names[0], postgres) as ours,
        Server(names[1], postgres) as references,
        Server(names[2], postgres) as bare,
    ):
        bare.batch(Request("/groups/", {}), WARM, 8)
        for row in ROWS:
            references.batch(plans[row.reference], WARM, 8)
            ours.batch(plans[row.name], WARM, 8)
        found = Measured(defaultdict(list), defaultdict(list), defaultdict(list))
        for connections, _, row in itertools.product(CONNECTIONS, range(rounds), ROWS):
            theirs = references.batch(plans[row.reference], requests, connections)
            mine = ours.batch(plans[row.name], requests, connections)
            found.costs[row.name, connections].append(mine.cpu_ms)
            found.seconds[row.name, connections].extend(mine.seconds)
            found.ratios[row.name, connections].append(mine.cpu_ms / theirs.cpu_ms)
        found.alone = [ours.memory(), bare.memory()]
    with Server(names[0], postgres, DEPLOYED) as ours, Server(names[2], postgres, DEPLOYED) as bare:
        for row in ROWS:
            ours.batch(plans[row.name], requests, 8)
            bare.batch(Request("/groups/", {}), requests, 8)
        found.deployed = [ours.memory(), bare.memory()]
    return found


def _print_table(said: Mapping[str, tuple[int, int]], measured: Measured) -> None:
    print("\n    view                              SQL/most cache  conn  CPU ms  ratio/must        p50   p95   p99 ms")
    for row, connections in itertools.product(ROWS, CONNECTIONS):
        key = row.name, connections
        ratio = statistics.median(measured.ratios[key])
        statements, calls = said[row.name]
        waits = "  ".join(f"{percentile(measured.seconds[key], share) * 1000:4.0f}" for share in (0.5, 0.95, 0.99))
        many = "!" if statements > row.statements or calls > MOST_CACHE_CALLS else " "
        print(
            f"{row.number:3} {row.name:34} {statements:3}/{row.statements:<2} {calls:4}{many} {connections:5}"
            f" {statistics.median(measured.costs[key]):7.1f}  {ratio:5.2f}/{row.must or '–':<3} {_verdict(ratio, row.must):6}  {waits}"
        )
    _print_memory(measured)


def _print_memory(measured: Measured) -> None:
    ours, bare = measured.alone
    ratio = ours.resident / bare.resident
    print(
        f"13  memory of a web worker alone: {ours.resident:.0f} MB resident, {ratio:.2f} of a bare one's "
        f"{bare.resident:.0f} ({_verdict(ratio, MOST_MEMORY)})"
    )
    for name, each in zip(("as deployed", "a bare one so"), measured.deployed, strict=True):
        print(
            f"    {name}: {each.share:.0f} MB a worker with shared pages split, {each.own:.0f} of them its own, "
            f"{each.resident:.0f} resident; {each.whole:.0f} MB in all"
        )


def _verdict(value: float, most: float | None) -> str:
    if most is None:
        return ""
    return "ok" if value <= most else "MISSED"


def _growth(results: dict[int, dict[str, float]]) -> None:
    if len(results) < 2 or not all(results.values()):
        return
    small, large = min(results), max(results)
    print(f"\n10  growth of CPU from {small:,} to {large:,} clients")
    for row in ROWS:
        times = results[large][row.name] / results[small][row.name]
        print(f"    {row.name:34} {times:.2f}/{row.growth or '–'} {_verdict(times, row.growth)}")


if __name__ == "__main__":
    main()
