"""What is true of weeks, seats and times. Pure: plain values in, answers and sentences out."""
