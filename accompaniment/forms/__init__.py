"""What is typed about the accompaniment."""
