"""What people type on the pages of intake, read into plain values."""
