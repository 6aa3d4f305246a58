import json

import pytest
from launcher import persons

ONE = {
    "label": "Secrétaire",
    "organisation": "Habitat",
    "email": "a@b.invalid",
    "password": "noix-vent-12",
    "totp": None,
}
OTHER = {"label": "Pilote", "organisation": "P&L", "email": "c@d.invalid", "password": "sel-mer-34", "totp": "JBSWY3DP"}


@pytest.fixture
def accounts(tmp_path):
    path = tmp_path / "demo-accounts.json"
    path.write_text(json.dumps([ONE, OTHER]))
    return path


def test_every_person_is_one_line_of_a_table(accounts):
    lines = persons.listing(accounts).splitlines()
    assert lines[0].split() == ["Rôle", "Organisation", "Adresse", "électronique", "Mot", "de", "passe"]
    assert lines[2].split() == ["Secrétaire", "Habitat", "a@b.invalid", "noix-vent-12"]


def test_a_secret_of_the_second_factor_is_said_apart(accounts):
    assert persons.listing(accounts).endswith(
        "Double authentification de c@d.invalid, secret à donner à votre application de codes :\n    JBSWY3DP"
    )


def test_a_narrow_terminal_gets_two_lines_a_person(accounts, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    assert persons.listing(accounts).splitlines()[:2] == ["Secrétaire, Habitat", "    a@b.invalid  noix-vent-12"]


def test_a_lost_list_is_a_sentence(tmp_path):
    assert "bin/demo --reset" in persons.listing(tmp_path / "none.json")
