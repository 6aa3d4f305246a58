"""The way of a household to a dwelling, in one view: steps, landlords asked, offers, commissions, what comes next.

Read from what each package keeps, under the right of each; nothing is stored here, and no reserved reason is told.
"""

from cellule.housing_path.path import Path, opens_path, path_of

__all__ = ["Path", "opens_path", "path_of"]
