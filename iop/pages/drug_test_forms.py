"""What the pages about drug tests ask."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import Substance
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, TimeField, version_field
from therapy.actions.drug_tests.results import Checks, Reading
from therapy.choices.drug_tests import (
    Analyte,
    CreatinineUnit,
    ExemptionKind,
    Instead,
    Matrix,
    Observation,
    OrderReason,
    Outcome,
    Stage,
    TalkOutcome,
    TestStatus,
    ToldUse,
    Unit,
)
from therapy.models.drug_tests import TestPanel, TestResult
from therapy.rules.drug_tests.panels import Target, targets_of

ORDERED_BY_HAND = [choice for choice in OrderReason.choices if choice[0] != OrderReason.RANDOM]
CLOSED_AS = [
    (TestStatus.REFUSED, _("Declined: they said no")),
    (TestStatus.UNABLE, _("Could not provide: they tried")),
    (TestStatus.MISSED, _("Missed: they were not here")),
]
NUMBER = {"inputmode": "decimal", "autocomplete": "off"}


def offer(field: forms.Field, panels: Iterable[TestPanel], label: Any = None) -> None:
    """Say which panels may be chosen."""
    assert isinstance(field, OneOf)
    field.offer(panels, label or (lambda panel: panel.name))


class PlanForm(RefusableForm):
    """How often, with what, and why."""

    panel = OneOf(label=_("Panel"), empty=_("Choose"))
    per_week = forms.DecimalField(
        label=_("Tests a week, on average"), min_value=Decimal("0.1"), max_value=7, decimal_places=2, initial=1,
        help_text=_("At least weekly at the start, at least monthly when stable (0.25): ASAM 2017."),
    )  # fmt: skip
    max_gap_days = forms.IntegerField(
        label=_("Never longer than this many days without one"), min_value=1, max_value=90, initial=14
    )
    on_days_off = forms.BooleanField(
        label=_("May be asked to come in on a day without a session"), required=False,
        help_text=_("By a neutral message with a time; it never says what for."),
    )  # fmt: skip
    oral_panel = OneOf(
        label=_("Oral fluid panel, for days when urine is not possible"), required=False, empty=_("None")
    )
    necessity = forms.CharField(
        label=_("Why this client needs testing"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Diagnosis, what the results change in the plan. In this client's words where you can; not the same for everybody."),
    )  # fmt: skip
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Until (the last day)"), required=False)


class ExemptForm(RefusableForm):
    """Out of the draw for a while."""

    kind = forms.ChoiceField(label=_("Why"), choices=ExemptionKind.choices)
    instead = forms.ChoiceField(
        label=_("Meanwhile"), choices=Instead.choices, widget=forms.RadioSelect, initial="nothing"
    )
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Until (the last day)"))
    note = forms.CharField(label=_("In a few words"), max_length=300, required=False)


class OrderForm(RefusableForm):
    """One test outside the draw."""

    panel = OneOf(label=_("Panel"), empty=_("Choose"))
    reason = forms.ChoiceField(
        label=_("Reason"), choices=ORDERED_BY_HAND, widget=forms.RadioSelect, initial="follow_up"
    )
    reason_note = forms.CharField(
        label=_("What was seen (for cause)"), max_length=300, required=False,
        help_text=_("Needed for a test for cause: what you saw, not what you suspect."),
    )  # fmt: skip
    necessity = forms.CharField(label=_("Why this client needs it"), widget=forms.Textarea(attrs={"rows": 3}))
    due_on = DateField(label=_("Day"))


class ToldForm(RefusableForm):
    """What the client says before there is a result."""

    use = forms.ChoiceField(
        label=_("“Is there anything you would like to tell me before?”"), required=False, widget=forms.RadioSelect,
        choices=[choice for choice in ToldUse.choices if choice[0]],
    )  # fmt: skip
    substances = forms.MultipleChoiceField(
        label=_("What was used"), choices=Substance.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label=_("In their words"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CollectForm(ToldForm):
    """A sample: asked before, then collected."""

    version = version_field()
    panel = OneOf(label=_("Device"))
    collected = TimeField(label=_("Collected at"))
    temperature_f = forms.DecimalField(
        label=_("Temperature (°F)"), required=False, decimal_places=1, max_digits=4,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"}),
        help_text=_("Within four minutes. Fresh urine: 90 to 100."),
    )  # fmt: skip
    observation = forms.ChoiceField(
        label=_("Watched over"), choices=Observation.choices, widget=forms.RadioSelect, initial=Observation.NONE
    )
    observation_agreed = forms.BooleanField(
        label=_("The client said yes to being observed, and chose by whom"), required=False
    )
    lot = forms.CharField(label=_("Lot of the device"), max_length=60, required=False)
    lot_expires_on = DateField(label=_("Device expires on"), required=False)
    custody_id = forms.CharField(label=_("Chain-of-custody form"), max_length=60, required=False)

    asked_first = ("use", "substances", "words")


class OutcomeForm(RefusableForm):
    """No sample, and why."""

    version = version_field()
    outcome = forms.ChoiceField(label=_("What happened"), choices=CLOSED_AS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What the client said, or what you saw"), max_length=300, required=False,
        help_text=_("Not a result, and not proof of use."),
    )  # fmt: skip


class CancelForm(RefusableForm):
    """An order that was a mistake."""

    version = version_field()
    reason = forms.CharField(label=_("Why"), max_length=300)


class SendForm(RefusableForm):
    """To a laboratory."""

    version = version_field()
    laboratory = forms.CharField(label=_("Laboratory"), max_length=120)
    accession = forms.CharField(label=_("Accession number"), max_length=60, required=False)


class ReviewForm(RefusableForm):
    """What came of it."""

    version = version_field()
    outcome = forms.ChoiceField(label=_("What came of it"), choices=TalkOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In a few words"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Support, not punishment. A result never ends treatment."),
    )  # fmt: skip


class PanelForm(RefusableForm):
    """A panel, line by line."""

    name = forms.CharField(label=_("Name"), max_length=120)
    matrix = forms.ChoiceField(label=_("Material"), choices=Matrix.choices)
    stage = forms.ChoiceField(label=_("Kind"), choices=Stage.choices)
    device = forms.CharField(label=_("Device or method"), max_length=120, required=False)
    targets = forms.CharField(
        label=_("Lines: what, cutoff, unit"), widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("One on each line, for example: fentanyl 1 ng/mL. “Negative” will mean negative for these alone."),
    )  # fmt: skip


class ResultForm(RefusableForm):
    """A screen or a report, line by line, made from its panel."""

    version = version_field()

    def __init__(self, *args: Any, panel: TestPanel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets: list[Target] = targets_of(panel.targets)
        self.panel = panel
        self.measured = panel.stage == Stage.DEFINITIVE or panel.matrix == Matrix.BREATH
        for target in self.targets:
            self._add_line(target)
        self.fields["rest"] = forms.BooleanField(
            label=_("Every line left open is negative"), required=False,
        )  # fmt: skip
        if panel.matrix == Matrix.URINE:
            self._add_checks()
        self.fields["note"] = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
        self.beside = {target.analyte: f"r-{target.analyte}" for target in self.targets} | {"readings": "rest"}

    def readings(self) -> list[Reading]:
        """Give the lines as typed; those left open are negative when the form says so."""
        data = self.cleaned_data
        found = []
        for target in self.targets:
            value = data.get(f"v-{target.analyte}")
            outcome = data[f"r-{target.analyte}"]
            if not outcome and value is None and data["rest"]:
                outcome = Outcome.NEGATIVE
            found.append(Reading(target.analyte, outcome, value, data.get(f"u-{target.analyte}") or ""))
        return found

    def checks(self) -> Checks:
        """Give what was measured of the sample itself."""
        data = self.cleaned_data
        return Checks(
            creatinine=data.get("creatinine"), creatinine_unit=data.get("creatinine_unit") or CreatinineUnit.MG_DL,
            specific_gravity=data.get("specific_gravity"), ph=data.get("ph"), nitrite=data.get("nitrite"),
            foreign=bool(data.get("foreign")),
        )  # fmt: skip

    def lines(self) -> list[dict[str, Any]]:
        """Give the lines for the page: bound fields, with the cutoff beside them."""
        return [
            {
                "label": self[f"r-{target.analyte}"].label,
                "cutoff": f"{target.cutoff.normalize():f} {Unit(target.unit).label}",
                "outcome": self[f"r-{target.analyte}"],
                "value": self[f"v-{target.analyte}"] if self.measured else None,
                "unit": self[f"u-{target.analyte}"] if self.measured else None,
            }
            for target in self.targets
        ]

    def sample_fields(self) -> list[Any]:
        """Give the fields about the sample itself."""
        return [self[name] for name in CHECKS if name in self.fields]

    @staticmethod
    def initial_of(result: TestResult) -> dict[str, Any]:
        """Give what a result says, for correcting it."""
        found: dict[str, Any] = {
            "creatinine": result.creatinine, "specific_gravity": result.specific_gravity, "ph": result.ph, "nitrite": result.nitrite,
            "foreign": result.foreign_substance, "note": result.note,
        }  # fmt: skip
        for line in result.lines.all():
            found[f"r-{line.analyte}"] = line.outcome
            found[f"v-{line.analyte}"] = line.value
            found[f"u-{line.analyte}"] = line.unit
        return found

    def _add_line(self, target: Target) -> None:
        self.fields[f"r-{target.analyte}"] = forms.ChoiceField(
            label=Analyte(target.analyte).label, choices=Outcome.choices, required=False, widget=forms.RadioSelect
        )
        if self.measured:
            self.fields[f"v-{target.analyte}"] = forms.DecimalField(
                label=_("Value"), required=False, max_digits=14, decimal_places=4,
                widget=forms.TextInput(attrs=NUMBER),
            )  # fmt: skip
            self.fields[f"u-{target.analyte}"] = forms.ChoiceField(
                label=_("Unit"), required=False, choices=Unit.choices, initial=target.unit
            )

    def _add_checks(self) -> None:
        def number(label: Any, help_text: Any = "", places: int = 2) -> forms.DecimalField:
            return forms.DecimalField(
                label=label, required=False, decimal_places=places, max_digits=8, help_text=help_text,
                widget=forms.TextInput(attrs=NUMBER),
            )  # fmt: skip

        self.fields["creatinine"] = number(_("Creatinine"))
        self.fields["creatinine_unit"] = forms.ChoiceField(
            label=_("Unit of creatinine"), choices=CreatinineUnit.choices, required=False, initial=CreatinineUnit.MG_DL
        )
        self.fields["specific_gravity"] = number(_("Specific gravity"), _("When creatinine is below 20."), 4)
        self.fields["ph"] = number(_("pH"))
        self.fields["nitrite"] = number(_("Nitrite (µg/mL)"), places=1)
        self.fields["foreign"] = forms.BooleanField(
            label=_("Oxidant or another foreign substance shows"), required=False
        )


CHECKS = ("creatinine", "creatinine_unit", "specific_gravity", "ph", "nitrite", "foreign")


class CorrectForm(ResultForm):
    """A result put right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(label=_("What was wrong"), max_length=300)


class ReportForm(ResultForm):
    """A laboratory's report."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resulted_on"] = DateField(label=_("Date of the report"))
        self.fields["accession"] = forms.CharField(label=_("Accession number"), max_length=60, required=False)
        self.beside = {**self.beside, "resulted_at": "resulted_on", "panel": "accession"}
