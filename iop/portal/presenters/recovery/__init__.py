"""What a client reads about their recovery."""
