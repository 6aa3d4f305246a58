import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env
from launcher import processes
from launcher.accounts import choose_account
from launcher.messages import LaunchError
from launcher.passwords import read_passwords
from launcher.places import Places, make_folders
from launcher.postgres import Cluster
from launcher.sockets import socket_folder

from tests.infrastructure.standin import ROOT, wait_until


@pytest.fixture(scope="module")
def made_once():
    """Making a cluster takes a second, copying one does not."""
    folder = Path(tempfile.mkdtemp(prefix="vs-"))
    folder.chmod(0o711)
    places = Places(root=ROOT, shared=folder / "var", var=folder / "var")
    make_folders(places)
    account = choose_account(places.var)
    cluster = Cluster(places, account, socket_folder(places, account))
    assert cluster.prepare() is True
    yield cluster
    shutil.rmtree(folder)


@pytest.fixture
def cluster(made_once, places, account, sockets):
    subprocess.run(["cp", "--archive", f"{made_once.places.var}/.", places.var], check=True)
    made = Cluster(places, account, sockets)
    assert made.prepare() is False
    yield made
    processes.stop_leftovers(places.run)


@pytest.fixture(scope="module")
def running(made_once):
    """One server for the tests that only ask, on a copy of its own."""
    copy = Path(shutil.copytree(made_once.places.var, made_once.places.var.with_name("running"), symlinks=True))
    places = Places(root=ROOT, shared=copy, var=copy)
    made_once.account.own(places.postgres)
    cluster = Cluster(places, made_once.account, socket_folder(places, made_once.account))
    server = cluster.start()
    yield cluster
    server.stop()


def connect(cluster, name="DATABASE_URL"):
    address = Env.db_url_config(cluster.addresses()[name])
    if not address:
        raise ImproperlyConfigured(name)
    return psycopg2.connect(
        host=address["HOST"], user=address["USER"], password=address["PASSWORD"], dbname=address["NAME"]
    )


def ask(cluster, question, name="DATABASE_URL"):
    connection = connect(cluster, name)
    with connection, connection.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone() if cursor.description else None
    connection.close()
    return answer


