"""One file for each step of the procedure: its commands, its events, its decide, its evolve."""
