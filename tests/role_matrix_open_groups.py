"""Which roles may open which page about groups outside a stay: alumni and others. The test of the matrix reads this table."""

from __future__ import annotations

PLANS = frozenset({"clinical_director", "site_admin"})
"""Who sets groups up, moves and cancels meetings: those who plan days."""
KEEPS = frozenset({"counselor", "therapist", "case_manager", "intake", "clinical_director"})
"""Who signs people up and says who came: those who run sessions or look after enrolment, and may open charts."""
SEES = KEEPS | PLANS | {"medical", "biller"}

TELLS = frozenset({"counselor", "therapist", "clinical_director", "site_admin"})
"""Who writes to everybody of a group or a track: those who run sessions or move them."""

OPEN_GROUPS: dict[str, frozenset[str]] = {
    "open_groups": SEES,
    "open_group": SEES,
    "open_meeting": SEES,
    "open_group_new": PLANS,
    "open_group_edit": PLANS,
    "open_group_rhythm": PLANS,
    "open_group_end": PLANS,
    "open_meeting_new": PLANS,
    "open_meeting_move": PLANS,
    "open_meeting_change": PLANS,
    "open_meeting_cancel": PLANS,
    "open_group_find": KEEPS,
    "open_group_sign_up": KEEPS,
    "open_group_leave": KEEPS,
    "open_meeting_mark": KEEPS,
    "open_meeting_finish": KEEPS,
    "client_group_sign_up": KEEPS,
    "group_material_add": TELLS,
    "group_material_file": SEES,
    "group_material_away": TELLS,
    "group_announce": TELLS,
    "track_announce": TELLS,
    "track_agreement": TELLS,
    "announcement_away": TELLS,
}
