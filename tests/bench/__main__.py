"""Fill clinics of two sizes, run ours beside the references, print a table. Run by ``make bench``."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from iop.devstack.places import socket_folder
from iop.devstack.postgres import SUPERUSER, PrivatePostgres
from iop.devstack.valkey import PrivateValkey

LOG = Path("test-results") / "log"


@dataclass
class Row:
    """A line of performance.md: what is ours, what it stands beside, and the ratio it must keep."""

    number: str
    name: str
    reference: str
    must: float


ROWS = (
    Row("1", "today", "ref", 2.0),
    Row("1", "census", "ref", 2.0),
    Row("1", "session page", "ref", 2.0),
    Row("2", "API: a day's sessions", "drf", 1.8),
    Row("3", "clients, page", "clientsdrf", 2.0),
    Row("3", "clients, API", "clientsdrf", 2.0),
    Row("4", "free slots of a day", "auth", 2.0),
    Row("5", "book an appointment", "book", 6.0),
    Row("6", "attendance of a group, one POST", "book", 8.0),
)


def main() -> None:
    """Start private servers, then fill and measure each size in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--requests", type=int, default=160, help="of each view in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _one(int(options.one), options.requests, options.rounds)
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


def _in_a_process(
    size: int, options: argparse.Namespace, postgres: PrivatePostgres, valkey: PrivateValkey
) -> dict[str, float]:
    name = f"bench_{size}"
    postgres.ensure_database(name, SUPERUSER)
    answer = Path("test-results") / f"{name}.json"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "DATABASE_URL": postgres.url(SUPERUSER, name),
        "REDIS_URL": valkey.url(),
        "BENCH_POSTGRES": str(postgres.child.pid),
        "BENCH_ANSWER": str(answer),
        "SECRET_KEY": "bench" * 16,
    }
    rounds = ["--requests", str(options.requests), "--rounds", str(options.rounds)]
    subprocess.run([sys.executable, "-m", "tests.bench", "--one", str(size), *rounds], env=environment, check=True)
    return json.loads(answer.read_text())  # type: ignore[no-any-return]


def _one(size: int, requests: int, rounds: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.bench import work
    from tests.bench.fill import fill
    from tests.bench.serving import Server, percentile

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    print(f"\n== {size:,} clients ==\nrow 14  migrate an empty database: {time.monotonic() - began:.1f} s (must 20)")
    began = time.monotonic()
    staff = fill(size)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE bench_slot")
    print(f"        filled in {time.monotonic() - began:.0f} s: {work.counts()}")
    plans = work.plans(staff)
    statements = work.statements(plans, staff)
    postgres = int(os.environ["BENCH_POSTGRES"])
    ours = Server("tests.bench.settings", postgres)
    references = Server("tests.bench.reference_settings", postgres)
    memory_before = references.memory_mb()
    costs: dict[str, list[float]] = {}
    times: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {}
    try:
        for connections, _ in itertools.product((1, 8), range(rounds)):
            for row in ROWS:
                theirs = references.batch(plans[row.reference], requests, connections)
                mine = ours.batch(plans[row.name], requests, connections)
                key = f"{row.name} x{connections}"
                costs.setdefault(key, []).append(mine.cpu_ms)
                times.setdefault(key, []).extend(mine.seconds)
                ratios.setdefault(key, []).append(mine.cpu_ms / theirs.cpu_ms)
        memory = ours.memory_mb() / memory_before
    finally:
        ours.stop()
        references.stop()
    head = (
        f"{'row':3} {'view':34} {'SQL':>4} {'conn':>4} {'CPU ms':>7} {'ratio':>6} {'must':>5}      p50   p95   p99 ms"
    )
    print(head)
    for row, connections in itertools.product(ROWS, (1, 8)):
        key = f"{row.name} x{connections}"
        ratio = statistics.median(ratios[key])
        waits = "  ".join(f"{percentile(times[key], share) * 1000:4.0f}" for share in (0.5, 0.95, 0.99))
        verdict = "ok  " if ratio <= row.must else "MISS"
        print(
            f"{row.number:3} {row.name:34} {statements[row.name]:4} {connections:4} {statistics.median(costs[key]):7.1f} "
            f"{ratio:6.2f} {row.must:5.1f} {verdict} {waits}"
        )
    print(f"13  memory of a web worker against the references' after the run: {memory:.2f} (must 1.8)")
    work.materialising()
    answer = {row.name: statistics.median(costs[f"{row.name} x1"]) for row in ROWS}
    Path(os.environ["BENCH_ANSWER"]).write_text(json.dumps(answer))


def _growth(results: dict[int, dict[str, float]]) -> None:
    if len(results) < 2:
        return
    small, large = min(results), max(results)
    print(f"\nrow 10  growth of CPU from {small:,} to {large:,} clients")
    for name, cost in results[large].items():
        print(f"        {name:34} {cost / results[small][name]:.2f}")


if __name__ == "__main__":
    main()
