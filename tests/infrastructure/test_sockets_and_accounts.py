import os
import stat
import tempfile
from pathlib import Path

import pytest
from launcher import accounts, places, sockets
from launcher.messages import LaunchError
from launcher.places import Places


def _places(var):
    made = Places(root=var.parent, shared=var, var=var)
    places.make_folders(made)
    return made


def test_a_short_plain_path_keeps_its_sockets_at_home(folder):
    made = _places(folder / "var")
    assert sockets.socket_folder(made, accounts.mine()) == folder / "var" / "sockets"


@pytest.mark.parametrize("name", ["très long".replace(" ", "") * 20, "été 2018", "a b", "50%"])
def test_a_path_too_long_or_not_plain_sends_them_to_a_private_folder(folder, name):
    made = _places(folder / name / "var")
    found = sockets.socket_folder(made, accounts.mine())
    assert found.parent == Path("/tmp")
    assert stat.S_IMODE(found.stat().st_mode) == 0o700
    assert sockets.socket_folder(made, accounts.mine()) == found, "each run finds the same"
    sockets.remove_outside(found, made)
    assert not found.exists()


def test_a_private_folder_that_somebody_else_made_is_refused(folder, as_root):
    made = _places(folder / "a b")
    found = sockets.socket_folder(made, accounts.mine())
    os.chown(found, 65534, 65534)
    with pytest.raises(LaunchError, match="appartient à un autre compte"):
        sockets.socket_folder(made, accounts.mine())
    found.rmdir()


def test_a_link_laid_in_the_way_is_refused(folder):
    made = _places(folder / "a b")
    found = sockets.socket_folder(made, accounts.mine())
    found.rmdir()
    found.symlink_to(folder)
    with pytest.raises(LaunchError, match="appartient à un autre compte"):
        sockets.socket_folder(made, accounts.mine())
    found.unlink()


def test_root_hands_the_servers_to_an_account_without_rights(folder, as_root):
    account = accounts.choose_account(_places(folder / "var").var)
    assert account.uid != 0
    assert account.prefix == ()


def test_below_a_closed_folder_root_hides_in_a_namespace(folder, as_root):
    closed = Path(tempfile.mkdtemp(dir=folder))  # 0700: no other account passes
    account = accounts.choose_account(_places(closed / "var").var)
    assert account.prefix == accounts.NAMESPACE


def test_where_nothing_works_the_way_out_is_another_folder(folder, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(accounts, "_reaches", lambda account, var: False)
    monkeypatch.setattr(accounts, "_namespace_works", lambda: False)
    with pytest.raises(LaunchError, match="ne tourne pas sous root") as refusal:
        accounts.choose_account(folder)
    assert "VEILLE_VAR_DIR=" in refusal.value.way_out


def test_a_folder_of_somebody_else_is_a_sentence(folder, monkeypatch):
    (folder / "var").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(LaunchError, match="appartient à un autre compte"):
        places.make_folders(Places(root=folder, shared=folder / "var", var=folder / "var"))


def test_a_file_in_place_of_the_folder_is_a_sentence(folder):
    (folder / "var").write_text("")
    with pytest.raises(LaunchError, match="n’est pas un dossier"):
        places.make_folders(Places(root=folder, shared=folder / "var", var=folder / "var"))
