import base64
import stat
import subprocess
import sys

import pytest
from launcher import keys, passwords
from launcher.messages import LaunchError

from tests.infrastructure.standin import ROOT


def test_keys_are_random_whole_and_private(tmp_path):
    keys.make_keys(tmp_path / "keys")
    keys.check_keys(tmp_path / "keys")
    files = [tmp_path / "keys" / name for name in keys.LENGTHS]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert len({path.read_text() for path in files}) == 4
    assert [len(base64.b64decode(path.read_text())) for path in files] == [32, 32, 32, 48]


@pytest.mark.parametrize("name", keys.LENGTHS)
def test_a_missing_key_is_named_with_a_way_out(tmp_path, name):
    keys.make_keys(tmp_path / "keys")
    (tmp_path / "keys" / name).unlink()
    with pytest.raises(LaunchError, match=rf"leurs clés manquent : .*{name}") as refusal:
        keys.check_keys(tmp_path / "keys")
    assert "sauvegarde" in refusal.value.way_out
    assert "--reset" in refusal.value.way_out


@pytest.mark.parametrize("text", ["", "abc", "pas une clé", base64.b64encode(b"short").decode()])
def test_a_damaged_key_is_named(tmp_path, text):
    keys.make_keys(tmp_path / "keys")
    (tmp_path / "keys" / "totp.key").write_text(text)
    with pytest.raises(LaunchError, match=r"abîmées : .*totp\.key"):
        keys.check_keys(tmp_path / "keys")


def test_keys_left_half_made_by_a_kill_are_made_again(tmp_path):
    (tmp_path / "keys.partial").mkdir()
    (tmp_path / "keys.partial" / "totp.key").write_text("half")
    keys.make_keys(tmp_path / "keys")
    keys.check_keys(tmp_path / "keys")
    assert not (tmp_path / "keys.partial").exists()


def test_the_production_command_never_replaces_keys(tmp_path):
    first = _make_keys(tmp_path / "keys")
    written = (tmp_path / "keys" / "protected.key").read_text()
    second = _make_keys(tmp_path / "keys")
    assert (first.returncode, second.returncode) == (0, 1)
    assert "contient déjà des clés" in second.stderr
    assert (tmp_path / "keys" / "protected.key").read_text() == written


def test_lost_passwords_of_the_database_are_a_sentence(tmp_path):
    made = passwords.make_passwords(tmp_path / "database.json")
    assert passwords.read_passwords(tmp_path / "database.json") == made
    (tmp_path / "database.json").write_text("{")
    with pytest.raises(LaunchError, match="mots de passe"):
        passwords.read_passwords(tmp_path / "database.json")


def _make_keys(folder):
    return subprocess.run(
        [sys.executable, ROOT / "bin" / "make-keys", folder], capture_output=True, text=True, check=False
    )
