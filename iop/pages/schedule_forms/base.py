"""Fields and manners that the schedule's forms share."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from iop.core.errors import Conflict, NotAllowed, Refusal


class DateField(forms.DateField):
    """A date, picked with the device's own picker."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TimeField(forms.TimeField):
    """A time of the wall clock, picked with the device's own picker."""

    widget = forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")


class OneOf(forms.ChoiceField):
    """One of the rows that are offered; anything else is not there."""

    def __init__(self, *, empty: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty = empty
        self._offered: Iterable[models.Model] = ()
        self._label: Any = str

    def offer(self, rows: Iterable[models.Model], label: Any = str) -> None:
        """Say what can be chosen; ``label`` words a row. A query is asked once, when the list is shown or something is chosen."""
        self._offered, self._label = rows, label
        self.__dict__.pop("rows", None)
        self.__dict__.pop("_listed", None)
        self.choices = lambda: self._listed

    @cached_property
    def rows(self) -> dict[str, Any]:
        """What can be chosen, by its id as the form sends it."""
        return {str(row.pk): row for row in self._offered}

    @cached_property
    def _listed(self) -> list[tuple[str, Any]]:
        first = [] if self.required and not self.empty else [("", self.empty or "—")]
        return [*first, *((key, self._label(row)) for key, row in self.rows.items())]

    def clean(self, value: Any) -> Any:
        """Give the row, or nothing where nothing may be chosen."""
        chosen = super().clean(value)
        return self.rows.get(chosen) if chosen else None


class RefusableForm(forms.Form):
    """A form that can take an action's refusal and show its sentence next to the field it is about."""

    beside: Mapping[str, str] = {}
    """Which field of the form stands for a field that an action names."""

    clash_beside: str | None = None
    """The field beside which something already taken is said."""

    def attempt(self, save: Callable[[], object]) -> bool:
        """Do what the form is for and say whether it was done; a refusal is shown in the form, with everything typed kept.

        ``NotAllowed`` goes on: it is about the person, not about what they typed.
        """
        if not self.is_valid():
            return False
        try:
            save()
        except NotAllowed:
            raise
        except Refusal as refusal:
            self.refuse(refusal)
            return False
        return True

    def refuse(self, refusal: Refusal) -> None:
        """Show the refusal's sentence beside the field it is about, else above all."""
        name: str | None = self.beside.get(refusal.field, refusal.field)
        if name not in self.fields:
            name = self.clash_beside if type(refusal) is Conflict else None
        self.add_error(name, str(refusal))


class IdField(forms.UUIDField):
    """An opaque id carried along, never typed."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        """Write it as it stands in addresses."""
        return str(value) if isinstance(value, uuid.UUID) else value


SCOPES = (
    ("this", _("Only this one")),
    ("following", _("This and all that follow")),
    ("all", _("All that are still ahead")),
)


def scope_field() -> forms.ChoiceField:
    """Ask how far a change of one of a row reaches."""
    return forms.ChoiceField(label=_("Change"), choices=SCOPES, initial="this", widget=forms.RadioSelect)


def version_field() -> forms.IntegerField:
    """Carry the version that was read, so that nobody's change is overwritten."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False)
