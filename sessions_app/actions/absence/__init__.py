"""Everything that changes what is known and done about missed days."""
