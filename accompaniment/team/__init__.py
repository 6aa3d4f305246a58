"""The team: what each person carries, who stands in for whom, whose files go to whom."""
