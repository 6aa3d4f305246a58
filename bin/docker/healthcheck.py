"""Health of one service, asked by Docker inside its container: `python bin/docker/healthcheck.py web|worker|beat`."""

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path

# Beat writes its schedule every three minutes.
LONGEST_SILENCE = 600


def web() -> bool:
    """As the proxy asks, so that neither the host nor the scheme is refused."""
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=8)
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
    connection.request("GET", "/sante/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return connection.getresponse().status == http.client.OK


def worker() -> bool:
    name = f"celery@{os.uname().nodename}"
    words = ["celery", "-A", "veille", "inspect", "ping", "--destination", name, "--timeout", "10"]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def beat() -> bool:
    written = max(path.stat().st_mtime for path in Path(os.environ["VEILLE_VAR_DIR"]).glob("beat-schedule*"))
    return time.time() - written < LONGEST_SILENCE


if __name__ == "__main__":
    healthy = {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]()
    sys.exit(not healthy)
