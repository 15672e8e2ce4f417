"""What the portal asks of somebody who writes to their care team."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.thread_choices import MOST_SUBJECT, ThreadAbout
from iop.pages.thread_forms import FilesField, ThreadWordsForm

FILES_HELP = _("Photos (JPEG or PNG) or PDF: three at most, each up to 15 MB.")


class WriteForm(ThreadWordsForm):
    """One more message."""

    words = forms.CharField(label=_("Your message"), widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}))
    file = FilesField(label=_("Photos or papers, if you like"), help_text=FILES_HELP)


class NewForm(WriteForm):
    """The first message about something."""

    about = forms.ChoiceField(label=_("What is it about?"), choices=ThreadAbout.choices, widget=forms.RadioSelect)
    subject = forms.CharField(
        label=_("In a few words"), max_length=MOST_SUBJECT, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
