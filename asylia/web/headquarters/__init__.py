"""Headquarters: drawn reviews done blind, panels, overrides; regimes adopted by two; staff and certificates."""
