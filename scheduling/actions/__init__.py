"""Everything that changes the schedule."""

from scheduling.actions.appointments import (
    book_appointment,
    cancel_appointment,
    move_appointment,
    set_appointment_status,
)
from scheduling.actions.blocks import block_staff, unblock_staff
from scheduling.actions.commitments import add_commitments, end_commitment, withdraw_commitment
from scheduling.actions.curriculum import (
    add_handout,
    change_handout,
    remove_handout,
    save_exercise,
    save_kind,
    save_topic,
)
from scheduling.actions.enrolments import cancel_pause, change_weekdays, end_enrolment, enrol, pause, withdraw
from scheduling.actions.expectations import end_expectation, set_expectation
from scheduling.actions.family import (
    keep_answer,
    note_who_came,
    plan_family,
    release_ended,
    remind_guests,
    watch_releases,
)
from scheduling.actions.family_offers import offer_family, owe_family_offers
from scheduling.actions.holds import change_hold, expire_holds, extend_hold, hold_seat, release_hold
from scheduling.actions.leaving import leave_schedule
from scheduling.actions.owing import owe_appointments
from scheduling.actions.rooms import save_program, save_room, save_track
from scheduling.actions.series import book_series, cancel_series, mark_series
from scheduling.actions.series_moves import move_series
from scheduling.actions.templates import check_week, planned_days, save_template_version
from scheduling.actions.waitlist import join_waitlist, leave_waitlist, move_in_waitlist

__all__ = [
    "add_commitments",
    "add_handout",
    "block_staff",
    "book_appointment",
    "book_series",
    "cancel_appointment",
    "cancel_pause",
    "cancel_series",
    "change_handout",
    "change_hold",
    "change_weekdays",
    "check_week",
    "end_commitment",
    "end_enrolment",
    "end_expectation",
    "enrol",
    "expire_holds",
    "extend_hold",
    "hold_seat",
    "join_waitlist",
    "keep_answer",
    "leave_schedule",
    "leave_waitlist",
    "mark_series",
    "move_appointment",
    "move_in_waitlist",
    "move_series",
    "note_who_came",
    "offer_family",
    "owe_appointments",
    "owe_family_offers",
    "pause",
    "plan_family",
    "planned_days",
    "release_ended",
    "release_hold",
    "remind_guests",
    "remove_handout",
    "save_exercise",
    "save_kind",
    "save_program",
    "save_room",
    "save_template_version",
    "save_topic",
    "save_track",
    "set_appointment_status",
    "set_expectation",
    "unblock_staff",
    "watch_releases",
    "withdraw",
    "withdraw_commitment",
]
