"""Mails, tasks, runs, logs, file names and the title of a PDF carry identifiers: each channel is swept whole.

The canaries look at what really goes out; here every place that could send something is read, so that a
new one is watched before it ever runs.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from tests.architecture.test_imports import FILES

ROOT = Path(settings.BASE_DIR)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
# What a mail may say: an address of the service, and whether the reader has an account.
MAIL_WORDS = {"address", "origin", "path", "is_new", "sign_in"}
# The digest: its topics, which are constants of the code, and how many lines each counts.
MAIL_WORDS |= {"rows", "label", "count", "late", "stop"}
SENDERS = ("write_to", "lead_to_sign_in")
# What a task may be given.
TASK_WORDS = {"session_id", "kind", "people", "user_id", "run_id", "solicitation_id", "handover_id", "address"}
# Words of the code that hold no word of a household: titles of lists and importers, kinds, days.
NEUTRAL = {"title", "kind", "listing", "value", "extension", "hex", "today", "number", "version", "data_on"}
_TITLE = re.compile(r"{% block title %}(.*?){% endblock")
_VARIABLE = re.compile(r"{{\s*(\w+)")


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Calls of a function, by its last name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
            yield node


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in call.keywords if one.arg == name), None)


def everywhere(name: str) -> list[tuple[str, ast.Call]]:
    return [(str(path.relative_to(ROOT)), call) for path, tree in TREES.items() for call in calls(tree, name)]


def talkative_mails(source: str) -> list[str]:
    """Mails whose subject is made, or whose text gets something else than an address."""
    faults = []
    tree = ast.parse(source)
    for call in (call for name in SENDERS for call in calls(tree, name)):
        subject, context = keyword(call, "subject"), keyword(call, "context")
        if not isinstance(subject, ast.Constant):
            faults.append("objet composé")
        if isinstance(context, ast.Dict):
            faults += [key.value for key in context.keys if key.value not in MAIL_WORDS]
    return faults


def sends(path: Path) -> bool:
    """Whether mails leave from this module; that of the senders passes on what it is given."""
    text = path.read_text(encoding="utf-8")
    return path.name != "mails.py" and any(name in text for name in SENDERS)


@pytest.mark.parametrize("path", [path for path in TREES if sends(path)], ids=str)
def test_a_mail_has_a_fixed_subject_and_says_an_address(path):
    assert talkative_mails(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "template",
    [path for path in sorted((ROOT / "templates").rglob("email/*.txt")) if path.parts[-3] not in {"account", "mfa"}],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_text_of_a_mail_holds_nothing_else(template):
    assert set(_VARIABLE.findall(template.read_text(encoding="utf-8"))) <= MAIL_WORDS


def test_nobody_sends_a_mail_round_the_one_function():
    senders = ("send_mail", "EmailMessage", "EmailMultiAlternatives", "send_mass_mail", "mail_managers", "mail_admins")
    found = {path for sender in senders for path, _ in everywhere(sender)}
    assert found == {"veille/core/mails.py"}


def test_a_talkative_mail_is_seen():
    source = "write_to(a, subject=f'{case}', template='x.txt', context={'address': a, 'name': person.full_name})"
    assert talkative_mails(source) == ["objet composé", "name"]
    assert talkative_mails("lead_to_sign_in(a, subject=f'{case}', template='x.txt')") == ["objet composé"]
    assert talkative_mails("write_to(a, subject='une réponse', context={'address': a})") == []


def ours() -> list:
    current_app.loader.import_default_modules()
    heads = ("veille.", "partners.", "households.", "accompaniment.", "cellule.", "reports.", "funding.")
    return [task for name, task in sorted(current_app.tasks.items()) if name.startswith(heads)]


def test_a_task_is_given_identifiers():
    """Arguments wait in Redis and are shown by the tools that watch it."""
    given = {name for task in ours() for name in inspect.signature(task.run).parameters}
    assert ours() and given <= TASK_WORDS


def loose(node: ast.expr) -> list[str]:
    """The parts of a text or of a dictionary that are no constant, no key and no neutral word."""
    if isinstance(node, ast.Constant):
        return []
    if isinstance(node, ast.Dict):
        return [fault for value in node.values for fault in loose(value)]
    if isinstance(node, ast.JoinedStr | ast.FormattedValue):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node.value]
        return [fault for part in parts for fault in loose(part)]
    if isinstance(node, ast.Call):
        inner = [*node.args, *([node.func.value] if isinstance(node.func, ast.Attribute) and not node.args else [])]
        return [fault for part in inner for fault in loose(part)]
    if isinstance(node, ast.Subscript):
        return loose(node.value)
    name = getattr(node, "attr", getattr(node, "id", ""))
    is_key = name in {"pk", "clock"} or name.endswith("_id") or name in NEUTRAL
    return [] if is_key else [ast.unparse(node)]


def test_what_a_background_run_keeps_is_identifiers():
    faults = {}
    for name in ("ask", "ask_as_application"):
        for path, call in everywhere(name):
            parameters = keyword(call, "parameters")
            if isinstance(parameters, ast.Dict) and (found := loose(parameters)):
                faults[path] = found
    assert faults == {}


def _named(path: str, node: ast.expr) -> ast.expr:
    """The text behind a name given on another line of the same module."""
    given = {
        target.id: one.value
        for one in ast.walk(TREES[ROOT / path])
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    return given.get(node.id, node) if isinstance(node, ast.Name) else node


def test_a_file_takes_a_neutral_name():
    """Given to `pdf_response`, or written in the header itself."""
    faults = {path: found for path, call in everywhere("pdf_response") if (found := loose(_named(path, call.args[1])))}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            is_header = isinstance(node, ast.Assign) and "Content-Disposition" in ast.unparse(node.targets[0])
            if is_header and (found := [one for one in loose(node.value) if one != "name"]):
                faults[str(path.relative_to(ROOT))] = found
    assert faults == {}


def test_a_telling_name_is_seen():
    assert loose(ast.parse("f'{person.full_name}.pdf'", mode="eval").body) == ["person.full_name"]
    assert loose(ast.parse("{'case': str(case.pk), 'who': str(person)}", mode="eval").body) == ["person"]
    assert loose(ast.parse("f'fiche-{sheet.pk.hex[:8]}.pdf'", mode="eval").body) == []


def test_a_log_quotes_nothing():
    """A constant sentence, and what it is given: a reference, a status, the name of a page."""
    faults = []
    for level in ("debug", "info", "warning", "error", "exception", "critical"):
        for path, call in everywhere(level):
            if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in {"logger", "log"}:
                words = {ast.unparse(argument) for argument in call.args[1:]}
                if not isinstance(call.args[0], ast.Constant) or not words <= {"reference", "status", "name"}:
                    faults.append(path)
    assert faults == []


PAPERS = [path for path in sorted((ROOT / "templates").rglob("*.html")) if "pdf/document.html" in path.read_text()]


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_title_of_a_pdf_names_its_kind(path):
    """It is the title that the file shows in its window and in its properties."""
    titles = _TITLE.findall(path.read_text(encoding="utf-8"))
    assert all(not _VARIABLE.search(title) or "dispositif" in title for title in titles)


def test_a_pdf_has_no_author_and_no_other_property():
    head = (ROOT / "templates" / "pdf" / "document.html").read_text(encoding="utf-8").partition("</head>")[0]
    assert not re.search(r"<meta[^>]+name=", head)
