"""When a level of care is reviewed, what plain rules propose, and what a decision must say. Pure: values in, sentences out.

A proposal is a decision with the facts that speak for it and against it. There is no score, and no rule decides.
Source: levels_of_care.md §4 and §6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from clients.placing_rules import why_not_variance
from iop.core.words import Sentence, count_words, say, sentence
from therapy.choices.reviews import STAYS, ClientAgrees, ReviewDecision

TEXT_LENGTH = 5_000
MOST_WEEKS = 52
REMARK_LENGTH = 2_000
SECTIONS = frozenset(str(number) for number in range(1, 15))
"""The numbers of the sections of the evidence."""


@dataclass(frozen=True)
class Rhythm:
    """Days between reviews: ``first_every`` during the first ``first_period`` days at a level, ``then_every`` after."""

    first_every: int
    first_period: int
    then_every: int


DEFAULT_RHYTHM = Rhythm(14, 28, 30)
"""For levels without a rhythm of their own (levels_of_care.md §4)."""


def due_on(rhythm: Rhythm, *, level_since: dt.date, reviewed_on: dt.date | None) -> dt.date:
    """Say when a level is reviewed next: counted from the last review held at it, else from its first day."""
    counted_from = max(level_since, reviewed_on) if reviewed_on else level_since
    is_first = (counted_from - level_since).days < rhythm.first_period
    return counted_from + dt.timedelta(days=rhythm.first_every if is_first else rhythm.then_every)


def why_not_rhythm(first_every: int, first_period: int, then_every: int) -> tuple[str, Sentence] | None:
    """A level is reviewed at least once a year; a first period of none means one rhythm for all of it."""
    for field, value in (("first_every_days", first_every), ("then_every_days", then_every)):
        if not 1 <= value <= 366:
            return field, say("Choose between 1 and 366 days.")
    if not 0 <= first_period <= 366:
        return "first_period_days", say("Choose between 0 and 366 days.")
    return None


@dataclass(frozen=True)
class Rung:
    """A level of care on the ladder; higher ``intensity`` is more intensive."""

    key: str
    name: str
    intensity: int
    is_off_site: bool = False


@dataclass(frozen=True)
class Moved:
    """A questionnaire's newest total against the first of the stay. ``way``: better, worse or same."""

    name: str
    first: str
    now: str
    way: str
    is_meaningful: bool


@dataclass(frozen=True)
class Figures:
    """What is known of a stay in numbers, since the day after its last review (``since``) unless a name says otherwise."""

    level: Rung | None
    level_since: dt.date | None
    weeks_at_level: int
    """Begun weeks; the first is 1, and 0 without a level."""
    target_weeks: int | None
    """How long the level is meant to last; none when nobody set it."""
    since: dt.date
    planned_days: int = 0
    attended_days: int = 0
    excused_days: int = 0
    planned_minutes: int = 0
    attended_minutes: int = 0
    objectives_met: int = 0
    """Of the whole stay."""
    objectives_open: int = 0
    objectives_better: int = 0
    """Open ones whose newest mark is better or worked on."""
    objectives_worse: int = 0
    asked_about_use: int = 0
    told_use: int = 0
    days_since_use: int | None = None
    """Days since the last use told in this stay; none when none was told."""
    tests: int = 0
    unexpected_tests: int = 0
    measures: tuple[Moved, ...] = ()
    open_concerns: int = 0
    open_alerts: int = 0
    aftercare_settled: int = 0
    aftercare_steps: int = 0
    dimensions_on: dt.date | None = None
    dimensions_level: Rung | None = None
    """The level that the newest signed dimensional ratings indicate."""

    @property
    def missed_days(self) -> int:
        """Count the planned days that were not attended, excused or not."""
        return self.planned_days - self.attended_days

    @property
    def attended_percent(self) -> int | None:
        """Give the share of planned days attended; none while no day was planned."""
        return round(100 * self.attended_days / self.planned_days) if self.planned_days else None


@dataclass(frozen=True)
class Limits:
    """The clinic's own thresholds (settings ``reviews.…``)."""

    attended_percent: int = 80
    missing_percent: int = 50
    days_without_use: int = 14
    use_times: int = 2
    tests: int = 2
    objectives_percent: int = 50
    dimensions_days: int = 30


