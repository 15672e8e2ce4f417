"""What the notes still lack before a treatment day may close. Called through ``settings.CLOSING_GAPS``."""

from __future__ import annotations

import datetime as dt

from iop.core.words import count_words, say, sentence
from sessions_app.choices import ATTENDED
from sessions_app.closing import Gap
from sessions_app.models import Attendance, ProgramSession
from therapy.choices import NoteStatus
from therapy.models import GroupNote, GroupNoteLine


def note_gaps(session: ProgramSession, at: dt.datetime) -> list[Gap]:
    """Every client who was there has a signed line of their own (105 CMR 164.083(B)(9), (C)); say what is missing.

    ``at`` is the instant of closing; what is missing does not depend on it.
    """
    attended = set(Attendance.objects.filter(session=session, status__in=ATTENDED).values_list("client_id", flat=True))
    if not attended:
        return []
    notes = list(GroupNote.objects.filter(session=session).values_list("status", flat=True))
    if not notes:
        return [Gap("note", say("The group note has not been written."))]
    gaps: list[Gap] = []
    if NoteStatus.DRAFT in notes:
        gaps.append(Gap("note_unsigned", say("The group note is not signed.")))
    written = set(
        GroupNoteLine.objects.filter(note__session=session, error__isnull=True)
        .exclude(text="")
        .values_list("client_id", flat=True)
    )
    if missing := len(attended - written):
        words = count_words(
            "{count} client who was there has no line of their own.",
            "{count} clients who were there have no line of their own.",
            missing,
        )
        gaps.append(Gap("note_lines", sentence(words, count=missing)))
    return gaps
