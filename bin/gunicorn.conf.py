"""How gunicorn serves the application, in the demonstration as in production."""

import os

# Synchronous workers, each loading the application itself: the chart engine hangs when it is loaded before a fork.
worker_class = "sync"
workers = min(2 * (os.cpu_count() or 1) - 1, 5)
preload_app = False
timeout = 60
graceful_timeout = 10
# A worker is renewed now and then, not all at the same moment, so that no leak lasts.
max_requests = 2000
max_requests_jitter = 200
# In memory: a slow disk must not make a worker look dead.
shared_memory = "/dev/shm"  # noqa: S108 - gunicorn makes an unnamed file there
worker_tmp_dir = shared_memory if os.path.isdir(shared_memory) else None
# Nobody talks to the server but its own signals.
control_socket_disable = True
# Paths carry no personal data, but they say which file was opened when: the journal of the application keeps that.
accesslog = None
errorlog = "-"
loglevel = "warning"
