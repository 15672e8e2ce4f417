"""What is killed, restarted, cut off or doubled, with a real worker, a real broker and a real database."""
