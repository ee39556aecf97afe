"""The web server of `up`: pages and live streams, on a socket that `up` took before anybody else could.

Run as a program: `python -m config.stack.web FD`, where FD is the number of an inherited socket that listens already. While this
program is started again, whoever comes waits instead of being refused.
"""

import socket
import sys

import uvicorn

if __name__ == "__main__":
    listener = socket.socket(fileno=int(sys.argv[1]))
    config = uvicorn.Config(
        "config.asgi:application",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run(sockets=[listener])
