"""Reports of errors, as Django writes them for an e-mail or a page: where it broke, and nothing of whom it was about."""

from __future__ import annotations

from types import FrameType
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

LEFT_OUT = "(left out)"


class NamelessFilter(SafeExceptionReporterFilter):
    """Leaves out every posted value and every local variable, not only those that a view marks as sensitive."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Name the fields that were posted."""
        if request is None:
            return {}
        return dict.fromkeys(request.POST, LEFT_OUT) if self.is_active(request) else request.POST

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> list[tuple[str, Any]]:  # type: ignore[override]
        """Name a frame's variables."""
        if self.is_active(request):
            return [(name, LEFT_OUT) for name in tb_frame.f_locals]
        return list(super().get_traceback_frame_variables(request, tb_frame))


class NamelessReporter(ExceptionReporter):
    """Says which kind of error it was and through which lines it came, without messages, cookies, queries or files' names.

    While the code is being changed (DEBUG) everything is shown: there are no real clients then.
    """

    @property
    def is_open(self) -> bool:
        """Whether this installation is for whoever changes the code."""
        return bool(settings.DEBUG)

    def get_traceback_data(self) -> dict[str, Any]:
        """Build what the templates of the report show."""
        data = super().get_traceback_data()
        if self.is_open:
            return data
        data.update(
            exception_value=LEFT_OUT, exception_notes="", user_str=LEFT_OUT, request_GET_items=[], request_FILES_items=[],
            request_COOKIES_items=[], filtered_POST_items=list(dict.fromkeys(self._posted(), LEFT_OUT).items()),
            request_meta={}, request_insecure_uri=self._path(), unicode_hint="", template_info=None,
        )  # fmt: skip
        for frame in data.get("frames", []):
            frame["exc_cause"] = type(frame["exc_cause"]).__name__ if frame.get("exc_cause") else None
            frame["vars"] = [(name, LEFT_OUT) for name, _ in frame.get("vars", [])]
        return data

    def _posted(self) -> list[str]:
        return list(self.request.POST) if self.request is not None else []

    def _path(self) -> str:
        return self.request.path if self.request is not None else ""
