"""What people type on the pages about clients, read into plain values."""
