import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.infrastructure.standin import ROOT

FILES = ("requirements.txt", "tests/requirements.txt", "bin/launcher/servers.txt")
LINE = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s#]+)\s+# (?P<purpose>\S.+)")
# The pins carry no extras, so that pip needs not resolve them: what these bring is pinned line by line.
EXTRAS = {"django-allauth": {"mfa"}, "whitenoise": {"brotli"}, "fonttools": {"woff"}}
DEBIAN_12 = {"python_version": "3.11", "python_full_version": "3.11.2"}


def lines(file):
    return [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith("#")]


def name(text):
    return re.sub(r"[-_.]+", "-", text).lower()


def pinned(*files):
    return {name(LINE.fullmatch(line)["name"]): LINE.fullmatch(line) for file in files for line in lines(file)}


@pytest.mark.parametrize("file", FILES)
def test_every_line_is_pinned_and_says_what_it_is_for(file):
    assert [line for line in lines(file) if not LINE.fullmatch(line)] == []


def test_the_environment_holds_exactly_the_pinned_versions():
    wanted = {package: line["version"] for package, line in pinned(*FILES[:2]).items()}
    assert {package: metadata.version(package) for package in wanted} == wanted


def test_what_a_package_needs_is_pinned_too():
    """pip installs with --no-deps: a need that nobody wrote down would be missing on a fresh machine."""
    for files in (FILES[:1], FILES[:2]):
        have = pinned(*files)
        missing = {package: lacking for package in have if (lacking := needs(package) - set(have))}
        assert missing == {}


def test_nothing_is_pinned_that_nothing_needs():
    have = pinned(*FILES[:2])
    needed = set().union(*(needs(package) for package in have))
    idle = [package for package, line in have.items() if _is_pulled_in(line) and package not in needed]
    assert idle == []


def needs(package):
    requirements = map(Requirement, metadata.requires(package) or [])
    return {name(requirement.name) for requirement in requirements if _applies(requirement.marker, package)}


def _applies(marker, package):
    """Here, or under the Python of Debian 12, which is older than what some packages count on."""
    environments = [
        {"extra": extra} | python for extra in EXTRAS.get(package, set()) | {""} for python in ({}, DEBIAN_12)
    ]
    return marker is None or any(marker.evaluate(environment) for environment in environments)


def _is_pulled_in(line):
    return line["purpose"].startswith("pulled in by")
