"""What stops a private stack, said to the person at the terminal."""

from __future__ import annotations


class StackError(Exception):
    """A reason, in one or two sentences, why the stack cannot start or go on, with the way out."""
