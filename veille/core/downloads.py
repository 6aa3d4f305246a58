"""A file given to its reader: an attachment under a neutral name, opened as no page and kept in no cache."""

from django.http import HttpResponse


def attachment(content: bytes, name: str, *, media_type: str) -> HttpResponse:
    """`name` tells nothing of anybody: it lies in the downloads of a computer that others use."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def run_nowhere(response: HttpResponse) -> HttpResponse:
    """For bytes that came from outside: opened by force as a page, they still do nothing."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
