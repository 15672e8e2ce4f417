"""``manage.py state_diagrams`` writes docs/states.md from the transition tables; ``--check`` says whether it is true."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import TextChoices

from billing.choices.authorizations import AUTH_MOVES, AuthStatus
from billing.choices.claims import BATCH_MOVES, CLAIM_MOVES, BatchStatus, ClaimStatus
from billing.choices.client_money import PAYMENT_PLAN_MOVES, PlanStatus
from billing.choices.remittances import DENIAL_MOVES, DenialStatus
from clients.choices import EPISODE_MOVES, INQUIRY_MOVES, EpisodeStatus, InquiryStatus
from scheduling.choices import APPOINTMENT_MOVES, AppointmentStatus
from sessions_app.choices import ATTENDANCE_MOVES, SESSION_MOVES, AttendanceStatus, SessionStatus
from therapy.choices import NOTE_MOVES, NoteStatus
from therapy.choices.reviews import REVIEW_MOVES, ReviewStatus

Moves = Mapping[str, set[str]]
TABLES: tuple[tuple[str, str, type[TextChoices], Moves], ...] = (
    ("Inquiry", "clients/choices.py", InquiryStatus, INQUIRY_MOVES),
    ("Episode of care", "clients/choices.py", EpisodeStatus, EPISODE_MOVES),
    ("Appointment", "scheduling/choices.py", AppointmentStatus, APPOINTMENT_MOVES),
    ("Treatment day", "sessions_app/choices.py", SessionStatus, SESSION_MOVES),
    ("Attendance", "sessions_app/choices.py", AttendanceStatus, ATTENDANCE_MOVES),
    ("Group note", "therapy/choices/notes.py", NoteStatus, NOTE_MOVES),
    ("Review of the level of care", "therapy/choices/reviews.py", ReviewStatus, REVIEW_MOVES),
    ("Authorization by a payer", "billing/choices/authorizations.py", AuthStatus, AUTH_MOVES),
    ("Claim", "billing/choices/claims.py", ClaimStatus, CLAIM_MOVES),
    ("Batch of claims", "billing/choices/claims.py", BatchStatus, BATCH_MOVES),
    ("Denial", "billing/choices/remittances.py", DenialStatus, DENIAL_MOVES),
    ("Payment plan", "billing/choices/client_money.py", PlanStatus, PAYMENT_PLAN_MOVES),
)
PATH = settings.BASE_DIR / "docs" / "states.md"
HEAD = """# States

Drawn by `manage.py state_diagrams` from the transition tables; a test fails when this page and the tables differ.
A status changes only along an arrow, each change is a row of an append-only history, and a trigger keeps the two equal.
"""


class Command(BaseCommand):
    """Draws what may follow what."""

    help = "Write docs/states.md from the transition tables, or check that it is true."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare ``--check``."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page, or compare it."""
        page = draw()
        if not options["check"]:
            PATH.write_text(page)
        elif PATH.read_text() != page:
            raise CommandError("docs/states.md is out of date: run manage.py state_diagrams.")


def draw() -> str:
    """Draw all tables as one page of Markdown with Mermaid diagrams."""
    return HEAD + "".join(_section(*table) for table in TABLES)


def _section(title: str, source: str, choices: type[TextChoices], moves: Moves) -> str:
    labels = [f"    {choice.value} : {choice.label}" for choice in choices]
    arrows = [
        f"    {choice.value} --> {target.value}"
        for choice in choices
        for target in choices
        if target.value in {str(getattr(move, "value", move)) for move in moves.get(choice.value, set())}
    ]
    lines = "\n".join(["stateDiagram-v2", *labels, *arrows])
    return f"\n## {title}\n\nFrom `{source}`.\n\n```mermaid\n{lines}\n```\n"
