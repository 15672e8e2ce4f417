"""Dated settings."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import policies
from iop.clinic.choices import SETTINGS, Setting
from iop.clinic.models import SettingValue
from iop.core.errors import Invalid, require
from iop.core.words import say, sentence


@transaction.atomic
def change_setting(
    *, by: Actor, key: str, value: Any, valid_from: dt.date, on: dt.date, site_id: uuid.UUID | None = None
) -> SettingValue:
    """Let a setting hold from ``valid_from`` on, at one site or (without ``site_id``) everywhere.

    ``on`` is today at the clinic. A day that has passed keeps the value it was lived under.
    Raises ``Invalid`` for a value outside its range or a past day, ``NotAllowed``.
    """
    require(policies.may_edit_clinic(by, site_id))
    if valid_from < on:
        raise Invalid(say("A setting cannot change in the past; choose today or a later day."), field="valid_from")
    row = SettingValue.objects.create(
        key=key, site_id=site_id, valid_from=valid_from, value=_checked(SETTINGS[key], value)
    )
    record(
        by=by,
        verb="clinic.setting_changed",
        subject=row,
        site_id=site_id,
        detail={"key": key, "value": row.value, "valid_from": valid_from},
    )
    return row


def _checked(setting: Setting, value: Any) -> Any:
    if type(value) is not type(setting.default):
        raise Invalid(say("This setting needs another kind of value."), field="value")
    if setting.options and not set(value) <= {code for code, _ in setting.options}:
        raise Invalid(say("Choose from the list."), field="value")
    if (
        setting.minimum is not None
        and value < setting.minimum
        or setting.maximum is not None
        and value > setting.maximum
    ):
        raise Invalid(
            sentence(say("Choose a value from {low} to {high}."), low=setting.minimum, high=setting.maximum),
            field="value",
        )
    return value
