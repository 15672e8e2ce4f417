"""Drug tests: units, validity of a sample, consistency with what is known, and the random draw. Pure."""
