"""Settings that gunicorn reads by itself. The reasons are in docs/decisions/0003-server.md."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "newsroom.wsgi"
worker_class = "newsroom.serving.Worker"  # gthread that closes its socket when it stops accepting
preload_app = True  # import once before forking: half the CPU of a start, and half the memory
workers = int(os.environ.get("WEB_CONCURRENCY", len(os.sched_getaffinity(0))))  # one per core; more were slower
threads = 4
reuse_port = True  # otherwise one worker sometimes takes every keep-alive connection
keepalive = 75  # seconds; longer than nginx keeps idle connections, so that none is closed while nginx uses it
control_socket_disable = True
forwarder_headers = ""  # no visitor may say SCRIPT_NAME or PATH_INFO, whatever headers the proxy lets through
max_requests = 50_000  # limits slow memory leaks in any library
max_requests_jitter = 5_000
graceful_timeout = 30  # seconds for running requests, such as uploads
