"""Measures as code: typed tables of what happened, one declaration a measure, rows that say what they rest on."""
