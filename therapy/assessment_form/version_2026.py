"""The questions of 2026. The sections follow documentation.md §4; the words are our own."""

from __future__ import annotations

from clients.choices import ConcernKind, Substance
from iop.core.words import say
from therapy.assessment_form.kinds import Form, Kind, Question, Section

YES_NO = (("no", say("No")), ("yes", say("Yes")))
YES_NO_UNSURE = (*YES_NO, ("unsure", say("Not sure")))
YES = frozenset({"yes", "unsure"})
SUICIDAL = {"yes": ConcernKind.SUICIDAL.value, "unsure": ConcernKind.SUICIDAL.value}
VIOLENT = {"yes": ConcernKind.CONFLICT.value, "unsure": ConcernKind.CONFLICT.value}

_HOW_OFTEN = (
    ("daily", say("Daily")),
    ("weekly", say("Some days of the week")),
    ("monthly", say("Some days of the month")),
    ("binges", say("In binges")),
)
_USES = (("now", say("Uses now")), ("past", say("Used in the past")), ("told", say("Named at the first call")))
_ROUTES = (
    ("oral", say("By mouth")),
    ("smoked", say("Smoked or vaped")),
    ("nasal", say("Through the nose")),
    ("injected", say("Injected")),
    ("other", say("Another way")),
)

PRESENTING = Section(
    "presenting",
    say("What brings them"),
    (
        Question("own_words", say("Why now, in the client's own words"), needed=True),
        Question("problem", say("What has happened, and since when"), needed=True),
        Question("hopes", say("What they hope treatment will change"), needed=True),
        Question(
            "urgency", say("What must be dealt with first"), hint=say("Withdrawal, a place to sleep, children, court.")
        ),
        Question("sources", say("Who gave the information"), Kind.LINE, hint=say("The client, papers, a relative with a release.")),
    ),
)  # fmt: skip

