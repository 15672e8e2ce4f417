"""Case management: the list of places, referrals, contacts, support meetings and tasks."""

from therapy.actions.support.contacts import log_contact, mark_contact_error
from therapy.actions.support.meetings import log_meeting, mark_meeting_error
from therapy.actions.support.referrals import follow_up_later, move_referral, refer, tell_place
from therapy.actions.support.resources import add_resource, change_resource, check_resource, retire_resource
from therapy.actions.support.tasks import add_task

__all__ = [
    "add_resource",
    "add_task",
    "change_resource",
    "check_resource",
    "follow_up_later",
    "log_contact",
    "log_meeting",
    "mark_contact_error",
    "mark_meeting_error",
    "move_referral",
    "refer",
    "retire_resource",
    "tell_place",
]
