"""A client's papers in plain words: consents, what was told to others, who looked, documents, copies and requests."""
