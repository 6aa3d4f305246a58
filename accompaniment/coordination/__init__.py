"""Coordination: meetings about a household with people who may have no account, and relays to other services."""
