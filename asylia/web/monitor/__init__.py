"""The monitor's desk: what monitors saw and heard, recorded by themselves; where their statements stand, no more."""
