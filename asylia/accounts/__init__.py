"""Who you are: sign-in, and people, roles and offices as read from the staff streams."""
