"""What therapy saw that makes a review due (the slot ``REVIEW_CAUSES``): tests, answers that alarmed, warnings of absences."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from clients.review_causes import Cause
from iop.access.choices import Permission
from iop.clinic import settings
from iop.core import clock
from iop.core.words import say
from therapy.choices.drug_tests import Overall
from therapy.choices.measures import AlertLevel
from therapy.choices.warnings import WarningKind
from therapy.models import EarlyWarning, MeasureAlert, TestResult

TEST, ALERT, ABSENCES = "test", "alert", "absences"


def causes(episode_ids: Collection[uuid.UUID], since: dt.datetime, at: dt.datetime) -> list[Cause]:
    """Give what happened to these stays between two instants; four statements, however many stays."""
    days = dt.timedelta(days=settings.value("reviews.event_days", on=at.date()))
    asked = list(episode_ids)
    return [*_tests(asked, since, at, days), *_alerts(asked, since, at, days), *_absences(asked, since, at, days)]


def _tests(ids: list[uuid.UUID], since: dt.datetime, at: dt.datetime, days: dt.timedelta) -> list[Cause]:
    """An unexpected result that no later one has corrected or answered."""
    rows = TestResult.objects.filter(
        test__episode__in=ids, resulted_at__gt=since, resulted_at__lte=at, overall__in=[Overall.UNEXPECTED, Overall.PENDING],
        corrected_by__isnull=True, confirmed_by__isnull=True,
    ).values_list("test__episode_id", "test_id", "resulted_at", "test__episode__site__time_zone")  # fmt: skip
    return [
        Cause(
            episode_id, TEST, f"test:{pk}", say("Unexpected drug test result"), on := clock.local_date(when, zone), on + days,
            ("therapy.drugtest", pk), Permission.TESTS_VIEW,
        )
        for episode_id, pk, when, zone in rows
    ]  # fmt: skip


def _alerts(ids: list[uuid.UUID], since: dt.datetime, at: dt.datetime, days: dt.timedelta) -> list[Cause]:
    rows = MeasureAlert.objects.filter(
        response__episode__in=ids,
        raised_at__gt=since,
        raised_at__lte=at,
        level__in=[AlertLevel.URGENT, AlertLevel.TODAY],
    ).values_list("response__episode_id", "pk", "raised_at", "response__episode__site__time_zone")
    return [
        Cause(
            episode_id, ALERT, f"alert:{pk}", say("An answer to a questionnaire that alarmed"),
            on := clock.local_date(when, zone), on + days, ("therapy.measurealert", pk), Permission.MEASURES_GIVE,
        )
        for episode_id, pk, when, zone in rows
    ]  # fmt: skip


def _absences(ids: list[uuid.UUID], since: dt.datetime, at: dt.datetime, days: dt.timedelta) -> list[Cause]:
    rows = EarlyWarning.objects.filter(
        episode__in=ids, kind=WarningKind.ABSENCES, raised_at__gt=since, raised_at__lte=at
    ).values_list("episode_id", "pk", "raised_at", "episode__site__time_zone")
    return [
        Cause(
            episode_id, ABSENCES, f"warning:{pk}", say("Early warning: missed treatment days"),
            on := clock.local_date(when, zone), on + days, ("therapy.earlywarning", pk), Permission.NOTE_VIEW,
        )
        for episode_id, pk, when, zone in rows
    ]  # fmt: skip
