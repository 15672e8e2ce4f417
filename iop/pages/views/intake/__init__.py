"""The first call, the board, admission, and the program page that everybody may read."""
