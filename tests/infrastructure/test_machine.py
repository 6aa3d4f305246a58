"""Packages of the system and of Python: what is missing, who may install it, and the sentence when nobody may."""

import os
import subprocess
import sys
from functools import partial

import pytest
from launcher import checks, environment, fingerprints, packages, programs, testing, venv
from launcher.messages import Interrupted, LaunchError
from launcher.packages import Need
from launcher.places import Places

from tests.infrastructure.standin import ROOT, wait_until


def absent(feature, package, **kind):
    return Need(feature, (package,), lambda: False, **kind)


def test_without_rights_the_exact_line_and_what_waits_are_given(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(LaunchError) as refusal:
        packages.require([absent("la base de données", "postgresql"), absent("les tâches de fond", "redis-server")])
    assert "la base de données" in refusal.value.sentence
    assert "sudo apt-get install -y --no-install-recommends postgresql redis-server" in refusal.value.way_out


def test_what_is_optional_waits_and_the_rest_goes_on(capsys):
    packages.require([absent("les documents PDF", "libpangoft2-1.0-0", vital=False)])
    said = capsys.readouterr().err
    assert "les documents PDF" in said
    assert "apt-get install -y --no-install-recommends libpangoft2-1.0-0" in said


def test_nothing_is_installed_when_nothing_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "_install", lambda *words: pytest.fail("installed"))
    packages.install_missing([Need("tout", ("x",), lambda: True)], tmp_path / "log")
    packages.require([Need("tout", ("x",), lambda: True)])


def test_without_rights_nothing_is_tried(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "_rights", lambda: None)
    monkeypatch.setattr(packages, "_install", lambda *words: pytest.fail("installed"))
    packages.install_missing([absent("la base de données", "postgresql")], tmp_path / "log")


