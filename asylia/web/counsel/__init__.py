"""Counsel's desk: their own clients, the nearest date first; never another's clients."""
