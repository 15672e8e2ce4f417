"""Signing in from outside: inviting, accepting, links by e-mail, PINs, ending access, tablets in waiting rooms."""

from clients.actions.portal.accepting import accept
from clients.actions.portal.accounts import (
    change_pin,
    end_access,
    end_access_after_death,
    note_signed_in,
    open_again,
    prove_pin,
    speak,
)
from clients.actions.portal.doors import NoWay, WrongPin
from clients.actions.portal.invitations import invite, revoke
from clients.actions.portal.kiosks import end_kiosk, enter_at_kiosk, start_kiosk
from clients.actions.portal.links import ask_for_links, enter_by_link

__all__ = [
    "NoWay",
    "WrongPin",
    "accept",
    "ask_for_links",
    "change_pin",
    "end_access",
    "end_access_after_death",
    "end_kiosk",
    "enter_at_kiosk",
    "enter_by_link",
    "invite",
    "note_signed_in",
    "open_again",
    "prove_pin",
    "revoke",
    "speak",
    "start_kiosk",
]
