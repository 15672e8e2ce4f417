"""The figures of many stays at once, for reviews, their proposals and their board: a fixed number of statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from clients.models import Concern, DimensionalAssessment, Episode
from iop.clinic import settings
from iop.core import clock
from scheduling.lengths import target_weeks
from scheduling.rules.lengths import Length
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus, SessionStatus, UseReport
from sessions_app.makeups import service_minutes
from sessions_app.models import Attendance, SelfReport
from therapy.actions.measures.finishing import as_score
from therapy.choices.drug_tests import HAS_RESULT, Overall
from therapy.choices.own_plans import AFTERCARE_SETTLED
from therapy.choices.plans import PlanStatus, Progress, ThreadStatus
from therapy.models import AftercareStep, DrugTest, MeasureAlert, MeasureResponse, ObjectiveThread
from therapy.objectives import latest_marks
from therapy.questionnaires import find_many
from therapy.questionnaires.engine import change
from therapy.questionnaires.library import Name
from therapy.questionnaires.shapes import Definition
from therapy.review_rhythm import AtLevel, Span, at_levels, rung_of, spans
from therapy.rules.reviews import Figures, Limits, Moved
from therapy.tests_lines import newest as newest_result

T = TypeVar("T")
Found = dict[uuid.UUID, dict[str, Any]]
LIMITS = {
    "attended_percent": "reviews.attended_percent",
    "missing_percent": "reviews.missing_percent",
    "days_without_use": "reviews.days_without_use",
    "use_times": "reviews.use_times",
    "tests": "reviews.tests",
    "objectives_percent": "reviews.objectives_percent",
    "dimensions_days": "reviews.dimensions_days",
}
DAY = dt.timedelta(days=1)
MOVING = frozenset({Progress.IMPROVED, Progress.WORKED_ON})


def limits_of(site_id: uuid.UUID, on: dt.date) -> Limits:
    """Give the thresholds of a site's proposals as they stand on a day; one statement."""
    found = settings.values(LIMITS.values(), on=on, site_id=site_id)
    return Limits(**{name: int(found[key]) for name, key in LIMITS.items()})


def figures(episode_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, Figures]:
    """Give what is known of these stays in numbers, as of ``at``, since the last review of each.

    Statements do not grow with the stays.
    """
    stays = {row.pk: row for row in Episode.objects.filter(pk__in=list(episode_ids)).select_related("site")}
    if not stays:
        return {}
    days = {pk: clock.local_date(at, stay.site.time_zone) for pk, stay in stays.items()}
    looked = spans(stays.values())
    levels = at_levels(stays, max(days.values()))
    lengths = target_weeks(stays, at)
    found = {pk: _begun(levels.get(pk), looked[pk], days[pk], lengths.get(pk)) for pk in stays}
    for part in (_attendance, _objectives, _use, _tests, _measures, _safety, _aftercare, _dimensions):
        for pk, values in part(stays, looked, days).items():
            found[pk] = replace(found[pk], **values)
    return found


