"""Money as people type it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from iop.core.money import cents, dollars

TYPED = re.compile(r"^(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]{0,2})?$")
MOST_CENTS = 99_999_999
"""$999,999.99: what is above is a slip of the hand."""


class DollarsField(forms.CharField):
    """An amount in dollars, "1,234.50" or "$20", that gives whole cents; empty gives none where it may be left out.

    ``least`` and ``most`` are cents. Parts of a cent, words and amounts below zero are answered with a sentence.
    """

    def __init__(self, *, least: int = 0, most: int = MOST_CENTS, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**{"max_length": 16, **kwargs})

    def to_python(self, value: Any) -> Any:
        """Give whole cents."""
        text = str(super().to_python(value) or "").replace(" ", "").removeprefix("$")
        if not text:
            return None
        if not TYPED.match(text) or not any(letter.isdigit() for letter in text):
            raise ValidationError(_("Type an amount in dollars and cents, for example 1,234.50."), code="no_amount")
        return self._within(cents(Decimal(text.replace(",", ""))))

    def validate(self, value: Any) -> None:
        """Nothing typed is only wrong where an amount is needed; zero is an amount."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The letters were looked at already; what is left is a number."""

    def prepare_value(self, value: Any) -> Any:
        """Show cents as dollars; what was typed stays as it was typed."""
        return dollars(value) if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A phone opens its number keys."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The same amount typed in another way is no change."""
        try:
            return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))
        except ValidationError:
            return True

    def _within(self, amount: int) -> int:
        if amount < self.least:
            raise ValidationError(
                _("Type at least $%(least)s."), code="too_little", params={"least": dollars(self.least)}
            )
        if amount > self.most:
            raise ValidationError(_("Type at most $%(most)s."), code="too_much", params={"most": dollars(self.most)})
        return amount
