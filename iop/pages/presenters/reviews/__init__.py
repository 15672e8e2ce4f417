"""Reviews of the level of care as pages show them."""
