"""Four tracks and their weeks. Every day is 25 + 80 + 15 (break) + 55 + 20 = 195 minutes, 180 of them service.

The morning is the example week of program.md §3. Its Thursday holds individual therapy and its Friday family therapy inside
the day, as the table says; the other tracks keep those for appointments.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from scheduling.choices import DayPart

MINUTES = (25, 80, 15, 55, 20)
SEATS = 12

Block = tuple[str, str, str]
"""Kind, title, and topic or exercise by title (empty: left open)."""


@dataclass(frozen=True)
class Day:
    """A treatment day: its focus, the exercise that opens it, the long block and the short one."""

    weekday: int
    focus: str
    exercise: str
    first: Block
    second: Block

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All five parts in order."""
        return (
            ("check-in", "Check-in and mindfulness", self.exercise),
            self.first,
            ("break", "", ""),
            self.second,
            ("wrap-up", "", ""),
        )


@dataclass(frozen=True)
class Track:
    """A cohort schedule with its usual start."""

    name: str
    day_part: DayPart
    starts_at: dt.time
    days: tuple[Day, ...]


MORNING = (
    Day(
        0,
        "Check-in + Group: Relapse Prevention + Mindfulness",
        "Three slow breaths",
        ("relapse-prevention", "Group: Relapse Prevention", "Early warning signs"),
        ("mindfulness", "Mindfulness", "Urge surfing"),
    ),
    Day(
        1,
        "Workshop: Emotional Triggers + Communication Skills",
        "Five senses",
        ("communication", "Communication Skills", "Saying what you need"),
        ("psychoeducation", "Workshop: Emotional Triggers", "Knowing your triggers"),
    ),
    Day(
        2,
        "Group: CBT for Recovery + Peer Processing",
        "Leaves on a stream",
        ("cbt-group", "Group: CBT for Recovery", "Thoughts are not orders"),
        ("support-group", "Peer Processing", ""),
    ),
    Day(
        3,
        "Workshop: Stress Management + Individual Therapy",
        "Body scan",
        ("coping-skills", "Workshop: Stress Management", "Stress without substances"),
        ("individual-in-day", "Individual Therapy", ""),
    ),
    Day(
        4,
        "Family Therapy Session + Goal Planning",
        "A kind sentence to yourself",
        ("family-in-day", "Family Therapy Session", "Rebuilding trust"),
        ("life-skills", "Goal Planning", "Goals small enough to keep"),
    ),
)

AFTERNOON = (
    Day(
        0,
        "Process group + How the brain learns substance use",
        "Feet on the floor",
        ("process-group", "Process group", ""),
        ("psychoeducation", "", "What substances do to the brain"),
    ),
    Day(
        1,
        "Relapse prevention + Movement",
        "Walking with attention",
        ("relapse-prevention", "", "High-risk situations"),
        ("yoga", "", ""),
    ),
    Day(
        2,
        "Emotional regulation + Sleep and self-care",
        "Leaves on a stream",
        ("emotional-regulation", "", "Riding out strong feelings"),
        ("psychoeducation", "", "Sleep and self-care"),
    ),
    Day(
        3,
        "Co-occurring conditions + Work and money",
        "Body scan",
        ("co-occurring", "", "Mood, anxiety and substance use"),
        ("vocational", "", "Going back to work"),
    ),
    Day(
        4,
        "Coping skills + Art",
        "Three slow breaths",
        ("coping-skills", "", "A plan for the weekend"),
        ("art", "", "Art, music and what words can't reach"),
    ),
)

EVENING = (
    Day(
        0,
        "Relapse prevention + Triggers after work",
        "Arriving after a long day",
        ("relapse-prevention", "", "Early warning signs"),
        ("psychoeducation", "", "Knowing your triggers"),
    ),
    Day(
        1,
        "CBT for recovery + Budgeting",
        "Five senses",
        ("cbt-group", "", "Thoughts are not orders"),
        ("life-skills", "", "Money that lasts the month"),
    ),
    Day(
        2,
        "Process group + The cycle of return to use",
        "Leaves on a stream",
        ("process-group", "", ""),
        ("psychoeducation", "", "The cycle of return to use"),
    ),
    Day(
        3,
        "Communication + Stress without substances",
        "Body scan",
        ("communication", "", "Boundaries that hold"),
        ("psychoeducation", "", "Stress without substances"),
    ),
    Day(
        4,
        "Coping skills + Music",
        "Safe place",
        ("coping-skills", "", "A plan for the weekend"),
        ("music", "", "Art, music and what words can't reach"),
    ),
)

WEEKEND = (
    Day(
        5,
        "Relapse prevention + Nutrition",
        "Walking with attention",
        ("relapse-prevention", "", "High-risk situations"),
        ("nutrition", "", "Eating to feel steady"),
    ),
    Day(
        6,
        "Support group + A plan for the week",
        "A kind sentence to yourself",
        ("support-group", "Support group", "Finding your people"),
        ("life-skills", "", "Goals small enough to keep"),
    ),
)

TRACKS = (
    Track("Morning", DayPart.MORNING, dt.time(9), MORNING),
    Track("Afternoon", DayPart.AFTERNOON, dt.time(13), AFTERNOON),
    Track("Evening", DayPart.EVENING, dt.time(18), EVENING),
    Track("Weekend", DayPart.WEEKEND, dt.time(9), WEEKEND),
)
PROGRAM = "Intensive Outpatient Program"
PROGRAM_LEVEL = "iop"
