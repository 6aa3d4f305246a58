"""How each command of `bin/` runs: signals, endings, and the last resort against a traceback."""

import io
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from launcher import programs
from launcher.messages import Interrupted, LaunchError, complain
from launcher.places import Places

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(command: Callable[[Sequence[str]], int], places: Places) -> int:
    """Every ending is a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    for ending in ENDINGS:
        signal.signal(ending, _interrupt)
    try:
        return command(sys.argv[1:])
    except Interrupted:
        return 130
    except LaunchError as failure:
        complain(f"\n{failure}")
    except OSError as failure:
        complain(f"\nLe système a refusé une opération : {failure}.\n→ Droits sur ce dossier ? Place sur le disque ?")
    except Exception as failure:  # the last resort: the person gets a sentence, the log the rest
        complain(f"\nErreur imprévue ({type(failure).__name__} : {failure}).\n→ Détail : {_noted(places)}")
    return 1


def foreground(words: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path) -> int:
    """Run a program on this terminal; an interruption reaches it too and it ends in its own way."""
    return programs.wait_for(subprocess.Popen(words, env=dict(env), cwd=cwd))


def ignore_endings() -> None:
    """While everything is being stopped, a second Ctrl-C must not leave half of it running."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Interrupted


def _noted(places: Places) -> Path:
    log = places.log("launcher")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as output:
        traceback.print_exc(file=output)
    return log
