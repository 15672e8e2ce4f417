"""Numbers and words of the clinic itself, and the settings it may date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Weekday(models.IntegerChoices):
    """Monday is 0, as in ``date.weekday()``."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Therapy(models.TextChoices):
    """What a site's program page may name (program.md §6)."""

    CBT = "cbt", _("Cognitive behavioral therapy (CBT)")
    DBT = "dbt", _("Dialectical behavior therapy (DBT) skills")
    MI = "mi", _("Motivational interviewing")
    TRAUMA = "trauma", _("Trauma-informed care")
    RELAPSE = "relapse", _("Relapse prevention")
    INDIVIDUAL = "individual", _("One-to-one therapy each week")
    FAMILY = "family", _("Family sessions and education")
    MINDFULNESS = "mindfulness", _("Mindfulness")
    MEDICATION = "medication", _("Medication for addiction treatment")
    PSYCHIATRY = "psychiatry", _("Psychiatric care")
    PEERS = "peers", _("Peer support")
    TELEHEALTH = "telehealth", _("Sessions by video")


@dataclass(frozen=True)
class Setting:
    """A number or switch that a clinic may change from a date on. ``unit`` is for the reader."""

    key: str
    default: Any
    label: Any
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    options: tuple[tuple[str, Any], ...] = ()
    """For a list: what may be on it, by code and label."""


CASELOAD_ONLY = "access.caseload_only"
"""Read with the acting person (``iop.clinic.actors``), so that no question about clients costs a statement more."""

ADMISSION_ITEMS: tuple[tuple[str, Any], ...] = (
    ("consent_treatment", _("Consent to treatment")),
    ("consent_privacy_notice", _("Privacy notice received")),
    ("consent_tpo", _("Treatment, payment and operations")),
    ("consent_telehealth", _("Telehealth")),
    ("consent_messages", _("Messages")),
    ("consent_alumni", _("Contact after treatment")),
    ("safety", _("Safety screening")),
    ("assessment", _("Biopsychosocial assessment")),
    ("diagnosis", _("Diagnosis")),
    ("placement", _("Placement in a level of care")),
    ("seat", _("Seat in a track")),
    ("fit", _("Fit checklist")),
    ("payer", _("What the payer needs")),
    ("coverage", _("Cover checked with the payer")),
    ("authorization", _("Authorization by the payer")),
    ("emergency_contact", _("Emergency contact")),
)
"""Lines of the admission checklist by key; those in the setting ``admission.blocks`` block, all others warn."""

