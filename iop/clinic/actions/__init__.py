"""Everything that changes the clinic itself."""

from iop.clinic.actions.on_call import add_shift, hand_over_shifts, remove_shift
from iop.clinic.actions.profiles import save_profile
from iop.clinic.actions.settings import change_setting
from iop.clinic.actions.sites import (
    add_closure,
    add_site,
    change_organization,
    change_site,
    remove_closure,
    set_opening_hours,
)
from iop.clinic.actions.staff import (
    add_credential,
    add_staff,
    change_credential,
    change_staff,
    depart,
    end_role,
    give_role,
    save_credential_kind,
)

__all__ = [
    "add_closure",
    "add_credential",
    "add_shift",
    "add_site",
    "add_staff",
    "change_credential",
    "change_organization",
    "change_setting",
    "change_site",
    "change_staff",
    "depart",
    "end_role",
    "give_role",
    "hand_over_shifts",
    "remove_closure",
    "remove_shift",
    "save_credential_kind",
    "save_profile",
    "set_opening_hours",
]
