"""The channel's pages: one address, no cookie, no log."""