@dataclass(frozen=True)
class Proposal:
    """A decision that the rules put forward, with what speaks for it and what against. ``level`` is where it leads."""

    decision: str
    reasons: tuple[Sentence, ...]
    against: tuple[Sentence, ...] = ()
    level: Rung | None = None


def proposals(figures: Figures, limits: Limits, ladder: Sequence[Rung], on: dt.date) -> list[Proposal]:
    """Put forward what the facts speak for, the most pressing first; to continue always stands among them.

    ``ladder`` are the clinic's levels. Nothing is proposed for somebody without a level: they are placed first.
    """
    if figures.level is None:
        return []
    found = [rule(figures, limits, ladder, on) for rule in (_step_up, _discharge, _step_down, _extend)]
    made = [each for each in found if each is not None]
    return [*made, _continue(figures, made)]


def _step_up(figures: Figures, limits: Limits, ladder: Sequence[Rung], on: dt.date) -> Proposal | None:
    reasons = [*_indicates(figures, lambda there, here: there > here), *_worrying(figures, limits)]
    level = _next(figures, ladder, up=True)
    if not reasons or level is None:
        return None
    against = [*_came(figures, limits.attended_percent), *_moving(figures)]
    return Proposal(ReviewDecision.STEP_UP, tuple(reasons), tuple(against), level)


def _step_down(figures: Figures, limits: Limits, ladder: Sequence[Rung], on: dt.date) -> Proposal | None:
    level = _next(figures, ladder, up=False)
    came = _came(figures, limits.attended_percent)
    grounds = [
        *_indicates(figures, lambda there, here: there < here), *_met(figures, limits.objectives_percent), *_reached(figures)
    ]  # fmt: skip
    if level is None or not came or not grounds or _worrying(figures, limits) or _used_lately(figures, limits):
        return None
    reasons = [*grounds, *came, *_without_use(figures, limits), *_measured(figures, "better")]
    return Proposal(ReviewDecision.STEP_DOWN, tuple(reasons), tuple(_cautions(figures, limits, on)), level)


def _discharge(figures: Figures, limits: Limits, ladder: Sequence[Rung], on: dt.date) -> Proposal | None:
    done = figures.objectives_met > 0 and figures.objectives_open == 0
    is_lowest = _next(figures, ladder, up=False) is None
    if not (done and is_lowest) or _worrying(figures, limits) or _used_lately(figures, limits):
        return None
    reasons = [
        _counted("Its one objective is met", "All {count} objectives are met", figures.objectives_met),
        *_came(figures, limits.attended_percent), *_without_use(figures, limits), *_measured(figures, "better"),
    ]  # fmt: skip
    return Proposal(ReviewDecision.DISCHARGE, tuple(reasons), tuple(_cautions(figures, limits, on)))


def _extend(figures: Figures, limits: Limits, ladder: Sequence[Rung], on: dt.date) -> Proposal | None:
    if not figures.target_weeks or figures.weeks_at_level < figures.target_weeks:
        return None
    if not figures.objectives_open and not _worrying(figures, limits):
        return None
    reasons = [*_reached(figures), *_still_open(figures), *_worrying(figures, limits)]
    return Proposal(ReviewDecision.EXTEND, tuple(reasons), tuple(_met(figures, 100)), figures.level)


def _continue(figures: Figures, others: Sequence[Proposal]) -> Proposal:
    reasons = [*_still_open(figures), *_moving(figures)]
    if figures.target_weeks and figures.weeks_at_level < figures.target_weeks:
        reasons.append(
            sentence(
                say("Week {week} of {target}"), week=figures.weeks_at_level, target=figures.target_weeks
            )
        )  # fmt: skip
    against = [reason for each in others for reason in each.reasons if reason not in reasons]
    if not others:
        reasons.append(say("No rule speaks for a change"))
    return Proposal(ReviewDecision.CONTINUE, tuple(reasons), tuple(dict.fromkeys(against)), figures.level)


def _next(figures: Figures, ladder: Iterable[Rung], *, up: bool) -> Rung | None:
    here = figures.level
    if here is None:
        return None
    levels = sorted((rung for rung in ladder if not rung.is_off_site), key=lambda rung: rung.intensity)
    if up:
        return next((rung for rung in levels if rung.intensity > here.intensity), None)
    return next((rung for rung in reversed(levels) if rung.intensity < here.intensity), None)


