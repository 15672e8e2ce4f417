"""What the pages about plans a client owns, aftercare and discharge summaries show."""
