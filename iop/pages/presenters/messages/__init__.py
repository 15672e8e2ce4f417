"""Messages, what failed, what came in, and what a phone would have shown, made ready for their pages."""
