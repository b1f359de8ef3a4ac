"""Settings that gunicorn reads by itself. The reasons are in docs/decisions/0003-server.md."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "newsroom.wsgi"
worker_class = "newsroom.serving.Worker"  # gthread, and it stops listening when it stops accepting
preload_app = True  # imported once for all: half the CPU of a start and half of the memory
workers = int(os.environ.get("WEB_CONCURRENCY", len(os.sched_getaffinity(0))))  # one a core; more were slower
threads = 4
reuse_port = True  # otherwise one worker sometimes takes every keep-alive connection
keepalive = 75  # seconds; longer than nginx keeps an idle connection, so that none is closed under a request
control_socket_disable = True
max_requests = 50_000  # a slow leak in any library ends here
max_requests_jitter = 5_000
graceful_timeout = 30  # seconds for a running upload to finish
