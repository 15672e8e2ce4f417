"""What is asked when homework is given."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm
from scheduling.models import Exercise
from therapy.choices.recovery import HOMEWORK_LENGTH


class HomeworkForm(RefusableForm):
    """A task, by when, and an exercise that goes with it."""

    words = forms.CharField(
        label=_("What to try"), max_length=HOMEWORK_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The client reads this on their own pages: plain words, one thing."),
    )  # fmt: skip
    due_on = DateField(label=_("By"), required=False)
    exercise = OneOf(label=_("Exercise"), required=False, empty=_("None"))

    def offer(self, exercises: Iterable[Exercise]) -> HomeworkForm:
        """Say which exercises there are."""
        field = self.fields["exercise"]
        assert isinstance(field, OneOf)
        field.offer(exercises, lambda row: row.title)
        return self


class GroupHomeworkForm(HomeworkForm):
    """The same task for those who were there."""

    people = forms.MultipleChoiceField(
        label=_("For whom"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one person.")},
    )

    def for_people(self, people: Iterable[tuple[str, str]]) -> GroupHomeworkForm:
        """Say who was there; all are ticked at first."""
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(people)
        self.initial.setdefault("people", [key for key, _name in field.choices])
        return self
