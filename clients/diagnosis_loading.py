"""Loading ICD-10-CM: the shipped list, or a year's whole order file as CMS publishes it. Set-based, all or nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from clients.diagnosis_codes import with_point
from iop.core import clock
from iop.core.errors import Invalid
from iop.core.ids import uuid7
from iop.core.words import say, sentence

SHIPPED = Path(__file__).parent / "data" / "icd10cm_2026.csv"
SHIPPED_FROM = dt.date(2025, 10, 1)
"""The first day of the fiscal year 2026, from which its codes hold."""
SHIPPED_SOURCE = "ICD-10-CM FY 2026, tabular list (CMS/NCHS)"
TITLE_LENGTH = 300
SOURCE_LENGTH = 80


@dataclass(frozen=True)
class Code:
    """One line of a list: a code with its point, its title, and whether it may be used or is a heading."""

    code: str
    title: str
    is_billable: bool = True


@dataclass(frozen=True)
class Loaded:
    """What a load did: codes new from that day, codes whose title was set right, codes that ended the day before."""

    new: int
    changed: int
    ended: int


def load_shipped() -> Loaded:
    """Load the list that comes with the product: F10–F99 and common Z and R codes. Loading twice changes nothing."""
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        rows = [Code(row["code"], row["title"]) for row in csv.DictReader(lines)]
    return load(rows, valid_from=SHIPPED_FROM, source=SHIPPED_SOURCE, is_whole=False)


def order_file(lines: Iterable[str]) -> Iterator[Code]:
    """Read the fixed columns of a CMS order file (icd10cm_order_YYYY.txt).

    Columns 7–13 the code, 15 whether it is complete (1) or a heading (0), 17–76 the short and 78 on the long title. Raises
    ``Invalid`` with the number of the first line that is not one.
    """
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n")
        if not text.strip():
            continue
        code, flag, title = text[6:13].strip(), text[14:15], text[77:].strip()
        if not _is_line(text, code, flag, title):
            words = say("Line {number} is not a line of an ICD-10-CM order file. Nothing was loaded.")
            raise Invalid(sentence(words, number=number), field="file", detail={"line": number})
        yield Code(with_point(code), title, is_billable=flag == "1")


@transaction.atomic
def load(codes: Iterable[Code], *, valid_from: dt.date, source: str, is_whole: bool) -> Loaded:
    """Make these the codes that hold from a day on. A ``is_whole`` list also ends the codes that it no longer has.

    A title that changed is a new row from that day, and the row before ends; what has not changed stays untouched. Raises
    ``Invalid`` for an empty list, and for a code that stands in it twice.
    """
    with connection.cursor() as cursor:
        # Of two loads at once one waits for the other.
        cursor.execute("LOCK TABLE clients_diagnosiscode IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("CREATE TEMP TABLE icd_load (id uuid, code text, title text, billable boolean) ON COMMIT DROP")
        if not _copy(cursor, codes):
            raise Invalid(say("The list is empty. Nothing was loaded."), field="file")
        _require_once(cursor)
        days = {"from": valid_from, "until": valid_from - dt.timedelta(days=1), "source": source, "now": clock.now()}
        changed = _run(cursor, SET_RIGHT, days)
        _run(cursor, END_RETITLED, days)
        ended = _run(cursor, END_MISSING, days) if is_whole else 0
        new = _run(cursor, ADD, days)
        cursor.execute("DROP TABLE icd_load")
    return Loaded(new=new, changed=changed, ended=ended)


SET_RIGHT = """
UPDATE clients_diagnosiscode d SET title = l.title, is_billable = l.billable, source = %(source)s
FROM icd_load l
WHERE d.code = l.code AND d.valid_from = %(from)s AND (d.title, d.is_billable) IS DISTINCT FROM (l.title, l.billable)
"""
END_RETITLED = """
UPDATE clients_diagnosiscode d SET valid_until = %(until)s
FROM icd_load l
WHERE d.code = l.code AND d.valid_from < %(from)s AND (d.valid_until IS NULL OR d.valid_until >= %(from)s)
  AND (d.title, d.is_billable) IS DISTINCT FROM (l.title, l.billable)
"""
END_MISSING = """
UPDATE clients_diagnosiscode d SET valid_until = %(until)s
WHERE d.valid_from < %(from)s AND (d.valid_until IS NULL OR d.valid_until >= %(from)s)
  AND NOT EXISTS (SELECT 1 FROM icd_load l WHERE l.code = d.code)
"""
ADD = """
INSERT INTO clients_diagnosiscode (id, created_at, code, title, valid_from, valid_until, is_billable, source)
SELECT l.id, %(now)s, l.code, l.title, %(from)s,
       (SELECT min(later.valid_from) - 1 FROM clients_diagnosiscode later
        WHERE later.code = l.code AND later.valid_from > %(from)s),
       l.billable, %(source)s
FROM icd_load l
WHERE NOT EXISTS (
    SELECT 1 FROM clients_diagnosiscode d
    WHERE d.code = l.code AND d.valid_from <= %(from)s AND (d.valid_until IS NULL OR d.valid_until >= %(from)s)
)
"""


def _is_line(text: str, code: str, flag: str, title: str) -> bool:
    is_numbered = text[:5].isdecimal() and text[5:6] == " "
    is_code = 3 <= len(code) <= 7 and code.isascii() and code.isalnum() and code[0].isalpha()
    return is_numbered and is_code and flag in ("0", "1") and 0 < len(title) <= TITLE_LENGTH


def _copy(cursor: Any, codes: Iterable[Code]) -> int:
    paper = io.StringIO()
    writer = csv.writer(paper)
    count = 0
    for each in codes:
        writer.writerow([uuid7(), each.code, each.title, "t" if each.is_billable else "f"])
        count += 1
    paper.seek(0)
    cursor.copy_expert("COPY icd_load FROM STDIN WITH (FORMAT csv)", paper)
    return count


def _require_once(cursor: Any) -> None:
    cursor.execute("SELECT code FROM icd_load GROUP BY code HAVING count(*) > 1 ORDER BY code LIMIT 1")
    twice = cursor.fetchone()
    if twice:
        words = say("{code} stands twice in the list. Nothing was loaded.")
        raise Invalid(sentence(words, code=twice[0]), field="file")


def _run(cursor: Any, sql: str, values: dict[str, Any]) -> int:
    cursor.execute(sql, values)
    return int(cursor.rowcount)
