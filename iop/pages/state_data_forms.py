"""Forms about the state's data sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import RecipientParty
from iop.core.words import sentence
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm
from iop.reports.state_data import codes
from iop.reports.state_data.choices import UNKNOWN
from iop.reports.state_data.facts import Known
from iop.reports.state_data.fields import GROUPS, Field

NOT_KNOWN = "_unknown"


class AnswersForm(RefusableForm):
    """What a colleague answers about one admission, transfer or discharge. Nothing is required: what is missing is told."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, fields: Iterable[Field], answers: Mapping[str, str], proposals: Mapping[str, Known], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.asked = list(fields)
        for each in self.asked:
            proposed = None if each.key in answers else proposals.get(each.key)
            self._add(each, answers.get(each.key, ""), proposed)

    def _add(self, each: Field, answer: str, proposed: Known | None) -> None:
        value = answer or (proposed.value if proposed else "")
        label: Any = each.label
        hint: Any = (
            sentence(_("Proposed from: {source}. {hint}"), source=proposed.source, hint=each.hint)
            if proposed
            else each.hint
        )
        if each.kind == "number":
            self.fields[each.key] = forms.CharField(
                label=label, required=False, max_length=4, help_text=hint, initial="" if value == UNKNOWN else value,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
            )  # fmt: skip
            self.fields[each.key + NOT_KNOWN] = forms.BooleanField(
                label=_("Not known"), required=False, initial=value == UNKNOWN
            )
        elif each.kind == "text":
            self.fields[each.key] = forms.CharField(
                label=label, required=False, max_length=20, help_text=hint, initial=value
            )
        else:
            offered = [("", "—"), *codes.native()[each.words]]
            self.fields[each.key] = forms.ChoiceField(
                label=label, required=False, choices=offered, help_text=hint, initial=value
            )

    @property
    def answers(self) -> dict[str, str]:
        """Give what was answered, in our own words."""
        given = self.cleaned_data
        return {
            each.key: UNKNOWN
            if not given.get(each.key) and given.get(each.key + NOT_KNOWN)
            else str(given.get(each.key) or "")
            for each in self.asked
        }

    def groups(self) -> Iterator[tuple[str, Any, list[dict[str, Any]]]]:
        """Give the fields by group, each number with its own "not known"."""
        for key, title in GROUPS.items():
            rows = [self._bound(each) for each in self.asked if each.group == key]
            if rows:
                yield key, title, rows

    def _bound(self, each: Field) -> dict[str, Any]:
        # Saving asks for nothing; only the words "(optional)" stay away from what the state needs.
        self.fields[each.key].required = each.needed
        unknown = self[each.key + NOT_KNOWN] if each.key + NOT_KNOWN in self.fields else None
        return {"field": self[each.key], "unknown": unknown, "needed": each.needed}


class FileForm(RefusableForm):
    """Which days of which site, by which layout."""

    site = forms.ChoiceField(label=_("Site"))
    first = DateField(label=_("From"))
    last = DateField(label=_("To"))
    layout = forms.ChoiceField(label=_("Layout"))
    again = forms.BooleanField(
        label=_("Also what was handed in before and has not changed"), required=False
    )  # fmt: skip

    def __init__(self, *args: Any, sites: list[tuple[str, str]], on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = sites  # type: ignore[attr-defined]
        self.fields["layout"].choices = [(each.key, each.name) for each in codes.layouts(on)]  # type: ignore[attr-defined]


class StateSiteForm(RefusableForm):
    """To whom a site hands in, by which law, and under which number."""

    party = OneOf(label=_("Authority that receives it"))
    authority = forms.CharField(
        label=_("Law or licence under which it asks"), max_length=300,
        help_text=_("It is written down with each disclosure (42 CFR 2.53)."),
    )  # fmt: skip
    provider_number = forms.CharField(
        label=_("The state’s number of this provider"), max_length=15, help_text=_("Letters and digits, 15 at most.")
    )

    def __init__(self, *args: Any, parties: Iterable[RecipientParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].offer(parties, label=lambda row: row.name)  # type: ignore[attr-defined]


class CodesForm(RefusableForm):
    """The codes of one list, and whether they were compared with the state's manual."""

    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    is_compared = forms.BooleanField(label=_("Compared with the state’s manual"), required=False)
    source = forms.CharField(
        label=_("Which manual"),
        max_length=200,
        required=False,
        help_text=_("Its name with the year or version, and the page."),
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: list[str] = []
        for place, label, code in places:
            self.places.append(place)
            self.fields[place] = forms.CharField(
                label=label,
                max_length=10,
                initial=code,
                widget=forms.TextInput(attrs={"size": 6, "autocomplete": "off"}),
            )

    @property
    def given(self) -> dict[str, str]:
        """Give the codes by their places."""
        return {place: self.cleaned_data[place] for place in self.places}

    def code_fields(self) -> list[Any]:
        """Give the fields of codes, as they stand in the list."""
        return [self[place] for place in self.places]
