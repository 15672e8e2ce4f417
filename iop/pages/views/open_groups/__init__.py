"""Pages about groups outside a stay."""