def _worrying(figures: Figures, limits: Limits) -> list[Sentence]:
    """Give what speaks for more care, each with its number."""
    percent = figures.attended_percent
    found: list[Sentence] = []
    if figures.open_concerns:
        words = "A concern about safety is open", "{count} concerns about safety are open"
        found.append(_counted(*words, figures.open_concerns))
    if figures.open_alerts:
        words = "An answer that alarmed is not looked at yet", "{count} answers that alarmed are not looked at yet"
        found.append(_counted(*words, figures.open_alerts))
    if figures.told_use >= limits.use_times:
        words = "Told us of use once since the last review", "Told us of use {count} times since the last review"
        found.append(_counted(*words, figures.told_use))
    if figures.unexpected_tests >= limits.tests:
        words = "An unexpected test since the last review", "{count} unexpected tests since the last review"
        found.append(_counted(*words, figures.unexpected_tests))
    if percent is not None and percent < limits.missing_percent:
        found.append(_days(figures))
    if figures.objectives_worse:
        found.append(_counted("An objective got worse", "{count} objectives got worse", figures.objectives_worse))
    return found + _measured(figures, "worse")


def _used_lately(figures: Figures, limits: Limits) -> bool:
    """Say whether use or a test since the last review stands in the way of less care."""
    days = figures.days_since_use
    return (days is not None and days < limits.days_without_use) or figures.unexpected_tests > 0


def _indicates(figures: Figures, differs: Callable[[int, int], bool]) -> list[Sentence]:
    there, here = figures.dimensions_level, figures.level
    if there is None or here is None or there.is_off_site or not differs(there.intensity, here.intensity):
        return []
    return [sentence(say("The ratings of the dimensions indicate {level}"), level=there.name)]


def _came(figures: Figures, from_percent: int) -> list[Sentence]:
    percent = figures.attended_percent
    return [_days(figures)] if percent is not None and percent >= from_percent else []


def _days(figures: Figures) -> Sentence:
    return sentence(
        say("Attended {came} of {planned} treatment days"), came=figures.attended_days, planned=figures.planned_days
    )


def _met(figures: Figures, from_percent: int) -> list[Sentence]:
    everything = figures.objectives_met + figures.objectives_open
    if not figures.objectives_met or 100 * figures.objectives_met < from_percent * everything:
        return []
    return [sentence(say("{met} of {all} objectives met"), met=figures.objectives_met, all=everything)]


def _reached(figures: Figures) -> list[Sentence]:
    if not figures.target_weeks or figures.weeks_at_level < figures.target_weeks:
        return []
    words = say("The target is reached: week {week} of {target}")
    return [sentence(words, week=figures.weeks_at_level, target=figures.target_weeks)]


def _still_open(figures: Figures) -> list[Sentence]:
    if not figures.objectives_open:
        return []
    return [_counted("One objective is still open", "{count} objectives are still open", figures.objectives_open)]


def _moving(figures: Figures) -> list[Sentence]:
    if not figures.objectives_better:
        return []
    return [_counted("One open objective is moving", "{count} open objectives are moving", figures.objectives_better)]


def _without_use(figures: Figures, limits: Limits) -> list[Sentence]:
    if figures.days_since_use is not None:
        return [
            _counted("One day since the last use told", "{count} days since the last use told", figures.days_since_use)
        ]
    if not figures.asked_about_use:
        return []
    words = "No use told, asked once", "No use told, asked {count} times"
    return [_counted(*words, figures.asked_about_use)]


def _measured(figures: Figures, way: str) -> list[Sentence]:
    return [
        sentence(say("{name} from {first} to {now}"), name=each.name, first=each.first, now=each.now)
        for each in figures.measures
        if each.way == way and each.is_meaningful
    ]


def _cautions(figures: Figures, limits: Limits, on: dt.date) -> list[Sentence]:
    """Give what somebody should look at before less care: each is a fact, none forbids."""
    found: list[Sentence] = []
    if figures.target_weeks and figures.weeks_at_level < figures.target_weeks:
        words = say("Week {week} of {target} only")
        found.append(sentence(words, week=figures.weeks_at_level, target=figures.target_weeks))
    if figures.dimensions_on is None:
        found.append(say("The dimensions have not been rated"))
    elif (on - figures.dimensions_on).days > limits.dimensions_days:
        days = (on - figures.dimensions_on).days
        found.append(
            _counted("The dimensions were rated a day ago", "The dimensions were rated {count} days ago", days)
        )
    if not figures.asked_about_use and figures.days_since_use is None:
        found.append(say("Nobody has asked about use since the last review"))
    if not figures.tests:
        found.append(say("No drug test since the last review"))
    left = figures.aftercare_steps - figures.aftercare_settled
    if not figures.aftercare_steps:
        found.append(say("There is no aftercare plan yet"))
    elif left:
        found.append(
            _counted("One step of the aftercare plan is open", "{count} steps of the aftercare plan are open", left)
        )
    return found


