"""``$export``: asked for, made by background work, fetched, taken away. Source: FHIR Bulk Data Access 2.0."""
