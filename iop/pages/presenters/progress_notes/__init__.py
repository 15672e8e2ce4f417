"""Progress notes in words: writing, reading, the desk, formats."""
