"""Everything that changes a group outside a stay."""

from sessions_app.actions.groups.attending import finish_meeting, mark_presence
from sessions_app.actions.groups.making import MadeMeetings, add_meeting, make_meetings
from sessions_app.actions.groups.members import enter, go, leave, sign_up
from sessions_app.actions.groups.moving import cancel_meeting, change_meeting, move_meeting
from sessions_app.actions.groups.setting_up import end_group, save_group, set_rhythm
from sessions_app.actions.groups.watching import ask_for_attendance

__all__ = [
    "MadeMeetings",
    "add_meeting",
    "ask_for_attendance",
    "cancel_meeting",
    "change_meeting",
    "end_group",
    "enter",
    "finish_meeting",
    "go",
    "leave",
    "make_meetings",
    "mark_presence",
    "move_meeting",
    "save_group",
    "set_rhythm",
    "sign_up",
]
