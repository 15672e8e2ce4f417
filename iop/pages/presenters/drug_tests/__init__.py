"""Drug tests in words, for those who read and collect them."""
