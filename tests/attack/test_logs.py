"""A log says where it failed, and nothing of whom."""

import io
import logging

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.utils.log import log_response
from django.utils.module_loading import import_string

from partners.models import User

_PLAIN = settings.LOGGING["formatters"]["plain"]


@pytest.fixture
def written():
    """What reaches the console of the service."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(import_string(_PLAIN["()"])(_PLAIN["format"]))
    loggers = [logging.getLogger(name) for name in ("django.request", "celery.app.trace")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream.getvalue
    for logger in loggers:
        logger.removeHandler(handler)


def test_the_address_of_an_invitation_is_not_written(written, rf):
    request = rf.post("/invitation/abc/secret-token/")
    answer = HttpResponse(status=422)
    log_response("%s: %s", "Unprocessable Entity", request.path, response=answer, request=request)
    assert "secret" not in written()
    assert written().rstrip().endswith("django.request 422")


def test_a_failure_is_told_by_its_kind_and_its_place(written, cast):
    typed = "Mme Inventée, 12 rue des Lilas"
    twice = {"email": cast.referent.user.email, "password": "x"}
    try:
        try:
            User.objects.create_user(**twice)
        except IntegrityError as error:
            raise ValidationError(typed) from error
    except ValidationError as error:
        logging.getLogger("celery.app.trace").error("Task failed: %s", error, exc_info=True)
    text = written()
    assert "ValidationError" in text and "UniqueViolation" in text and "test_logs.py" in text
    assert not any(word in text for word in ("Inventée", "Lilas", "exemple.invalid"))
