"""Processes of their own, for what only a real death shows."""

import os
import signal
import subprocess

_GONE_WITHIN = 10  # seconds


def kill(process: subprocess.Popen) -> None:
    """kill -9 of a process started in a session of its own, and of its children: none says anything."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=_GONE_WITHIN)
    if process.stdout:
        process.stdout.close()
