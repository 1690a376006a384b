"""What leaves: counts about people, protected so that no small group can be told from what is printed."""
