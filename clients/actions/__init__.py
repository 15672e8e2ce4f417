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
from clients.actions.levels import save_level, set_requirement
from clients.actions.photos import set_photo
from clients.actions.placements import place, withdraw_placement
from clients.actions.registration import register_client, update_client
from clients.actions.teams import assign_care_team

__all__ = [
    "add_contact_point",
    "admit",
    "assign_care_team",
    "close_episode",
    "hand_over_care_teams",
    "open_chart",
    "open_episode",
    "open_list",
    "place",
    "print_from_chart",
    "raise_concern",
    "register_client",
    "remove_contact_point",
    "resolve_concern",
    "save_level",
    "set_channel_permission",
    "set_channel_permissions",
    "set_emergency_contact",
    "set_photo",
    "set_requirement",
    "update_client",
    "withdraw_placement",
]
