"""The production services, read as written: there is no Docker here, so the file must not be able to drift."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.infrastructure.standin import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("veille-sociale:")}
# Variables that the images themselves read.
OF_THE_IMAGES = re.compile(r"POSTGRES_[A-Z_]+")


def names_in(text):
    return set(re.findall(r"\$\{([A-Z_]+)", text))


def example():
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))


def read_by_settings():
    return set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", (ROOT / "veille" / "settings.py").read_text()))


def test_the_services_of_production_are_all_there():
    assert set(SERVICES) == {"postgres", "redis", "prepare", "web", "worker", "beat", "proxy"}


def test_every_variable_is_explained_and_read():
    written = names_in((ROOT / "docker-compose.yml").read_text())
    set_here = {name for service in SERVICES.values() for name in service.get("environment", {})}
    ours = {name for name in written | set_here if not OF_THE_IMAGES.fullmatch(name)}
    assert ours - set(example()) == set()
    assert ours - read_by_settings() == set()


def test_what_the_settings_read_is_explained():
    assert read_by_settings() - set(example()) == set()


# Refused or forced in production, read by another service, or kept in a key file.
NOT_CARRIED = {"VEILLE_TODAY", "MFA_REQUIRED", "DATABASE_OWNER_URL", "SECRET_KEY"}


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_what_may_be_set_reaches_the_services(service):
    assert read_by_settings() - set(SERVICES[service]["environment"]) == NOT_CARRIED


def test_every_image_has_a_pinned_tag():
    dockerfile = (ROOT / "bin" / "docker" / "Dockerfile").read_text()
    images = [service["image"] for service in SERVICES.values()] + re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    assert [image for image in images if not re.fullmatch(r"[\w./-]+:\d+\.\d+(\.\d+)?(-[\w.-]+)?", image)] == []


def test_every_command_of_ours_resolves_in_the_tree():
    for service in OURS.values():
        program, *words = service["command"]
        assert shutil.which(program, path=f"{ROOT / '.venv' / 'bin'}:/bin:/usr/bin") or program == "python", program
        for word in words:
            assert "/" not in word or word.startswith("/var/lib/veille/") or (ROOT / word).exists(), word
        for module in (word for word in words if word.startswith("veille")):
            assert (ROOT / f"{module.replace('.', '/')}.py").exists() or (ROOT / module / "celery.py").exists()


def test_every_file_that_is_mounted_or_built_from_exists():
    assert (ROOT / OURS["web"]["build"]["dockerfile"]).exists()
    mounted = [volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]
    made_by_hand = {"./keys"}  # bin/make-keys, as the head of the file says
    here = [path for path in mounted if path.startswith("./") and path not in made_by_hand]
    assert here
    assert [path for path in here if not (ROOT / path).exists()] == []
    volumes = {path for path in mounted if not path.startswith("./")}
    assert volumes == set(COMPOSE["volumes"])


@pytest.mark.parametrize("service", [name for name in SERVICES if name != "prepare"])
def test_every_lasting_service_has_a_health_check(service):
    words = SERVICES[service]["healthcheck"]["test"]
    assert words[0] == "CMD"
    if service in OURS:
        assert words[1:3] == ["python", "bin/docker/healthcheck.py"]
        assert f'"{words[3]}": {words[3]}' in (ROOT / words[2]).read_text()


def test_only_the_preparation_has_the_owners_address():
    holders = {name for name, service in SERVICES.items() if "DATABASE_OWNER_URL" in service.get("environment", {})}
    assert holders == {"prepare", "postgres"}


def test_the_two_roles_differ_and_the_database_is_the_one_that_is_made():
    script = (ROOT / "bin" / "docker" / "make-roles.sh").read_text()
    for address, role in ((example()["DATABASE_URL"], "veille_app"), (example()["DATABASE_OWNER_URL"], "veille_owner")):
        assert address.startswith(f"postgres://{role}:")
        assert address.endswith("@postgres:5432/veille")
        assert f"CREATE ROLE {role} LOGIN" in script


def test_nothing_but_the_proxy_is_reachable_from_outside():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["data"]
    assert COMPOSE["networks"]["data"]["internal"] is True


def test_secrets_never_enter_the_image_or_the_history():
    for file in ("bin/docker/Dockerfile.dockerignore", ".gitignore"):
        ignored = {line.strip("/") for line in (ROOT / file).read_text().splitlines()}
        assert {"keys", "secrets", ".env", "var"} <= ignored, file
    assert Path(COMPOSE["secrets"]["postgres_admin"]["file"]).parts[0] == "secrets"
