"""``make bench``: our views beside reference views, in one interleaved run. docs/performance.md says what the rows mean."""
