"""Who may open the addresses of the schedule: the name of each, and the keys of the roles. The table is the test."""

from __future__ import annotations

ROLES = ("counselor", "therapist", "medical", "case_manager", "intake", "biller", "clinical_director", "site_admin")
EVERYBODY = set(ROLES)
BOOKERS = EVERYBODY - {"biller", "site_admin"}
PLANNERS = {"clinical_director", "site_admin"}
ENROLLERS = {"case_manager", "intake", "clinical_director"}

SCHEDULE: dict[str, set[str]] = {
    "calendar": EVERYBODY,
    "planned_session": EVERYBODY,
    "move_session": PLANNERS,
    "cancel_session": PLANNERS,
    "change_session_room": PLANNERS,
    "change_session_staff": PLANNERS,
    "block_staff": EVERYBODY,
    "staff_block": EVERYBODY,
    "unblock_staff": EVERYBODY,
    "book_appointment": BOOKERS,
    "appointment": EVERYBODY,
    "move_appointment": BOOKERS,
    "cancel_appointment": BOOKERS,
    "mark_appointment": BOOKERS,
    "tracks": EVERYBODY,
    "add_track": PLANNERS,
    "track": EVERYBODY,
    "edit_track": PLANNERS,
    "edit_week": PLANNERS,
    "seat_waiting": ENROLLERS,
    "move_waiting": ENROLLERS,
    "stop_waiting": ENROLLERS,
    "programs": PLANNERS,
    "add_program": PLANNERS,
    "edit_program": PLANNERS,
    "rooms": EVERYBODY,
    "add_room": PLANNERS,
    "edit_room": PLANNERS,
    "curriculum": EVERYBODY,
    "add_topic": PLANNERS,
    "topic": EVERYBODY,
    "edit_topic": PLANNERS,
    "add_handout": PLANNERS,
    "handout_file": EVERYBODY,
    "remove_handout": PLANNERS,
    "kinds": PLANNERS,
    "add_kind": PLANNERS,
    "edit_kind": PLANNERS,
    "exercises": EVERYBODY,
    "add_exercise": PLANNERS,
    "exercise": EVERYBODY,
    "edit_exercise": PLANNERS,
    "levels": PLANNERS,
    "add_level": PLANNERS,
    "edit_level": PLANNERS,
    "add_requirement": PLANNERS,
    "making": PLANNERS,
    "make_sessions": PLANNERS,
}
"""A page that only changes something answers its roles when posted to; everybody else gets 403."""
