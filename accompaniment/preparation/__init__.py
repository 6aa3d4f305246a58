"""The preparation of a household for its dwelling: the programme of who accompanies, and what each file tells of it."""
