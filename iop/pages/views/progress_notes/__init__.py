"""Progress notes: written, read, signed, asked about; and their formats."""
