"""Django's PostgreSQL, as the pages use it."""
