"""Everything that changes a treatment day."""

from sessions_app.actions.attendance import (
    Mark,
    correct_component,
    enter_late,
    mark,
    mark_many,
    set_participation,
)
from sessions_app.actions.checkins import goals_to_review, review_goal, save_check_in, save_wrap_up
from sessions_app.actions.finalising import finalise_attendance
from sessions_app.actions.makeups import cancel_make_up, offer_make_up
from sessions_app.actions.materialise import Report, materialise
from sessions_app.actions.moving import cancel_session, move_session
from sessions_app.actions.outreach import call_absentees, call_list, record_outreach
from sessions_app.actions.parts import set_component_times, set_component_topic
from sessions_app.actions.reporting import save_self_report
from sessions_app.actions.roster import add_to_roster, leave_all, remove_from_roster, sync_rosters
from sessions_app.actions.running import close, open_session, start
from sessions_app.actions.staffing import change_facilitator, change_room, remove_facilitator
from sessions_app.actions.telehealth import accept_proposed, propose_telehealth_times, set_whereabouts
from sessions_app.actions.template import apply_template
from sessions_app.closing import gaps, worth

__all__ = [
    "Mark",
    "Report",
    "accept_proposed",
    "add_to_roster",
    "apply_template",
    "call_absentees",
    "call_list",
    "cancel_make_up",
    "cancel_session",
    "change_facilitator",
    "change_room",
    "close",
    "correct_component",
    "enter_late",
    "finalise_attendance",
    "gaps",
    "goals_to_review",
    "leave_all",
    "mark",
    "mark_many",
    "materialise",
    "move_session",
    "offer_make_up",
    "open_session",
    "propose_telehealth_times",
    "record_outreach",
    "remove_facilitator",
    "remove_from_roster",
    "review_goal",
    "save_check_in",
    "save_self_report",
    "save_wrap_up",
    "set_component_times",
    "set_component_topic",
    "set_participation",
    "set_whereabouts",
    "start",
    "sync_rosters",
    "worth",
]
