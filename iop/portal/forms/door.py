"""What the doors ask. Every label stands for one thing that a person has, knows or was told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.schedule_forms.base import DateField, RefusableForm

LANGUAGES = (("en", "English"), ("es", "Español"))
"""Each in its own words, whatever language the page is in."""


def digits(label: Any, *, autocomplete: str = "off", help_text: Any = "", hidden: bool = True) -> forms.CharField:
    """Make a field for six digits, typed on a number pad and not shown to who looks over a shoulder."""
    widget = forms.PasswordInput if hidden else forms.TextInput
    attrs = {"inputmode": "numeric", "autocomplete": autocomplete, "maxlength": 12}
    return forms.CharField(label=label, max_length=12, help_text=help_text, widget=widget(attrs=attrs))


class AskForm(RefusableForm):
    """Which inbox to write to."""

    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )


class PinForm(RefusableForm):
    """The second proof."""

    pin = digits(_("Your PIN"), autocomplete="current-password")
    own_device = forms.BooleanField(
        label=_("This is my own device"), required=False,
        help_text=_("Then you stay signed in longer. Leave it empty on a device that others use too."),
    )  # fmt: skip


class WelcomeForm(RefusableForm):
    """The code from the colleague, and a PIN of one's own."""

    code = digits(
        _("The code we told you"), autocomplete="one-time-code", hidden=False, help_text=_("Six digits, from your care team.")
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Your language"), choices=LANGUAGES)
    pin = digits(
        _("Choose a PIN"), autocomplete="new-password", help_text=_("Six digits that others cannot guess. Not your birthday.")
    )  # fmt: skip
    again = digits(_("The PIN once more"), autocomplete="new-password")
    own_device = forms.BooleanField(label=_("This is my own device"), required=False)


class NewPinForm(RefusableForm):
    """Another PIN."""

    old = digits(_("Your PIN until now"), autocomplete="current-password")
    pin = digits(_("The new PIN"), autocomplete="new-password", help_text=_("Six digits that others cannot guess."))
    again = digits(_("The new PIN once more"), autocomplete="new-password")


class LanguageForm(RefusableForm):
    """In which language to read."""

    language = forms.ChoiceField(label=_("Your language"), choices=LANGUAGES)


class ArriveForm(RefusableForm):
    """Who arrives, without a name on the screen."""

    born = DateField(label=_("Your date of birth"))
    pin = digits(_("Your PIN"))
