"""The model: what a command leads to, under a regime that is data. Pure: no clock, no randomness, no I/O."""