def _begun(at: AtLevel | None, span: Span, on: dt.date, meant: Length | None) -> Figures:
    if at is None:
        return Figures(None, None, 0, None, span.since)
    return Figures(at.rung, at.since, (on - at.since).days // 7 + 1, meant.target if meant else None, span.since)


Stays = Mapping[uuid.UUID, Episode]
Spans = Mapping[uuid.UUID, Span]
Days = Mapping[uuid.UUID, dt.date]


def _attendance(stays: Stays, looked: Spans, days: Days) -> Found:
    """Days and minutes planned and attended since the last review; a day still open counts for nothing (two statements)."""
    rows = (
        Attendance.objects.filter(
            episode__in=list(stays), session__on__gte=_first(looked), session__on__lte=max(days.values()),
            session__status__in=[SessionStatus.CLOSED, SessionStatus.FINAL], status__in=[*ATTENDED, *MISSED],
        )
        .order_by()
        .values_list("episode_id", "session__on", "status", "credited_minutes", "session_id")
    )  # fmt: skip
    kept = [row for row in rows if looked[row[0]].since <= row[1] <= days[row[0]]]
    planned = service_minutes({row[4] for row in kept})
    found: Found = {}
    for pk, own in _by(kept, lambda row: row[0]).items():
        came = [row for row in own if row[2] in ATTENDED]
        found[pk] = {
            "planned_days": len(own),
            "attended_days": len(came),
            "excused_days": sum(1 for row in own if row[2] == AttendanceStatus.ABSENT_EXCUSED),
            "planned_minutes": sum(planned.get(row[4], 0) for row in own),
            "attended_minutes": sum(row[3] or 0 for row in came),
        }
    return found


def _objectives(stays: Stays, looked: Spans, days: Days) -> Found:
    """How many objectives of the stay are met and open, and where the open ones are going (two statements)."""
    rows = ObjectiveThread.objects.filter(
        Q(status=ThreadStatus.MET) | Q(versions__plan__status=PlanStatus.ACTIVE, status=ThreadStatus.OPEN),
        episode__in=list(stays),
    )
    threads = list(rows.order_by().distinct().values_list("episode_id", "pk", "status"))
    marks = latest_marks(pk for _, pk, status in threads if status == ThreadStatus.OPEN)
    found: Found = {}
    for pk, own in _by(threads, lambda row: row[0]).items():
        going = [thread for _, thread, status in own if status == ThreadStatus.OPEN]
        newest = Counter(marks[thread].progress for thread in going if thread in marks)
        found[pk] = {
            "objectives_met": len(own) - len(going),
            "objectives_open": len(going),
            "objectives_better": sum(newest[each] for each in MOVING),
            "objectives_worse": newest[Progress.WORSE],
        }
    return found


def _use(stays: Stays, looked: Spans, days: Days) -> Found:
    """How often use was asked for and told since the last review, and the days since the last use told (one statement)."""
    rows = (
        SelfReport.objects.filter(attendance__episode__in=list(stays))
        .exclude(use="")
        .order_by()
        .values_list("attendance__episode_id", "attendance__session__on", "use", Coalesce("uses__on", "attendance__session__on"))
    )  # fmt: skip
    known = [row for row in rows if row[1] <= days[row[0]]]
    found: Found = {}
    for pk, own in _by(known, lambda row: row[0]).items():
        lately = {(on, use) for _, on, use, _used in own if on >= looked[pk].since}
        last = max((used for _, _, use, used in own if use == UseReport.USED), default=None)
        found[pk] = {
            "asked_about_use": len(lately),
            "told_use": sum(1 for _, use in lately if use == UseReport.USED),
            "days_since_use": max((days[pk] - last).days, 0) if last else None,
        }
    return found


def _tests(stays: Stays, looked: Spans, days: Days) -> Found:
    """Tests with a result since the last review, and those unexpected by the result that stands (one statement)."""
    rows = (
        DrugTest.objects.filter(episode__in=list(stays), status__in=HAS_RESULT, due_on__gte=_first(looked))
        .annotate(overall=newest_result("overall"))
        .order_by()
        .values_list("episode_id", "due_on", "overall")
    )
    kept = [row for row in rows if row[2] and looked[row[0]].since <= row[1] <= days[row[0]]]
    return {
        pk: {
            "tests": len(own),
            "unexpected_tests": sum(1 for row in own if row[2] in (Overall.UNEXPECTED, Overall.PENDING)),
        }
        for pk, own in _by(kept, lambda row: row[0]).items()
    }


def _measures(stays: Stays, looked: Spans, days: Days) -> Found:
    """The newest total of each questionnaire against the first of the stay (two statements)."""
    rows = list(MeasureResponse.objects.scored().filter(episode__in=list(stays), total__isnull=False))
    known = find_many({_name(row) for row in rows}) if rows else {}
    found: Found = {}
    for pk, own in _by(rows, lambda row: row.episode_id).items():
        moved = [_moved(answers, known) for answers in _by(own, lambda row: row.key).values()]
        found[pk] = {"measures": tuple(each for each in moved if each is not None)}
    return found


def _name(row: MeasureResponse) -> Name:
    return row.key, row.questionnaire_version, row.language


def _moved(rows: list[MeasureResponse], known: Mapping[Name, Definition]) -> Moved | None:
    first, newest = rows[0], rows[-1]
    definition = known.get(_name(newest))
    if definition is None or first.pk == newest.pk or first.total is None or newest.total is None:
        return None
    now = as_score(definition, newest)
    step = change(definition, as_score(definition, first), None, now).since_baseline if now else None
    if step is None:
        return None
    return Moved(
        name=definition.short or definition.title, first=f"{first.total.normalize():f}", now=f"{newest.total.normalize():f}",
        way=step.way, is_meaningful=bool(step.is_meaningful or step.is_reliable),
    )  # fmt: skip


def _safety(stays: Stays, looked: Spans, days: Days) -> Found:
    """Concerns and answers that alarmed that nobody has settled (two statements)."""
    clients = {stay.client_id for stay in stays.values()}
    concerns = dict(
        Concern.objects.filter(client__in=clients, resolved_at__isnull=True)
        .order_by()
        .values_list("client")
        .annotate(Count("pk"))
    )
    alerts = dict(
        MeasureAlert.objects.unanswered()
        .filter(response__episode__in=list(stays), is_safety=True)
        .order_by()
        .values_list("response__episode")
        .annotate(Count("pk"))
    )
    return {
        pk: {"open_concerns": concerns.get(stay.client_id, 0), "open_alerts": alerts.get(pk, 0)}
        for pk, stay in stays.items()
    }


def _aftercare(stays: Stays, looked: Spans, days: Days) -> Found:
    rows = AftercareStep.objects.filter(plan__episode__in=list(stays)).order_by()
    own = _by(rows.values_list("plan__episode_id", "status"), lambda row: row[0])
    return {
        pk: {
            "aftercare_steps": len(steps),
            "aftercare_settled": sum(1 for _, status in steps if status in AFTERCARE_SETTLED),
        }
        for pk, steps in own.items()
    }


def _dimensions(stays: Stays, looked: Spans, days: Days) -> Found:
    """The day of the newest signed ratings of the dimensions, and the level they indicate (one statement)."""
    rows = (
        DimensionalAssessment.objects.filter(episode__in=list(stays), signed_at__isnull=False)
        .select_related("indicated_level")
        .order_by("episode_id", "-assessed_on", "-signed_at")
        .distinct("episode_id")
    )
    return {
        row.episode_id: {
            "dimensions_on": row.assessed_on,
            "dimensions_level": rung_of(row.indicated_level) if row.indicated_level else None,
        }
        for row in rows
    }


def _first(looked: Spans) -> dt.date:
    return min(span.since for span in looked.values())


def _by(rows: Iterable[T], key: Callable[[T], Any]) -> dict[Any, list[T]]:
    found: dict[Any, list[T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