SETTINGS: dict[str, Setting] = {
    item.key: item
    for item in (
        Setting("sessions.weeks_ahead", 4, _("How far ahead sessions are made"), "weeks", 1, 26),
        Setting(
            "groups.weeks_ahead", 10, _("How far ahead meetings of groups outside a stay are made"), "weeks", 1, 26
        ),
        Setting("attendance.early_minutes", 30, _("How early an arrival may be noted"), "min", 0, 240),
        Setting("attendance.absent_after_minutes", 15, _("When somebody missing goes on the call list"), "min", 0, 120),
        Setting("attendance.late_after_minutes", 5, _("From when an arrival counts as late"), "min", 0, 60),
        Setting("attendance.final_after_hours", 72, _("When attendance becomes final"), "h", 1, 720),
        Setting("attendance.break_counts", False, _("Whether a break counts as service")),
        Setting("makeup.days_after_week", 7, _("How far beyond the week a make-up may be offered"), "days", 0, 28),
        Setting("notes.cosign_days", 7, _("How long a co-signature may wait"), "days", 1, 60),
        Setting("notes.sign_hours", 48, _("When an unsigned note is late"), "h", 1, 240),
        Setting("assessment.finish_hours", 48, _("When an assessment begun and not signed is late"), "h", 1, 240),
        Setting("medications.first_days", 3, _("By when the medication list is first gone through"), "days", 0, 30),
        Setting("billing.recheck_days", 30, _("How often a cover is checked with its payer"), "days", 7, 366),
        Setting("medications.reconcile_days", 30, _("How often the medication list is gone through"), "days", 1, 180),
        Setting(
            "medications.warn_days", 7, _("How long before it is due an injection is on the work list"), "days", 0, 30
        ),
        Setting(
            "referrals.follow_up_days", 7, _("When a referral is asked after, unless a day is named"), "days", 1, 60
        ),
        Setting("week.starts_on", 0, _("First day of the counted week (0 is Monday, 6 is Sunday)"), "", 0, 6),
        Setting(
            CASELOAD_ONLY, False, _("Whether clinical roles see only the people of their own caseload and rosters")
        ),
        Setting("access.emergency_minutes", 60, _("How long an emergency access to a chart lasts"), "min", 5, 480),
        Setting("merge.undo_days", 30, _("How long joining two charts can be undone"), "days", 0, 365),
        Setting(
            "registers.warn_days",
            7,
            _("How long before its end a register's deadline is on the work list"),
            "days",
            1,
            60,
        ),
        Setting("registers.incident_days", 30, _("By when an incident is looked into"), "days", 1, 180),
        Setting("registers.acknowledge_days", 5, _("By when a grievance is acknowledged"), "days", 1, 30),
        Setting("registers.answer_days", 30, _("By when a grievance or a wish to restrict is answered"), "days", 1, 90),
        Setting(
            "consents.required",
            ["treatment", "privacy_notice", "tpo"],
            _("Which consents everybody in care must have"),
            options=(
                ("treatment", _("Consent to treatment")),
                ("privacy_notice", _("Privacy notice received")),
                ("tpo", _("Treatment, payment and operations")),
                ("telehealth", _("Telehealth")),
                ("messages", _("Messages")),
                ("alumni", _("Contact after treatment")),
            ),
        ),
        Setting(
            "minors.adult_at",
            18,
            _("Age from which somebody is an adult (set it to your state's law)"),
            "years",
            18,
            21,
        ),
        Setting(
            "minors.alone_from",
            0,
            _("Age from which a minor consents to SUD treatment alone (0: not set yet; your state's law says it)"),
            "years",
            0,
            21,
        ),
        Setting("intake.hold_hours", 48, _("How long a seat is held after an inquiry is accepted"), "h", 1, 720),
        Setting("intake.hold_most_hours", 336, _("The longest a seat is held in all"), "h", 1, 2160),
        Setting("intake.stay_ask_days", 3, _("When somebody is asked after in detox or residential"), "days", 1, 30),
        Setting(
            "admission.blocks",
            ["consent_treatment", "consent_privacy_notice", "safety", "placement", "seat"],
            _("What must be there before somebody is admitted (the rest only warns)"),
            options=ADMISSION_ITEMS,
        ),
        Setting("admission.plan_days", 7, _("By when the treatment plan is written"), "days", 1, 60),
        Setting(
            "admission.measures_days",
            0,
            _("By when the first measures are given, from the first session"),
            "days",
            0,
            30,
        ),
        Setting("admission.aftercare_days", 14, _("By when the aftercare plan is begun"), "days", 1, 90),
        Setting("safety_plan.due_days", 1, _("By when a safety plan that was asked for is made"), "days", 0, 14),
        Setting("safety_plan.review_days", 60, _("When a safety plan is looked at again"), "days", 7, 365),
        Setting("relapse_plan.review_days", 90, _("When a relapse-prevention plan is looked at again"), "days", 7, 365),
        Setting("discharge.summary_days", 15, _("By when the discharge summary is signed"), "days", 1, 60),
        Setting(
            "discharge.aftercare_first",
            False,
            _("Whether treatment counts as completed only once every step of the aftercare plan is settled"),
        ),
        Setting(
            "followup.days",
            ["7", "30", "90", "180"],
            _("When people who agreed to it are called after treatment"),
            options=(
                ("7", _("7 days after the last one in treatment")),
                ("14", _("14 days after")),
                ("30", _("30 days after")),
                ("60", _("60 days after")),
                ("90", _("90 days after")),
                ("180", _("180 days after")),
                ("365", _("a year after")),
            ),
        ),
        Setting("followup.attempts", 3, _("How often somebody is tried before a check-in is given up"), "times", 1, 10),
        Setting(
            "checkins.every_weeks",
            0,
            _(
                "Everybody in care has a counselor check-in every so many weeks (0: only where it is agreed with a client)"
            ),
            "weeks",
            0,
            8,
        ),
        Setting(
            "family.offer_every_days",
            30,
            _("After how many days without one a family session is to be offered again (0: nobody is asked to)"),
            "days",
            0,
            180,
        ),
        Setting(
            "selfreport.every_days",
            1,
            _("After how many days use, sleep and stress are asked again at check-in (1: each treatment day)"),
            "days",
            1,
            28,
        ),
        Setting(
            "portal.name_who_opened", True, _("Whether clients see the names of colleagues who opened their chart")
        ),
        Setting(
            "portal.checkin_opens_minutes",
            240,
            _("How long before their group clients can check in on their own phone"),
            "min",
            15,
            1440,
        ),
        Setting("tests.draw_hour", 5, _("From which hour on the day's drug tests are drawn"), "h", 0, 11),
        Setting(
            "tests.message_hour", 8, _("At which hour somebody is asked to come on a day without a session"), "h", 6, 12
        ),
        Setting("tests.deadline_hour", 18, _("Until which hour they may come then"), "h", 12, 23),
        Setting("tests.talk_hours", 8, _("How soon an unexpected test result is talked about"), "h", 1, 72),
        Setting(
            "tests.ph_low_tenths",
            40,
            _("pH below which a urine sample counts as adulterated, in tenths (40: new federal rule, 30: old)"),
            "",
            30,
            40,
        ),
        Setting("plans.review_days", 30, _("How often a treatment plan is reviewed"), "days", 1, 365),
        Setting("plans.signature_days", 7, _("By when the client signs a treatment plan"), "days", 1, 60),
        Setting("plans.thread_days", 14, _("When an objective that no note has touched is told"), "days", 1, 90),
        Setting(
            "transitions.plan_review_days", 7, _("By when a plan is reviewed after a change of level"), "days", 1, 60
        ),
        Setting("transitions.review_required", False, _("Whether a step-down needs a signed review")),
        Setting("measures.ahead_days", 3, _("How long before its day a questionnaire is on the list"), "days", 0, 14),
        Setting(
            "measures.expire_days",
            21,
            _("When a questionnaire that was not given is closed as not given"),
            "days",
            7,
            90,
        ),
        Setting(
            "measures.escalate_minutes",
            15,
            _("When an urgent answer to a questionnaire that nobody took up is handed on"),
            "min",
            1,
            240,
        ),
        Setting(
            "measures.escalate_today_minutes",
            120,
            _("When an answer that somebody must look at today, and nobody took up, is handed on"),
            "min",
            15,
            720,
        ),
        Setting(
            "reviews.cosign",
            ["supervised"],
            _("When a supervisor reads a review of the level of care too (nothing ticked: never)"),
            options=(
                ("supervised", _("When the reviewer works under supervision")),
                ("always", _("Always")),
            ),
        ),
        Setting("reviews.ahead_days", 7, _("How long before its day a review is on the work list"), "days", 0, 30),
        Setting("reviews.event_days", 3, _("By when a review follows something that happened"), "days", 0, 14),
        Setting(
            "reviews.attended_percent", 80, _("Days attended from which a review proposes a step down"), "%", 50, 100
        ),
        Setting("reviews.missing_percent", 50, _("Days attended below which a review proposes a step up"), "%", 0, 80),
        Setting(
            "reviews.days_without_use",
            14,
            _("Days without told use from which a review proposes a step down"),
            "days",
            0,
            90,
        ),
        Setting(
            "reviews.use_times",
            2,
            _("Times of told use since the last review from which it proposes a step up"),
            "",
            1,
            20,
        ),
        Setting(
            "reviews.tests", 2, _("Unexpected tests since the last review from which it proposes a step up"), "", 1, 20
        ),
        Setting(
            "reviews.objectives_percent", 50, _("Objectives met from which a review proposes a step down"), "%", 0, 100
        ),
        Setting("reviews.dimensions_days", 30, _("How old dimensional ratings may be at a review"), "days", 1, 180),
        Setting("rewards.enabled", False, _("Whether rewards are drawn and handed out")),
        Setting(
            "rewards.month_cents", 10_000, _("Most that somebody may earn in rewards in a month"), "¢", 0, 1_000_000
        ),
        Setting("rewards.stay_cents", 50_000, _("Most that somebody may earn in rewards in a stay"), "¢", 0, 1_000_000),
        Setting("messages.quiet_from", 21, _("From which hour on people are left in peace by messages"), "h", 0, 24),
        Setting("messages.quiet_until", 8, _("Until which hour people are left in peace by messages"), "h", 0, 24),
        Setting(
            "threads.answer_days", 1, _("Within how many open days messages of clients are answered"), "days", 0, 10
        ),
        Setting(
            "billing.units_alert", 3, _("From how many units left an authorization is nearly used up"), "units", 0, 30
        ),
        Setting(
            "billing.days_alert",
            5,
            _("How many days before its end an authorization is on the work list"),
            "days",
            0,
            30,
        ),
        Setting(
            "billing.write_off_limit_cents",
            50_000,
            _("Up to how much a biller may give a denial up alone"),
            "¢",
            0,
            10_000_000,
        ),
        Setting(
            "billing.make_claims", True, _("Whether claims of weeks that are over are made and checked by themselves")
        ),
        Setting("billing.statement_day", 5, _("From which day of the month statements are made"), "", 1, 28),
        Setting("billing.statement_due_days", 30, _("How long clients have to pay a statement"), "days", 7, 120),
        Setting("billing.statement_least_cents", 500, _("Least amount for which a statement is made"), "¢", 0, 100_000),
        Setting("state_data.wanted", False, _("Whether the state wants data about admissions and discharges (TEDS)")),
        Setting("state_data.due_days", 30, _("By when an admission or discharge is told to the state"), "days", 1, 120),
        Setting("reports.small_cells", 11, _("Fewest people shown in a report that is given away"), "people", 1, 100),
        Setting("keys.most_days", 730, _("The longest that an API key may hold"), "days", 30, 730),
        Setting("keys.warn_days", 30, _("How long before its end an API key is on the work list"), "days", 1, 180),
        Setting("webhooks.log_days", 90, _("How long webhooks' logs are kept"), "days", 31, 3650),
        Setting("caseload.warn_at", 15, _("Clients per counselor from which a warning shows"), "clients", 1, 200),
        Setting(
            "credentials.warn_days", 60, _("How long before its end a licence is on the work list"), "days", 1, 365
        ),
    )
}
