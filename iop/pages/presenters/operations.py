"""Background work, made ready for its page and its command."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from iop.core import heartbeat
from iop.core.words import Sentence
from iop.notifications.choices import MessageStatus
from iop.notifications.models import Message
from iop.operations import broker
from iop.operations.choices import Outcome, State
from iop.operations.models import TaskRun
from iop.operations.schedule import queues
from iop.operations.standing import Standing, failures, standings, workers
from iop.pages.presenters.ground_lists import age_words

WORDS: dict[str, Sentence] = {
    "scheduling.owe_family_offers": gettext_lazy("Ask for what families are to be offered"),
    "scheduling.remind_guests": gettext_lazy("Remind the relatives of family sessions"),
    "scheduling.watch_releases": gettext_lazy("Take relatives off whose release has run out"),
    "api.forget_old_calls": gettext_lazy("Forget answers that were kept for a day"),
    "api.forget_old_deliveries": gettext_lazy("Forget what webhooks were told long ago"),
    "api.tell_webhooks": gettext_lazy("Tell other programs what changed"),
    "api.watch_keys": gettext_lazy("Watch API keys that end"),
    "imports.bring_waiting": gettext_lazy("Bring in clients of another system"),
    "imports.read_waiting": gettext_lazy("Look through files of clients"),
    "imports.remove_files": gettext_lazy("Remove files of clients that were brought in"),
    "audit.seal": gettext_lazy("Seal the audit record"),
    "billing.decide_all_days": gettext_lazy("Look for days changed after they were billed"),
    "billing.decide_days": gettext_lazy("Decide which days are billable"),
    "billing.make_claims": gettext_lazy("Make claims of the weeks that are over"),
    "billing.pull_charges": gettext_lazy("Charge days that are billable"),
    "billing.watch_client_money": gettext_lazy("Watch what clients owe"),
    "clients.watch_consents": gettext_lazy("Watch consents that end"),
    "clients.watch_registers": gettext_lazy("Watch deadlines of the registers"),
    "clinic.watch_credentials": gettext_lazy("Watch licences that end"),
    "fhir.make_exports": gettext_lazy("Make exports that other programs asked for"),
    "intake.ask_after_stays": gettext_lazy("Ask after people in care elsewhere"),
    "notifications.deliver": gettext_lazy("Send messages"),
    "operations.prune": gettext_lazy("Forget old runs"),
    "operations.watch": gettext_lazy("Watch background work"),
    "records.make_exports": gettext_lazy("Make copies of records that clients asked for"),
    "reminders.plan": gettext_lazy("Plan reminders"),
    "scheduling.expire_holds": gettext_lazy("Free held seats"),
    "scheduling.owe_appointments": gettext_lazy("Find appointments nobody booked"),
    "sessions.ask_for_group_attendance": gettext_lazy("Ask who came to open groups"),
    "billing.read_remittance": gettext_lazy("Read payers' answers"),
    "billing.post_remittances": gettext_lazy("Post payers' long payments"),
    "sessions.call_absentees": gettext_lazy("Put who is missing on the call list"),
    "sessions.finalise_attendance": gettext_lazy("Make attendance final"),
    "sessions.make_group_meetings": gettext_lazy("Make the meetings of open groups"),
    "sessions.materialise": gettext_lazy("Make the days ahead"),
    "billing.owe_coverage_checks": gettext_lazy("Find covers to check"),
    "sessions.watch_absence": gettext_lazy("Watch missed days"),
    "billing.watch_authorizations": gettext_lazy("Watch what payers authorized"),
    "therapy.assign_measures": gettext_lazy("Give questionnaires that fall due"),
    "therapy.draw_tests": gettext_lazy("Draw who is tested"),
    "therapy.escalate_measure_alerts": gettext_lazy("Hand on alerts nobody answered"),
    "therapy.find_reviews": gettext_lazy("Find who is due for a review"),
    "therapy.owe_assessments": gettext_lazy("Find assessments to finish"),
    "therapy.owe_medication_work": gettext_lazy("Find medication work"),
    "therapy.owe_own_plans": gettext_lazy("Find safety plans to review"),
    "therapy.owe_plans": gettext_lazy("Find plans to write or review"),
    "therapy.owe_progress_notes": gettext_lazy("Find notes nobody wrote"),
    "therapy.watch_follow_ups": gettext_lazy("Watch check-ins after treatment"),
    "therapy.watch_warnings": gettext_lazy("Look for early warnings"),
}
TONES = {
    State.FINE: ("good", "check-circle"), State.RUNNING: ("info", "play-circle"), State.WAITING: ("quiet", "clock"),
    State.FAILING: ("bad", "x-octagon"), State.LATE: ("bad", "exclamation-triangle"),
}  # fmt: skip
WORST_FIRST = (State.LATE, State.FAILING, State.WAITING, State.RUNNING, State.FINE)
SECONDS_LONG = dt.timedelta(seconds=90)


@dataclass(frozen=True)
class Row:
    """A scheduled task, as shown."""

    task: str
    name: Sentence
    rhythm: str
    queue: str
    state: Sentence
    tone: str
    icon: str
    last: str
    took: str
    usual: str
    made: str
    due: str
    failures: int


@dataclass(frozen=True)
class Failure:
    """A run that failed or ended half-way, as shown."""

    at: str
    name: Sentence
    outcome: Sentence
    error: str
    took: str
    worker: str


def read(*, at: dt.datetime, zone: str) -> dict[str, Any]:
    """Give everything that the page of background work shows, in a fixed number of statements."""
    found = sorted(standings(at=at), key=lambda one: (WORST_FIRST.index(one.state), one.entry.every, one.entry.task))
    depths = broker.depths()
    return {
        "rows": [_row(one, at, zone) for one in found],
        "trouble": sum(one.state in (State.LATE, State.FAILING) for one in found),
        "queues": [_queue(name, depths) for name in queues()],
        "broker_away": depths is None,
        "processes": _processes(at) if depths is not None else [],
        "workers": [
            {"worker": seen.worker, "queue": seen.queue, "runs": seen.runs, "ago": _ago(at - seen.at)}
            for seen in workers(at=at)
        ],
        "failures": [_failure(run, zone) for run in failures(at=at)],
        "outbox": _messages(at),
        "zone": zone.replace("_", " "),
        "now": _when(at, at, zone),
    }


def name_of(task: str) -> Sentence:
    """Say what a task does in a few words; its own name when nobody has found any."""
    return WORDS.get(task, task)


def duration(span: dt.timedelta | None) -> str:
    """Say how long something took: 40 ms, 2.5 s, 3 minutes."""
    if span is None:
        return "–"
    seconds = span.total_seconds()
    if seconds < 1:
        return _("%(n)d ms") % {"n": round(seconds * 1000)}
    return _("%(n)s s") % {"n": f"{seconds:.1f}"} if span < SECONDS_LONG else age_words(span)


def _row(one: Standing, at: dt.datetime, zone: str) -> Row:
    tone, icon = TONES[one.state]
    last = one.last
    return Row(
        task=one.entry.task, name=name_of(one.entry.task), rhythm=_rhythm(one.entry.every), queue=one.entry.queue,
        state=one.state.label, tone=tone, icon=icon, failures=one.failures, usual=duration(one.usual),
        last=_when(last.started_at, at, zone) if last else _("never"),
        took=duration(last.ended_at - last.started_at) if last and last.ended_at else "–",
        made="–" if last is None or last.result is None else f"{last.result:,}",
        due=_("now") if one.due_at <= at else _when(one.due_at, at, zone),
    )  # fmt: skip


def _rhythm(every: dt.timedelta) -> str:
    minutes = round(every.total_seconds() / 60)
    if minutes >= 24 * 60:
        return _("every night")
    if minutes >= 60:
        return ngettext("every hour", "every %(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("every minute", "every %(n)d minutes", minutes) % {"n": minutes}


def _when(moment: dt.datetime, at: dt.datetime, zone: str) -> str:
    place = ZoneInfo(zone)
    local, today = moment.astimezone(place), at.astimezone(place)
    return f"{local:%H:%M}" if local.date() == today.date() else f"{local:%b} {local.day}, {local:%H:%M}"


def _ago(span: dt.timedelta) -> str:
    return _("%(age)s ago") % {"age": age_words(span)}


def _queue(name: str, depths: dict[str, int] | None) -> dict[str, Any]:
    return {"name": name, "waiting": "–" if depths is None else f"{depths[name]:,}"}


def _processes(at: dt.datetime) -> list[dict[str, Any]]:
    """Say of worker and clock whether they were seen; both leave a mark in the broker every few seconds."""
    named: list[tuple[heartbeat.Who, str]] = [("worker", _("Worker")), ("beat", _("Clock"))]
    seen = [(name, heartbeat.seen_seconds_ago(who, at=at)) for who, name in named]
    return [
        {
            "name": name,
            "ok": heartbeat.is_fresh(seconds),
            "ago": _("never seen") if seconds is None else _ago(dt.timedelta(seconds=seconds)),
        }
        for name, seconds in seen
    ]


def _messages(at: dt.datetime) -> dict[str, Any]:
    waiting = Message.objects.filter(status=MessageStatus.WAITING, due_at__lte=at)
    found = waiting.aggregate(n=Count("pk"), oldest=Min("due_at"))
    return {
        "waiting": f"{found['n']:,}", "oldest": age_words(at - found["oldest"]) if found["oldest"] else "",
    }  # fmt: skip


def _failure(run: TaskRun, zone: str) -> Failure:
    local = run.started_at.astimezone(ZoneInfo(zone))
    return Failure(
        at=f"{local:%Y-%m-%d %H:%M:%S}", name=name_of(run.task), outcome=Outcome(run.outcome).label,
        error=run.error or "–", took=duration(run.ended_at - run.started_at if run.ended_at else None), worker=run.worker,
    )  # fmt: skip
