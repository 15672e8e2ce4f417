"""Pages about questionnaires: the list, trying one out, wording, own versions, import."""
