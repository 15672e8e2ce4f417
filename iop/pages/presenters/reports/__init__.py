"""Reports as pages show them."""
