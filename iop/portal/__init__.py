"""The pages of clients and of their families."""
