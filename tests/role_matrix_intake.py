"""Which roles may open which page of intake. The test of the matrix reads this table."""

from __future__ import annotations

from tests.role_matrix_clients import CHART

WORKS = frozenset({"case_manager", "intake", "clinical_director"})
"""Who takes calls and keeps the board."""
ASSESSES = frozenset({"therapist", "medical", "clinical_director"})
ADMITS = frozenset({"case_manager", "intake", "therapist", "clinical_director"})
SETS_UP = frozenset({"clinical_director", "site_admin"})

INTAKE: dict[str, frozenset[str]] = {
    "intake_board": WORKS,
    "intake_figures": WORKS,
    "inquiry_new": WORKS,
    "inquiry": WORKS | ASSESSES,
    "inquiry_edit": WORKS,
    "inquiry_move": WORKS | ASSESSES,
    "inquiry_check": WORKS | ASSESSES,
    "inquiry_assign": WORKS,
    "inquiry_next_step": WORKS,
    "inquiry_link": WORKS,
    "inquiry_unlink": WORKS,
    "inquiry_accept": WORKS,
    "inquiry_assessment": WORKS,
    "hold_place": WORKS | ASSESSES,
    "hold_extend": WORKS,
    "hold_release": WORKS,
    "intake_setup": SETS_UP,
    "check_add": SETS_UP,
    "check": SETS_UP,
    "check_move": SETS_UP,
    "site_profile": SETS_UP,
    "referral_sources": WORKS | SETS_UP,
    "referral_source_add": WORKS | SETS_UP,
    "referral_source": WORKS | SETS_UP,
    "stay_place": CHART,
    "client_admission": ADMITS,
    "client_stays": CHART,
    "client_stay": WORKS | ASSESSES,
}
PUBLIC_PAGES = {"program", "program_thanks"}