@pytest.fixture
def debian(tmp_path):
    """The script itself in a Debian of its own: the installer notes what it was asked and what it found then."""
    policy, cluster, noted = tmp_path / "policy-rc.d", tmp_path / "d" / "cluster.conf", tmp_path / "noted"
    for name, does in {
        "apt-get": f"cat {policy} {cluster} >> {noted}; echo $@ >> {noted}; sleep 0.5",
        "systemctl": "",
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    script = packages.INSTALL.replace("/usr/sbin/policy-rc.d", str(policy)).replace(CLUSTER, str(cluster))
    env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    yield noted, partial(subprocess.Popen, ["sh", "-c", script, "install", "postgresql"], env=env)
    assert not policy.exists()
    assert not cluster.exists()


def test_installing_forbids_the_servers_of_debian_and_leaves_no_trace(debian):
    noted, install = debian
    assert install().wait() == 0
    text = noted.read_text()
    assert "install -y --no-install-recommends postgresql" in text
    assert "exit 101" in text
    assert "create_main_cluster = false" in text


def test_an_interrupted_installation_leaves_no_trace_either(debian):
    noted, install = debian
    running = install()
    wait_until(lambda: noted.exists() and "install" in noted.read_text())
    running.terminate()
    assert running.wait() == 130


def test_an_interruption_lets_a_child_end_in_its_own_way(tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "HEARD_IT_TOO", 0.2)
    script = (
        f"trap 'sleep 0.2; echo tidied > {tmp_path / 'note'}; exit 0' TERM; echo ready; while :; do sleep 0.05; done"
    )
    with subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        monkeypatch.setattr(child, "wait", _InterruptedOnce(child.wait))
        with pytest.raises(Interrupted):
            programs.wait_for(child)
    assert (tmp_path / "note").read_text() == "tidied\n"


def test_the_line_names_everything_that_is_missing_at_once():
    servers = [absent("la base de données", "postgresql", is_server=True)]
    with pytest.raises(LaunchError) as refusal:
        packages.require([absent("l’environnement Python", "python3-venv")], later=servers)
    assert "python3-venv postgresql" in refusal.value.way_out


def test_python_packages_that_cannot_be_had_are_a_sentence(folder, standin, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    (standin.root / "requirements.txt").write_text("no-such-package-veille==1.0  # nothing\n")
    places = Places(root=standin.root, shared=standin.var, var=standin.var)
    places.logs.mkdir(parents=True)
    with pytest.raises(LaunchError, match=r"requirements\.txt n’ont pas pu être installés\.\n.*ERROR") as refusal:
        venv.prepare(places, [standin.root / "requirements.txt"])
    assert "connexion" in refusal.value.way_out


def test_an_environment_cut_short_is_made_again(folder, monkeypatch):
    made = []
    monkeypatch.setattr(venv, "_create", made.append)
    places = Places(root=folder, shared=folder, var=folder)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").write_text("")
    venv.prepare(places, [])
    assert made == [places]


def test_an_environment_that_was_moved_is_made_again(folder, standin, monkeypatch):
    made = []
    monkeypatch.setattr(venv, "_create", made.append)
    fingerprints.note(standin.root / ".venv" / venv.NOTE, place=str(standin.root / ".venv"))
    venv.prepare(Places(root=standin.root, shared=folder, var=folder), [])
    assert made == []
    moved = standin.root.rename(folder / "ailleurs")
    venv.prepare(Places(root=moved, shared=folder, var=folder), [])
    assert len(made) == 1


def test_production_settings_are_judged_without_the_fixed_day():
    judged = environment.production_example({"VEILLE_ENV": "test", "VEILLE_TODAY": "2018-12-14", "X": "1"})
    assert judged["VEILLE_ENV"] == "production"
    assert "VEILLE_TODAY" not in judged
    assert judged["X"] == "1"


def test_the_variables_of_a_persons_own_client_do_not_reach_the_project(folder, monkeypatch):
    monkeypatch.setenv("PGHOST", "elsewhere")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "other.settings")
    env = environment.testing(Places(folder, folder, folder), {"DATABASE_URL": "x"}, full=True)
    assert "PGHOST" not in env
    assert env["DJANGO_SETTINGS_MODULE"] == "veille.settings"
    assert env["VEILLE_FULL"] == "1"
    assert "VEILLE_TODAY" not in env


class TestTheTestCommand:
    @pytest.fixture
    def places(self, folder):
        return Places(root=ROOT, shared=folder, var=folder)

    @pytest.fixture
    def done(self, monkeypatch):
        """What is called, in order, the machine taken for prepared."""
        calls = []
        code = {"pytest": 0}

        def call(words, **where):
            calls.append("pytest " + " ".join(map(str, words[3:])))
            return code["pytest"]

        for name in ("clean_up", "prepare_machine"):
            monkeypatch.setattr(testing.preparation, name, lambda *args, **kwargs: None)
        monkeypatch.setattr(testing.preparation, "own_servers", lambda places, *args, **kwargs: _NoServers(places))
        monkeypatch.setattr(testing.project, "collect_static", lambda *args: None)
        monkeypatch.setattr(testing.commands, "foreground", call)
        monkeypatch.setattr(testing.commands, "ignore_endings", lambda: None)
        return calls, code

    def checks(self, monkeypatch, *results):
        made = [checks.Check(label, ("true" if passes else "false",)) for label, passes in results]
        monkeypatch.setattr(checks, "all_checks", lambda places: made)
        monkeypatch.setattr(checks.Check, "run", lambda check, places, env: (check.words == ("true",), "trois fautes"))

    def test_a_failed_check_fails_the_run_and_the_tests_still_come_last(self, places, done, monkeypatch, capsys):
        self.checks(monkeypatch, ("ruff", True), ("types", False))
        assert testing._test(places, []) == 1
        said = capsys.readouterr().out
        assert "✓ ruff" in said
        assert "✗ types" in said
        assert said.rstrip().endswith("Échec : types. Les tests sont lancés quand même ; le code de sortie sera 1.")
        assert done[0] == [" ".join(["pytest", *testing.WHOLE_RUN])]

    def test_all_is_well_when_all_pass(self, places, done, monkeypatch):
        self.checks(monkeypatch, ("ruff", True))
        assert testing._test(places, []) == 0

    def test_failing_tests_fail_the_run(self, places, done, monkeypatch):
        self.checks(monkeypatch, ("ruff", True))
        done[1]["pytest"] = 5
        assert testing._test(places, []) == 5

    def test_paths_run_those_tests_only(self, places, done, monkeypatch):
        monkeypatch.setattr(checks, "all_checks", lambda places: pytest.fail("checked"))
        assert testing._test(places, ["tests/core", "-k", "dates"]) == 0
        assert done[0] == ["pytest tests/core -k dates"]


def test_the_ci_script_passes_its_exit_code_on(tmp_path):
    (tmp_path / ".ci").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / ".ci" / "run").write_text((ROOT / ".ci" / "run").read_text())
    (tmp_path / "bin" / "test").write_text(f"#!{sys.executable}\nimport sys; sys.exit(7)\n")
    (tmp_path / "bin" / "test").chmod(0o755)
    assert subprocess.run(["bash", ".ci/run"], cwd=tmp_path, check=False).returncode == 7


CLUSTER = "/etc/postgresql-common/createcluster.d/veille-no-main-cluster.conf"


class _InterruptedOnce:
    def __init__(self, wait):
        self.wait, self.is_first = wait, True

    def __call__(self, *patience):
        if self.is_first:
            self.is_first = False
            raise Interrupted
        return self.wait(*patience)


class _NoServers:
    cluster = queue = folder = None

    def __init__(self, places):
        self.places = places

    def start(self, supervisor):
        pass

    def addresses(self):
        return {}
