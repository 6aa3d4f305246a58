import pytest
from launcher.messages import LaunchError, reason, table

GUNICORN = """[2018] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/x/wsgi.py", line 1, in <module>
    raise ValueError("no such setting")
ValueError: no such setting
[2018] [INFO] Worker exiting (pid: 1)
[2018] [ERROR] Worker (pid:1) exited with code 3
[2018] [ERROR] Shutting down: Master
[2018] [ERROR] Reason: Worker failed to boot.
"""


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (GUNICORN, "    ValueError: no such setting"),
        (
            "django.core.exceptions.ImproperlyConfigured: no key\n",
            "    django.core.exceptions.ImproperlyConfigured: no key",
        ),
        ("LOG: fine\nFATAL:  lock file exists\n", "    FATAL:  lock file exists"),
        ("first\nlast\n", "    first\n    last"),
        ("", ""),
    ],
)
def test_the_reason_of_a_failure_is_the_error_and_not_the_path_to_it(tmp_path, written, told):
    (tmp_path / "log").write_text(written)
    assert reason(tmp_path / "log") == told


def test_a_log_that_was_never_written_gives_no_reason(tmp_path):
    assert reason(tmp_path / "none") == ""


def test_an_end_is_a_sentence_and_a_way_out():
    assert (
        str(LaunchError("Le port est pris.", way_out="Prenez-en un autre."))
        == "Le port est pris.\n→ Prenez-en un autre."
    )


def test_columns_are_as_wide_as_their_widest_cell():
    assert table(("a", "b"), [("long", "x")]).splitlines() == ["a     b", "────  ─", "long  x"]
