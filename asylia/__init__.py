"""Asylia: protection screening on the record."""
