"""Everything that changes who is in treatment."""

from clients.actions.charts import open_chart, open_list, print_from_chart
from clients.actions.concerns import raise_concern, resolve_concern
from clients.actions.contact import (
    add_contact_point,
    remove_contact_point,
    set_channel_permission,
    set_channel_permissions,
    set_emergency_contact,
)
from clients.actions.departing import hand_over_care_teams
from clients.actions.episodes import admit, close_episode, open_episode
from clients.actions.inquiries import (
    answer_check,
    assign,
    change_inquiry,
    link_client,
    move_inquiry,
    open_inquiry,
    receive_from_web,
    set_next_step,
    take_inquiry,
    unlink_client,
)
from clients.actions.intake_checks import order_checks, save_check, save_source
from clients.actions.levels import save_level, set_requirement
from clients.actions.photos import set_photo
from clients.actions.placements import place, withdraw_placement
from clients.actions.registration import register_client, update_client
from clients.actions.stays import ask_again, change_stay, note_back, note_there, refer_out
from clients.actions.teams import assign_care_team

__all__ = [
    "add_contact_point",
    "admit",
    "answer_check",
    "ask_again",
    "assign",
    "assign_care_team",
    "change_inquiry",
    "change_stay",
    "close_episode",
    "hand_over_care_teams",
    "link_client",
    "move_inquiry",
    "note_back",
    "note_there",
    "open_chart",
    "open_episode",
    "open_inquiry",
    "open_list",
    "order_checks",
    "place",
    "print_from_chart",
    "raise_concern",
    "receive_from_web",
    "refer_out",
    "register_client",
    "remove_contact_point",
    "resolve_concern",
    "save_check",
    "save_level",
    "save_source",
    "set_channel_permission",
    "set_channel_permissions",
    "set_emergency_contact",
    "set_next_step",
    "set_photo",
    "set_requirement",
    "take_inquiry",
    "unlink_client",
    "update_client",
    "withdraw_placement",
]
