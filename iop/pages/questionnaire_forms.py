"""Forms of the setup of questionnaires: wording, a version of the clinic's own, an import."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.core.errors import Invalid
from iop.core.words import say, sentence
from iop.pages.schedule_forms.base import RefusableForm
from therapy.choices.questionnaires import QuestionnaireLanguage, ScoreOfImport
from therapy.questionnaires.changing import SIGNS, Threshold, option_sets_of
from therapy.questionnaires.importing import LONGEST_FILE
from therapy.questionnaires.reading import Data
from therapy.questionnaires.shapes import BETTER, MIXED, SELF, STAFF_ONLY, WORSE, Definition

LINES = forms.Textarea(attrs={"rows": 8})


class WordingForm(RefusableForm):
    """An instrument's own words, one question and one answer a line."""

    title = forms.CharField(label=_("Title"), max_length=200)
    stem = forms.CharField(
        label=_("What stands above the questions"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Such as “In the past month…”."),
    )  # fmt: skip
    items = forms.CharField(label=_("The questions, one a line, in order"), widget=LINES)

    def __init__(self, *args: Any, data_of: Data, labels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sets = option_sets_of(data_of)
        self.fields["items"].help_text = str(
            sentence(say("{count} lines: {labels}"), count=len(labels), labels=" · ".join(labels))
        )
        for name in self.sets:
            rows = len(data_of["options"][name])
            self.fields[f"options_{name}"] = forms.CharField(
                label=_set_words(data_of, name, len(self.sets)),
                widget=forms.Textarea(attrs={"rows": rows}),
            )
        self.fields["accepts"] = forms.BooleanField(label=_("The clinic may use this wording under these terms"))

    @property
    def lines(self) -> list[str]:
        """The questions as typed."""
        return _lines(self.cleaned_data["items"])

    @property
    def options(self) -> dict[str, list[str]]:
        """The answers as typed, by set."""
        return {name: _lines(self.cleaned_data[f"options_{name}"]) for name in self.sets}


class SettingsForm(RefusableForm):
    """The clinic's own bands, cut-offs and rule for missing answers."""

    def __init__(self, *args: Any, definition: Definition, thresholds: list[Threshold], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition, self.thresholds = definition, thresholds
        for band in definition.bands:
            if band.low is not None:
                for end, value in (("low", band.low), ("high", band.high)):
                    label = _("{band}: from") if end == "low" else _("{band}: to")
                    self._number(f"{end}_{band.key}", sentence(label, band=band.words), value)
        for each in thresholds:
            self._number(f"at_{each.id}", _threshold_words(definition, each), each.value)
        for scale in definition.scales:
            if scale.may_allow_missing:
                self.fields[f"missing_{scale.key}"] = forms.IntegerField(
                    label=_missing_words(scale.words), min_value=0,
                    initial=scale.allowed_missing, max_value=scale.may_allow_missing,
                    help_text=_("The mean of the others stands in for them. 0: every answer is needed."),
                )  # fmt: skip
        change = definition.change
        self._number("meaningful", _("A change is meaningful from"), change.meaningful, required=False)
        self._number("reliable", _("A change is reliable from"), change.reliable, required=False)
        self.fields["note"] = forms.CharField(label=_("What changed and why"), max_length=300)

    def _number(self, name: str, label: Any, value: Decimal | None, *, required: bool = True) -> None:
        self.fields[name] = forms.DecimalField(
            label=label, initial=None if value is None else f"{value.normalize():f}", required=required, max_digits=6
        )

    def chosen(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        said = self.cleaned_data
        return {
            "bands": {
                band.key: (said[f"low_{band.key}"], said[f"high_{band.key}"])
                for band in self.definition.bands
                if band.low is not None
            },
            "thresholds": {each.id: said[f"at_{each.id}"] for each in self.thresholds},
            "missing": {
                scale.key: said[f"missing_{scale.key}"] for scale in self.definition.scales if scale.may_allow_missing
            },
            "meaningful": said["meaningful"],
            "reliable": said["reliable"],
            "note": said["note"],
        }


class ImportForm(RefusableForm):
    """A questionnaire of the clinic's own, from a file or pasted."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("JSON of a FHIR R4 Questionnaire."))
    text = forms.CharField(
        label=_("Or paste it"), required=False, widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
    )
    key = forms.CharField(
        label=_("Short code"), max_length=40,
        help_text=_("Small letters, digits and underscores. Using it again makes a new version."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty, the file's own title is used.")
    )
    language = forms.ChoiceField(label=_("Language of the questions"), choices=QuestionnaireLanguage)
    mode = forms.ChoiceField(
        label=_("Who answers"),
        choices=[(SELF, _("The client, or staff with the client")), (STAFF_ONLY, _("Staff only"))],
    )
    scoring = forms.ChoiceField(label=_("Score"), choices=ScoreOfImport, initial=ScoreOfImport.SUM)
    direction = forms.ChoiceField(
        label=_("A higher score means"),
        choices=[(WORSE, _("Worse")), (BETTER, _("Better")), (MIXED, _("Neither"))],
    )
    bands = forms.CharField(
        label=_("Bands"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: the range, then its name, such as “0-4 Minimal”."),
    )  # fmt: skip

    def source(self) -> str:
        """The JSON as text. Raises ``Invalid`` when there is none, it is too long, or its letters cannot be read."""
        file = self.cleaned_data.get("file")
        if file is None:
            if not self.cleaned_data["text"].strip():
                raise Invalid(say("Choose a file, or paste its text."), field="file")
            return str(self.cleaned_data["text"])
        if file.size > 4 * LONGEST_FILE:
            raise Invalid(
                say("This file is longer than a questionnaire can be (one million characters)."), field="file"
            )
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise Invalid(say("This is not a text file in UTF-8."), field="file") from None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _set_words(data: Data, name: str, sets: int) -> Any:
    if sets == 1:
        return _("The answers, one a line, in order")
    return sentence(_("Answers to question {questions}, one a line"), questions=_used_by(data, name))


def _missing_words(scale: str) -> Any:
    return sentence(_("{scale}: answers that may be missing"), scale=scale)


def _used_by(data: Data, name: str) -> str:
    keys = [item["key"] for item in data["items"] if item.get("options") == name]
    return keys[0] if len(keys) == 1 else f"{keys[0]}–{keys[-1]}"


def _threshold_words(definition: Definition, each: Threshold) -> Any:
    scale = definition.scale(each.score)
    who = {"men": _("men"), "others": _("others")}.get(each.who, each.who)
    said = sentence(
        _("{uses}: {score} {sign}"),
        uses=" / ".join(each.uses),
        score=scale.words if scale else each.score,
        sign=SIGNS[each.op],
    )
    return sentence(_("{said}, for {who}"), said=said, who=who) if each.who else said
