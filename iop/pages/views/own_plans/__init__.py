"""Pages about plans a client owns, aftercare and discharge summaries."""
