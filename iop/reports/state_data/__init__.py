"""What a state is told of admissions, transfers and discharges (TEDS-A, TEDS-D): asked once, checked, handed in through the gate."""
