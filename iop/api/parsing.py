"""What is read as a body: JSON of whole characters, nested as deep as anything here is."""

from __future__ import annotations

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from iop.core.words import say

HALF = say("The body holds half a character: the escape of a lone surrogate stands for none.")
TOO_DEEP = say("The body is nested too deeply.")


class Json(JSONParser):
    """JSON as RFC 7493 §2.1 wants it: a lone surrogate is no character, and could neither be kept nor told back."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Read the body. Raises ``ParseError``."""
        try:
            data = super().parse(stream, media_type, parser_context)
            json.dumps(data, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError(str(TOO_DEEP)) from None
        except UnicodeEncodeError:
            raise ParseError(str(HALF)) from None
        return data
