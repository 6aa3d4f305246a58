"""A cell that nearly every role has."""

from partners.roles import Role


def all_but(*roles: str, cell: str) -> dict[str, str]:
    """The same cell for everybody else."""
    return {role: cell for role in Role.values if role not in roles}
