"""How fast the pages are with a hundred thousand households. Run by `bin/bench`; no page imports it."""
