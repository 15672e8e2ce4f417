"""Messages with clients as pages show them."""
