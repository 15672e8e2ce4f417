"""Forms about bringing clients in from another system."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.import_choices import SOURCE_LENGTH
from clients.models import ImportRun
from iop.pages.schedule_forms.base import OneOf, RefusableForm
from iop.workflows.importing.checking import DAY_FIRST, MONTH_FIRST
from iop.workflows.importing.fields import FIELDS

NOBODY = ("-", _("Nobody reads it"))
DATES = ((MONTH_FIRST, _("Month first: 3/4/1985 is March 4")), (DAY_FIRST, _("Day first: 3/4/1985 is April 3")))


class HandInForm(RefusableForm):
    """A file of clients, where they go, and where they come from."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A table (CSV, one person a line, headings first) or a FHIR R4 bundle (JSON). Nothing is brought in yet."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.json,text/csv,application/json,application/fhir+json"}),
    )
    source = forms.CharField(
        label=_("What the other system is called"),
        max_length=SOURCE_LENGTH,
        help_text=_("Use the same name for every file of that system: by it people are known again."),
    )
    site = OneOf(label=_("Site"), help_text=_("Here the inquiries are opened."))

    field_order = ("file", "source", "site")

    def __init__(self, *args: Any, sites: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].offer(sites)  # type: ignore[attr-defined]


class MappingForm(RefusableForm):
    """Which column of a table is which field."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    dates = forms.ChoiceField(label=_("How dates with strokes are meant"), choices=DATES)

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        columns = run.mapping.get("columns", {})
        first = {"version": run.version, "dates": run.mapping.get("dates", MONTH_FIRST)}
        super().__init__(*args, **{**kwargs, "initial": first})
        choices = [NOBODY, *((field.key, field.label) for field in FIELDS)]
        for place, heading in enumerate(run.report.get("headings", [])):
            label = heading or _("Column %(number)d") % {"number": place + 1}
            chosen = columns.get(str(place), NOBODY[0])
            self.fields[f"column-{place}"] = forms.ChoiceField(label=label, choices=choices, initial=chosen)

    def columns(self) -> dict[str, str]:
        """Give the chosen field of each column by its place."""
        said = {name: value for name, value in self.cleaned_data.items() if name.startswith("column-")}
        return {name.partition("-")[2]: value for name, value in said.items() if value != NOBODY[0]}

    def column_fields(self) -> list[Any]:
        """Give the fields of columns, as they stand in the table."""
        return [self[name] for name in self.fields if name.startswith("column-")]


class BringInForm(RefusableForm):
    """What is decided about a file that was looked through."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    leave_faulty_out = forms.BooleanField(
        label=_("Leave the rows out that cannot be used"),
        help_text=_("They can be downloaded with the reasons, mended, and handed in again."),
        required=False,
    )
    bring_alike = forms.BooleanField(
        label=_("Open charts for people who look like somebody here and about whom nobody decided, too"),
        help_text=_("Look at them first. Two charts of one person have to be joined afterwards."),
        required=False,
    )


class VersionForm(RefusableForm):
    """A decision without further words."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DecisionForm(VersionForm):
    """What becomes of one row that looks like somebody."""

    decision = forms.ChoiceField(
        label=_("What becomes of this row"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what becomes of this row."),
            "invalid_choice": _("Choose from the list."),
        },
    )
    beside = {"client": "decision"}
    clash_beside = "decision"

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = list(choices)  # type: ignore[attr-defined]


class RestForm(VersionForm):
    """What becomes of all rows that nobody decided about."""

    decision = forms.CharField(max_length=9)
