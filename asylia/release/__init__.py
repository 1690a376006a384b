"""Records that are handed to courts, requesters and the press without giving away people or sources."""
