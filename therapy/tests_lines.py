"""Drug tests in sums and pictures of a stay: for those alone who read drug tests (the slots ``TIMELINE`` and ``EVIDENCE``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from clients.evidence import Fact, Subject
from clients.models import Episode
from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence, count_words, say, sentence
from therapy.choices.drug_tests import HAS_RESULT, Overall, TestStatus
from therapy.models.drug_tests import DrugTest, TestResult

KIND = "therapy.drugtest"
TONES: dict[str, str] = {
    Overall.CONSISTENT: "good",
    Overall.DOUBTFUL: "neutral",
    Overall.AS_TOLD: "neutral",
    Overall.DILUTE: "neutral",
    Overall.PENDING: "warn",
    Overall.UNEXPECTED: "warn",
    Overall.NOT_VALID: "neutral",
}
"""A result is never "bad": it is something to talk about."""


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> Sequence[Line]:
    """One line of events: each test with what it came to, and those missed, declined or not possible. One statement."""
    rows = (
        DrugTest.objects.filter(episode__client=client_id, due_on__gte=first, due_on__lte=last)
        .exclude(status__in=[TestStatus.ORDERED, TestStatus.CANCELLED])
        .annotate(overall=newest("overall"), stage=newest("stage"))
        .select_related("episode__site", "panel")
        .order_by("due_on", "ordered_at")
    )
    return [
        Line("tests", say("Drug tests"), LineKind.EVENT, [_point(row) for row in rows], needs=Permission.TESTS_VIEW)
    ]


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> Sequence[Fact]:
    """Say how many tests there were, what they came to, and how many there were not. One statement."""
    rows = (
        DrugTest.objects.filter(episode=episode, due_on__gte=first, due_on__lte=last)
        .annotate(overall=newest("overall"))
        .order_by()
        .values("status", "overall")
        .annotate(number=Count("pk", distinct=True))
    )
    counted: dict[str, int] = {}
    for row in rows:
        key = row["overall"] if row["status"] in HAS_RESULT else row["status"]
        counted[key] = counted.get(key, 0) + row["number"]
    told = [(words, counted.get(key, 0)) for key, words in COUNTED]
    parts = [sentence(words, number=number) for words, number in told if number]
    taken = sum(number for key, number in counted.items() if key in Overall.values)
    if not taken and not parts:
        return []
    whole = count_words("{number} drug test with a result", "{number} drug tests with a result", taken)
    says: list[Sentence] = [sentence(whole, number=taken), *parts]
    return [Fact(Subject.TESTS, one, needs=Permission.TESTS_VIEW) for one in says]


COUNTED: tuple[tuple[str, Sentence], ...] = (
    (Overall.CONSISTENT, say("{number} consistent with what is known")),
    (Overall.AS_TOLD, say("{number} consistent with what the client told us")),
    (Overall.PENDING, say("{number} unexpected on the screen, not confirmed")),
    (Overall.UNEXPECTED, say("{number} unexpected, confirmed")),
    (Overall.DILUTE, say("{number} negative and dilute")),
    (TestStatus.MISSED, say("{number} missed")),
    (TestStatus.REFUSED, say("{number} declined")),
    (TestStatus.UNABLE, say("{number} could not be provided")),
)


def newest(field: str, test: str = "pk") -> Subquery:
    """Give a field of the result that stands for a test: the laboratory's before the screen's, the correction before the first."""
    standing = TestResult.objects.filter(Q(corrected_by__isnull=True), test=OuterRef(test))
    # "definitive" comes before "presumptive" in the alphabet.
    return Subquery(standing.order_by("stage", "-resulted_at", "-id").values(field)[:1])


def _point(row: Any) -> Point:
    on = clock.local_date(row.collected_at, row.episode.site.time_zone) if row.collected_at else row.due_on
    if row.overall:
        words = sentence(say("Drug test: {what}"), what=Overall(row.overall).label)
        return Point(on, words, tone=TONES[row.overall], place=(KIND, row.pk))
    words = sentence(say("Drug test: {what}"), what=TestStatus(row.status).label)
    return Point(on, words, tone="neutral", place=(KIND, row.pk))
