"""The pages of intake, read from the database into words."""
