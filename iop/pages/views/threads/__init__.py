"""Pages about messages with clients: the inbox, one thread, and the chart's part."""
