"""X12 files: their segments read and written, and one file for each transaction set. Nothing here touches the database."""
