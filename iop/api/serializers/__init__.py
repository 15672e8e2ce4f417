"""What goes in and out, field by field: nothing leaves that isn't named here."""
