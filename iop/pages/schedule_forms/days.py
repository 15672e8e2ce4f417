"""Changes of a planned treatment day: another time, another room, another colleague, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.clinic.models import StaffMember
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, TimeField, scope_field
from scheduling.choices import FacilitatorRole
from scheduling.models import Room
from sessions_app.models import SessionComponent


class MoveDayForm(RefusableForm):
    """A new start for the day; its parts follow."""

    on = DateField(label=_("Date"))
    at = TimeField(label=_("Begins at"))
    scope = scope_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    beside = {"starts_at": "at"}
    clash_beside = "at"


class PartForm(RefusableForm):
    """A part of the day, or every part of it."""

    part = OneOf(label=_("Part"))
    scope = scope_field()

    def __init__(self, *args: Any, parts: Iterable[SessionComponent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("part", parts, lambda part: part.title or part.kind.name)

    def _offer(self, name: str, rows: Iterable[Any], label: Any = str) -> None:
        field = self.fields[name]
        assert isinstance(field, OneOf)
        field.offer(rows, label)


class RoomOfPartForm(PartForm):
    """Another room for a part, or none."""

    room = OneOf(label=_("Room"), required=False, empty=_("No room"))
    clash_beside = "room"
    field_order = ["part", "room", "scope"]

    def __init__(self, *args: Any, rooms: Iterable[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("room", rooms, lambda room: f"{room.name} ({room.capacity})")


class StaffOfPartForm(PartForm):
    """Another colleague for a part."""

    staff = OneOf(label=_("Colleague"), empty=_("Choose"))
    role = forms.ChoiceField(label=_("As"), choices=FacilitatorRole.choices)
    clash_beside = "staff"
    field_order = ["part", "staff", "role", "scope"]

    def __init__(self, *args: Any, staff: Iterable[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("staff", staff)
