"""What staff are asked when they let somebody sign in from outside."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.portal_choices import AccessEnd, IdentityCheck
from iop.pages.schedule_forms.base import RefusableForm

LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]


class InviteForm(RefusableForm):
    """An invitation to sign in from outside."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("The letter carries a link and says nothing else."))
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGES)
    identity_check = forms.ChoiceField(
        label=_("How did you make sure who this is?"), choices=[("", "—"), *IdentityCheck.choices]
    )


class EndForm(RefusableForm):
    """The end of an access."""

    reason = forms.ChoiceField(
        label=_("Why does it end?"), choices=[("", "—"), *((key, word) for key, word in AccessEnd.choices if key != "died")]
    )  # fmt: skip
