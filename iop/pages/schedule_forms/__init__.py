"""What people type on the pages of the schedule, read into plain values."""
