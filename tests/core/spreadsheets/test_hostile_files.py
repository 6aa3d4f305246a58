"""Hostile and broken files are refused in French, without eating memory."""

import subprocess
import sys

import pytest

from tests.core.spreadsheets.hostile import FILES
from veille.core import spreadsheets

_MOST_MEGABYTES = 90
_READER = """
import resource, sys
from pathlib import Path
import django
from django.conf import settings
settings.configure(INSTALLED_APPS=[])
django.setup()
from veille.core import spreadsheets
limit = 1_500_000_000
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
peak = lambda: int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
before = peak()
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        spreadsheets.read(path.read_bytes())
        outcome = "read"
    except spreadsheets.Refused:
        outcome = "refused"
    print(path.name, outcome, peak() - before)
"""


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_must_not_be_read_says_why(name):
    make, sentence = FILES[name]
    with pytest.raises(spreadsheets.Refused) as refusal:
        spreadsheets.read(make())
    assert refusal.value.messages == [sentence]


def test_refusing_them_all_takes_little_memory(tmp_path):
    for rank, (make, _) in enumerate(FILES.values()):
        (tmp_path / f"{rank:03}").write_bytes(make())
    done = subprocess.run([sys.executable, "-c", _READER, tmp_path], capture_output=True, text=True, check=False)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [name for name, outcome, _ in lines if outcome != "refused"] == []
    assert max(int(megabytes) for *_, megabytes in lines) < _MOST_MEGABYTES


def test_every_sentence_is_french_and_says_what_to_do():
    sentences = {sentence for _, sentence in FILES.values()}
    assert all(sentence.startswith(("Ce ", "Une ", "La ")) and sentence.endswith(".") for sentence in sentences)
