"""What decides in the clinical content. Pure: plain values in, answers and sentences out."""