def test_the_owner_makes_tables_and_the_application_may_not(running):
    ask(running, "CREATE TABLE household (id int)", "DATABASE_OWNER_URL")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(running, "CREATE TABLE other (id int)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(running, "SELECT * FROM household")
    assert ask(running, "SELECT current_user") == ("veille_app",)
    assert ask(
        running, "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == (False,)


def test_the_owner_adds_the_extensions_the_application_needs(running):
    for extension in ("pg_trgm", "unaccent", "btree_gist"):
        ask(running, f"CREATE EXTENSION {extension}", "DATABASE_OWNER_URL")


def test_it_listens_on_a_socket_only_with_checksums_and_passwords(running):
    owner = "DATABASE_OWNER_URL"
    assert ask(running, "SHOW listen_addresses", owner) == ("",)
    assert ask(running, "SHOW data_checksums", owner) == ("on",)
    assert ask(running, "SHOW server_encoding", owner) == ("UTF8",)
    address = Env.db_url_config(running.addresses()["DATABASE_URL"])
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(host=address["HOST"], user="veille_owner", password="wrong", dbname="veille")


def test_what_somebody_typed_is_not_written_in_the_log(running):
    ask(running, "CREATE TABLE person (name text UNIQUE)", "DATABASE_OWNER_URL")
    ask(running, "INSERT INTO person VALUES ('Dupont-Secret')", "DATABASE_OWNER_URL")
    with pytest.raises(psycopg2.errors.UniqueViolation):
        ask(running, "INSERT INTO person VALUES ('Dupont-Secret')", "DATABASE_OWNER_URL")
    log = running.places.log("postgres")
    wait_until(lambda: "duplicate key" in log.read_text())
    assert "Dupont-Secret" not in log.read_text()


def test_a_killed_server_comes_back_with_its_rows(cluster):
    server = cluster.start()
    ask(cluster, "CREATE TABLE kept AS SELECT 1 AS n", "DATABASE_OWNER_URL")
    os.kill(server.popen.pid, signal.SIGKILL)
    server.popen.wait()
    again = cluster.start()
    assert ask(cluster, "SELECT n FROM kept", "DATABASE_OWNER_URL") == (1,)
    again.stop()


def test_the_number_left_by_a_killed_server_may_be_somebody_elses(cluster):
    stranger = subprocess.Popen(["sleep", "60"])
    (cluster.places.postgres / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster.places.postgres}\n1\n5432\n")
    cluster.start().stop()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_server_nobody_noted_is_named_and_left_alone(cluster):
    server = cluster.start()
    server.record.unlink()
    with pytest.raises(LaunchError, match=f"processus {server.popen.pid}") as refusal:
        cluster.start()
    assert f"kill -INT {server.popen.pid}" in refusal.value.way_out
    assert server.is_alive()
    server.stop()


def test_a_cluster_left_half_made_is_made_again_without_a_word(places, account, sockets):
    places.postgres_unfinished.mkdir()
    (places.postgres_unfinished / "PG_VERSION").write_text("15\n")
    cluster = Cluster(places, account, sockets)
    assert cluster.prepare() is True
    assert not places.postgres_unfinished.exists()
    cluster.start().stop()


def test_a_new_cluster_has_new_keys_and_forgets_what_was_prepared(cluster, places):
    before = (places.keys / "protected.key").read_text()
    places.prepared.write_text('{"database": "x", "demonstration": true}')
    shutil.rmtree(places.postgres)
    assert cluster.prepare() is True
    assert (places.keys / "protected.key").read_text() != before
    assert not places.prepared.exists()


def test_data_without_their_keys_stop_with_a_sentence(cluster, places):
    (places.keys / "protected.key").unlink()
    with pytest.raises(LaunchError, match="leurs clés manquent"):
        cluster.prepare()
    assert (places.postgres / "PG_VERSION").exists(), "the data stay"


def test_data_cut_short_stop_with_a_sentence(cluster, places):
    (places.postgres / "global" / "pg_control").unlink()
    with pytest.raises(LaunchError, match="n’est pas une base de données complète") as refusal:
        cluster.prepare()
    assert "--reset" in refusal.value.way_out


def test_data_of_another_major_version_stop_with_a_sentence(cluster, places):
    (places.postgres / "PG_VERSION").write_text("9\n")
    with pytest.raises(LaunchError, match="faites par PostgreSQL 9 ; cette machine a PostgreSQL") as refusal:
        cluster.prepare()
    assert "postgresql-9" in refusal.value.way_out


def test_damaged_data_of_a_test_run_are_simply_made_again(cluster, places, account, sockets):
    (places.keys / "totp.key").unlink()
    throwaway = Cluster(places, account, sockets, durable=False)
    assert throwaway.prepare() is True
    throwaway.start().stop()


def test_without_any_postgresql_the_line_to_run_is_given(places, account, sockets, monkeypatch):
    monkeypatch.setattr("launcher.postgres.postgres_binaries", lambda venv: [])
    with pytest.raises(LaunchError, match="PostgreSQL n’est pas installé") as refusal:
        Cluster(places, account, sockets).prepare()
    assert "apt-get install" in refusal.value.way_out


def test_the_production_script_makes_the_same_roles(running):
    password = read_passwords(running.places.passwords).admin
    admin = {"PGHOST": str(running.sockets), "PGPASSWORD": password, "POSTGRES_USER": "veille_admin"}
    drop = "DROP DATABASE veille; DROP ROLE veille_owner; DROP ROLE veille_app;"
    env = os.environ | admin
    words = ["psql", "--username", "veille_admin", "--dbname", "postgres", "--quiet"]
    for statement in drop.split(";")[:3]:
        subprocess.run([*words, "--command", statement], env=env, check=True)
    script = ["sh", ROOT / "bin" / "docker" / "make-roles.sh"]
    subprocess.run(script, env=env | running.addresses(), check=True, capture_output=True)
    assert ask(running, "SELECT current_user, current_database()") == ("veille_app", "veille")
    assert ask(running, "SELECT current_user", "DATABASE_OWNER_URL") == ("veille_owner",)


def test_the_production_script_refuses_a_password_it_could_misread(running):
    addresses = {
        "DATABASE_URL": "postgres://veille_app:it's@h/veille",
        "DATABASE_OWNER_URL": "postgres://o:ok@h/veille",
    }
    script = ["sh", ROOT / "bin" / "docker" / "make-roles.sh"]
    done = subprocess.run(script, env=os.environ | addresses, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "letters, digits" in done.stderr
