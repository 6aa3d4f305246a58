"""Two worlds: the same page with and without a fact that its reader must not learn."""

import re

_DRAWN_ANEW = re.compile(r'(?:nonce|value|content|hx-headers)=(["\']).*?\1')


def steady(html: str) -> str:
    """A page without what is drawn anew each time it is made: nonces, tokens, one-time keys."""
    return _DRAWN_ANEW.sub("", html)
