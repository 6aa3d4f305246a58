"""Collective actions and residents' cooperatives: apart from case files, without a link to any of them."""