SUBSTANCES = Section(
    "substances",
    say("Substance use"),
    (
        Question(
            "history", say("Each substance"), Kind.TABLE, needed=True, rows=tuple(Substance.choices),
            columns=(
                Question("use", say("Use"), Kind.CHOICE, options=_USES),
                Question("age_first", say("Age at first use"), Kind.NUMBER, most=110),
                Question("pattern", say("How often, lately"), Kind.CHOICE, options=_HOW_OFTEN),
                Question("amount", say("How much"), Kind.LINE),
                Question("route", say("How taken"), Kind.MULTI, options=_ROUTES),
                Question("last_use", say("Last use"), Kind.DATE),
                Question("longest_abstinence", say("Longest time without"), Kind.LINE),
                Question("criteria", say("DSM-5-TR criteria met"), Kind.NUMBER, most=11),
            ),
        ),
        Question("more", say("Anything else about use")),
        Question("overdose", say("Ever overdosed"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE),
        Question("overdose_more", say("When, with what, and what helped"), needed_if=("overdose", frozenset({"yes"}))),
        Question("naloxone", say("Has naloxone at hand"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE),
        Question(
            "withdrawal", say("Withdrawal, now or before"), needed=True, hint=say("Shaking, seizures, seeing things, hospital."),
        ),
        Question("treatment_before", say("Treatment before"), needed=True, hint=say("Where, when, what helped, how it ended.")),
        Question(
            "medication", say("Medication for addiction"), Kind.CHOICE, needed=True,
            options=(
                ("taking", say("Taking it")), ("before", say("Took it before")), ("wants", say("Would like to talk about it")),
                ("offered", say("Offered, not wanted now")), ("never", say("Never offered")),
            ),
        ),
        Question("medication_more", say("Which, since when, by whom")),
        Question("triggers", say("What leads to use, and what has helped against it")),
    ),
)  # fmt: skip

MEDICAL = Section(
    "medical",
    say("Physical health"),
    (
        Question("conditions", say("Illnesses and operations"), needed=True),
        Question("allergies", say("Allergies and what happens"), needed=True, hint=say("Write “none known” when there are none.")),
        Question("medications", say("Medicines: name, dose, since when, from whom"), needed=True),
        Question("pain", say("Pain, 0 to 10"), Kind.NUMBER, needed=True, most=10),
        Question("pain_more", say("Where, since when, what helps")),
        Question(
            "pregnancy", say("Pregnancy"), Kind.CHOICE, needed=True,
            options=(
                ("no", say("No")), ("yes", say("Yes")), ("possible", say("Possible")), ("does_not_apply", say("Does not apply")),
            ),
        ),
        Question("sleep_appetite", say("Sleep, appetite, weight")),
        Question(
            "infection_risk", say("Risk of infection"), Kind.MULTI, needed=True,
            options=(
                ("none", say("None known")), ("shared_equipment", say("Shared injecting or snorting equipment")),
                ("unprotected_sex", say("Sex without protection")), ("tb_contact", say("Contact with tuberculosis")),
                ("crowded_living", say("Shelter, prison or street")), ("tattoo", say("Tattoos or piercings outside a shop")),
            ),
            hint=say("Sexually transmitted infections, tuberculosis, viral hepatitis, HIV."),
        ),
        Question("infection_education", say("What they were told and offered about it"), needed=True),
        Question("physician", say("Primary care: who, and when last"), Kind.LINE),
    ),
)  # fmt: skip

MENTAL_HEALTH = Section(
    "mental_health",
    say("Mental health and trauma"),
    (
        Question("now", say("How they are now: mood, worry, sleep, thinking"), needed=True),
        Question("before", say("Diagnoses, treatment and hospital stays before"), needed=True),
        Question(
            "trauma", say("Something frightening or hurtful that still weighs on them"), Kind.CHOICE, needed=True,
            options=YES_NO_UNSURE, hint=say("It is enough to know that it is there. Details only if they want to."),
        ),
        Question("trauma_more", say("What they want us to know about it, and what helps when it comes up")),
        Question("relatives", say("Mental illness, addiction or suicide in the family")),
    ),
)  # fmt: skip

SAFETY_SECTION = Section(
    "safety",
    say("Safety"),
    (
        Question(
            "wish_dead", say("In the past month: wished to be dead, or not to wake up"), Kind.CHOICE, needed=True,
            options=YES_NO_UNSURE, alarms=SUICIDAL,
        ),
        Question(
            "suicidal_thoughts", say("In the past month: thought of killing themselves"), Kind.CHOICE, needed=True,
            options=YES_NO_UNSURE, alarms=SUICIDAL,
        ),
        Question(
            "suicidal_plan", say("Thought about how, or began to prepare"), Kind.CHOICE, options=YES_NO_UNSURE, alarms=SUICIDAL,
            needed_if=("suicidal_thoughts", YES),
        ),
        Question(
            "suicidal_intent", say("Means to do it"), Kind.CHOICE, options=YES_NO_UNSURE, alarms=SUICIDAL,
            needed_if=("suicidal_thoughts", YES),
        ),
        Question(
            "attempt", say("Ever tried to end their life"), Kind.CHOICE, needed=True,
            options=(("no", say("No")), ("past", say("Yes, more than three months ago")), ("recent", say("Yes, in the past three months"))),
            alarms={"recent": ConcernKind.SUICIDAL.value},
        ),
        Question("attempt_more", say("When, how, and what followed"), needed_if=("attempt", frozenset({"past", "recent"}))),
        Question("self_harm", say("Hurts themselves without wanting to die"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE),
        Question(
            "violent_thoughts", say("Thinks of hurting somebody else"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE,
            alarms=VIOLENT,
        ),
        Question("violent_more", say("Whom, how, and how near it is"), needed_if=("violent_thoughts", YES)),
        Question("violence_before", say("Violence before, by them or against them")),
        Question(
            "unsafe_home", say("Afraid of somebody at home or near them"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE,
        ),
        Question("means", say("Firearms, stored medicines or other means within reach"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE),
        Question("means_more", say("Where, and how it can be made safer"), needed_if=("means", YES)),
        Question("protective", say("What keeps them safe: people, faith, plans"), needed=True),
        Question("response", say("What was agreed and done about safety today"), needed=True),
    ),
    intro=say("Ask plainly and without hurry. Asking does not put the idea there."),
    must_ask=True,
)  # fmt: skip

FAMILY = Section(
    "family",
    say("Family and people"),
    (
        Question("grew_up", say("Growing up")),
        Question("partner", say("Partner and family now"), needed=True),
        Question("children", say("Children: ages, with whom they live, any authority involved"), needed=True),
        Question("violence_at_home", say("Violence between partners"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE),
        Question("violence_more", say("What happens, and what would make them safer"), needed_if=("violence_at_home", YES)),
        Question("use_around", say("Who around them drinks or uses")),
        Question("people", say("Who helps, and who could join family sessions"), needed=True),
    ),
)  # fmt: skip

WORK = Section(
    "work",
    say("School, work, service"),
    (
        Question("education", say("School and training"), Kind.LINE, needed=True),
        Question("reading", say("Reading and writing: anything that needs help"), Kind.LINE),
        Question("work", say("Work now, and how use has touched it"), needed=True),
        Question("leave", say("Leave or papers that an employer needs"), Kind.LINE),
        Question(
            "military", say("Served in the military"), Kind.CHOICE, needed=True,
            options=(*YES_NO, ("family", say("A close relative did"))),
        ),
        Question("military_more", say("Branch, years, deployments, what stayed")),
    ),
)  # fmt: skip

LEGAL = Section(
    "legal",
    say("Law"),
    (
        Question(
            "status", say("Where they stand"), Kind.MULTI, needed=True,
            options=(
                ("none", say("Nothing open")), ("charge", say("A charge is open")), ("probation", say("Probation or parole")),
                ("court_ordered", say("Treatment ordered by a court")), ("custody", say("A custody or child-welfare case")),
                ("dui", say("Driving under the influence")),
            ),
        ),
        Question("more", say("Dates, courts, officers, what they ask of us")),
    ),
)  # fmt: skip

LIVING = Section(
    "living",
    say("Home, money, getting here"),
    (
        Question(
            "housing", say("Where they live"), Kind.CHOICE, needed=True,
            options=(
                ("own", say("A home of their own")), ("family", say("With family or friends")), ("sober_home", say("A sober home")),
                ("shelter", say("A shelter")), ("street", say("Outside or in a car")), ("institution", say("An institution")),
            ),
        ),
        Question("housing_safe", say("Is it safe and free of use"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE),
        Question("income", say("Income and benefits"), Kind.LINE, needed=True),
        Question(
            "worries", say("Worries of daily life"), Kind.MULTI,
            options=(
                ("food", say("Food")), ("rent", say("Rent")), ("utilities", say("Heat, power, phone")), ("debts", say("Debts")),
                ("child_care", say("Child care")), ("insurance", say("Insurance")),
            ),
        ),
        Question("transport", say("How they get here, and what could stop them"), needed=True),
        Question("device", say("Phone and internet good enough for telehealth"), Kind.CHOICE, options=YES_NO_UNSURE),
    ),
)  # fmt: skip

CULTURE = Section(
    "culture",
    say("Language, culture, faith, identity"),
    (
        Question("language", say("Language they feel at home in; interpreter"), Kind.LINE, needed=True),
        Question("culture", say("What of their background we should know to treat them well")),
        Question("faith", say("Faith or spirituality, and whether it helps")),
        Question("identity", say("Gender, orientation, name and pronouns, as they wish to share them")),
        Question("access", say("Seeing, hearing, moving, learning: what makes it easier"), needed=True),
    ),
)  # fmt: skip

STRENGTHS = Section(
    "strengths",
    say("Strengths and supports"),
    (
        Question("strengths", say("What they are good at and proud of"), needed=True),
        Question("supports", say("Who and what supports recovery"), needed=True),
        Question("groups", say("Meetings, sponsor, other communities")),
        Question("sober_time", say("What made sober times possible")),
        Question("readiness", say("How ready they feel, 0 to 10"), Kind.NUMBER, needed=True, most=10),
        Question("barriers", say("What could make them leave early")),
    ),
)  # fmt: skip

HABITS = Section(
    "habits",
    say("Tobacco, gambling, other habits"),
    (
        Question(
            "tobacco", say("Tobacco or vaping"), Kind.CHOICE, needed=True,
            options=(("never", say("Never")), ("past", say("In the past")), ("now", say("Now")), ("quitting", say("Would like to stop"))),
        ),
        Question("tobacco_more", say("How much, and help that was offered"), Kind.LINE, needed_if=("tobacco", frozenset({"now", "quitting"}))),
        Question("gambling", say("Gambled more than they could afford, or lied about it"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE),
        Question("others", say("Gaming, spending, food, sex: anything that took over")),
    ),
)  # fmt: skip

MENTAL_STATUS = Section(
    "mental_status",
    say("Mental status today"),
    (
        Question("appearance", say("Appearance and behavior"), needed=True),
        Question(
            "orientation", say("Oriented to"), Kind.MULTI, needed=True,
            options=(("person", say("Person")), ("place", say("Place")), ("time", say("Time")), ("situation", say("Situation"))),
        ),
        Question("mood", say("Mood, in their words"), Kind.LINE, needed=True),
        Question(
            "affect", say("Affect"), Kind.MULTI, needed=True,
            options=(
                ("fitting", say("Fits what is said")), ("full", say("Full range")), ("narrow", say("Narrow")), ("flat", say("Flat")),
                ("tearful", say("Tearful")), ("irritable", say("Irritable")), ("anxious", say("Anxious")),
            ),
        ),
        Question("speech", say("Speech and thought"), needed=True),
        Question("perception", say("Hears or sees what others do not"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE),
        Question("memory", say("Memory and attention"), Kind.LINE),
        Question(
            "insight", say("Insight and judgement"), Kind.CHOICE, needed=True,
            options=(("good", say("Good")), ("fair", say("Fair")), ("limited", say("Limited")), ("poor", say("Poor"))),
        ),
        Question("sober_now", say("Seems sober now"), Kind.CHOICE, needed=True, options=YES_NO_UNSURE),
    ),
)  # fmt: skip

MEASURES = Section(
    "measures",
    say("Measures"),
    (
        Question("given", say("Questionnaires given, with scores and what they mean here"), needed=True),
        Question("tests", say("Drug or alcohol test today, and how it was talked about")),
    ),
)

FORMULATION_SECTION = Section(
    "formulation",
    say("Formulation"),
    (
        Question(
            "formulation", say("How it hangs together: what set it off, what keeps it going, what protects"), needed=True,
        ),
        Question("diagnostic_reasons", say("Which criteria support the diagnoses"), needed=True),
        Question("level_reasons", say("Which level of care fits, and why"), needed=True),
        Question("first_steps", say("First steps until the treatment plan is written"), needed=True),
        Question("client_view", say("What the client thinks of this"), needed=True),
    ),
    intro=say("Diagnoses and the six dimensions have pages of their own; here is the reasoning that joins them."),
)  # fmt: skip

FORM_2026_1 = Form(
    "2026.1",
    (
        PRESENTING, SUBSTANCES, MEDICAL, MENTAL_HEALTH, SAFETY_SECTION, FAMILY, WORK, LEGAL, LIVING, CULTURE, STRENGTHS, HABITS,
        MENTAL_STATUS, MEASURES, FORMULATION_SECTION,
    ),
)  # fmt: skip