def _counted(one: str, many: str, count: int) -> Sentence:
    return sentence(count_words(one, many, count), count=count)


@dataclass(frozen=True)
class Decided:
    """A decision as somebody is about to sign it."""

    decision: str
    reason: str
    current: Rung | None
    indicated: Rung | None
    chosen: Rung | None
    variance_reason: str = ""
    variance_note: str = ""
    more_weeks: int | None = None
    client_view: str = ""
    client_agrees: str = ""
    client_dissent: str = ""


def what_lacks(decided: Decided) -> list[tuple[str, Sentence]]:
    """Say what a review lacks before it is signed: field and sentence, in the order of the form."""
    found: list[tuple[str, Sentence]] = []
    if decided.current is None:
        found.append(("", say("They have no level of care today: place them first.")))
    if decided.decision not in ReviewDecision.values:
        found.append(("decision", say("Choose what you decide.")))
    elif reason := why_not_level(decided):
        found.append(reason)
    if decided.indicated is None and decided.decision != ReviewDecision.DISCHARGE:
        found.append(("indicated_level", say("Say which level is indicated.")))
    if not decided.reason.strip():
        found.append(("reason", say("Give the reason for the decision.")))
    differs = bool(decided.indicated and decided.chosen and decided.indicated.key != decided.chosen.key)
    if reason_why := why_not_variance(differs=differs, reason=decided.variance_reason, note=decided.variance_note):
        found.append(("variance_reason", reason_why))
    return found + _of_the_client(decided)


def why_not_level(decided: Decided) -> tuple[str, Sentence] | None:
    """A step down goes lower, a step up higher, elsewhere off site; who stays keeps the level; more weeks are counted."""
    here, there = decided.current, decided.chosen
    if decided.decision == ReviewDecision.DISCHARGE or here is None:
        return None
    if decided.decision == ReviewDecision.EXTEND and not 1 <= (decided.more_weeks or 0) <= MOST_WEEKS:
        return "more_weeks", say("Say how many weeks more, from 1 to 52.")
    if decided.decision in STAYS:
        return None
    if there is None:
        return "chosen_level", say("Choose the level they go to.")
    if decided.decision == ReviewDecision.OFF_SITE:
        return None if there.is_off_site else ("chosen_level", say("Choose a level that is given elsewhere."))
    if there.is_off_site:
        return "chosen_level", say("That level is given elsewhere: choose “Detox or residential elsewhere”.")
    if decided.decision == ReviewDecision.STEP_DOWN and there.intensity >= here.intensity:
        return "chosen_level", say("A step down goes to a less intensive level.")
    if decided.decision == ReviewDecision.STEP_UP and there.intensity <= here.intensity:
        return "chosen_level", say("A step up goes to a more intensive level.")
    return None


def _of_the_client(decided: Decided) -> list[tuple[str, Sentence]]:
    if decided.client_agrees not in ClientAgrees.values:
        return [("client_agrees", say("Say whether the client agrees."))]
    if decided.client_agrees in (ClientAgrees.PARTLY, ClientAgrees.NO) and not decided.client_dissent.strip():
        return [("client_dissent", say("Write down what they do not agree with."))]
    if decided.client_agrees == ClientAgrees.NOT_ASKED and not decided.client_view.strip():
        return [("client_view", say("Say why they could not be asked."))]
    return []


def why_not_set_aside(because: str) -> Sentence | None:
    """A decision comes to nothing only with a reason that somebody can read later."""
    return None if because.strip() else say("Say why the decision is not put into effect.")


def needs_cosignature(rule: Iterable[str], *, is_supervised: bool) -> bool:
    """Say whether a supervisor reads a review too, by the setting ``reviews.cosign``."""
    ticked = set(rule)
    return "always" in ticked or ("supervised" in ticked and is_supervised)
