"""What the pages about messages with clients ask."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.thread_choices import MOST_SUBJECT, MOST_WORDS, ThreadAbout
from iop.documents.choices import ALLOWED_FILES
from iop.pages.schedule_forms.base import IdField, OneOf, RefusableForm, version_field


class SeveralFiles(forms.FileInput):
    """A field of the page into which several files may be put."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A few files, or none; each is checked by the action that keeps it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = SeveralFiles(attrs={"accept": ",".join(ALLOWED_FILES)})
        super().__init__(required=False, allow_empty_file=True, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Give the list of files."""
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in chosen if one]


class ThreadWordsForm(RefusableForm):
    """One message. Its ``key`` is made with the page, so that sending it twice sends it once."""

    key = IdField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Your message"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
    file = FilesField(
        label=_("Files, if you like"),
        help_text=_("PDF, JPEG or PNG: three at most, each up to 15 MB."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def sent(self) -> dict[str, Any]:
        """Give what the actions take."""
        data = self.cleaned_data
        return {"words": data["words"], "key": data["key"], "files": data["file"]}


class AnswerForm(ThreadWordsForm):
    """A colleague's answer, with until where they had read when the page was made."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> dt.datetime | None:
        """Give the instant; anything else counts as having seen nothing."""
        try:
            return dt.datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None


class BeginForm(ThreadWordsForm):
    """The first message of a thread."""

    about = forms.ChoiceField(label=_("What is it about?"), choices=[("", "—"), *ThreadAbout.choices])
    subject = forms.CharField(label=_("In a few words"), max_length=MOST_SUBJECT)


class GiveForm(RefusableForm):
    """To whom a thread goes: a colleague, or the whole team."""

    version = version_field()
    to = OneOf(label=_("Who answers"), required=False, empty=_("The whole team"))


class SeenForm(RefusableForm):
    """What was on the page when somebody decided."""

    version = version_field()
