"""Opening the stand: sockets, the server, its signals."""

import gc
import resource
import socket

import uvicorn

from kabar.config import PaperError
from kabar.newsstand.app import NewsstandApp
from kabar.newsstand.protocol import ReaderProtocol, look_after_all
from kabar.newsstand.settings import NewsstandSettings
from kabar.newsstand.stand import Stand
from kabar.plates import Generations, Rack, open_plates

_BACKLOG = 4096


def listen(bind: str, port: int, *, shared: bool = False) -> socket.socket:
    """A listening socket, or one line that says why not; a shared port is for several newsstands."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((bind, port))
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise PaperError(
            f"{bind}:{port}: cannot listen there: {reason}; choose another with --port"
        ) from None
    listener.setblocking(False)
    return listener


def make_server(
    settings: NewsstandSettings, generations: Generations | None = None, rack: Rack | None = None
) -> uvicorn.Server:
    """A server with its stand, not yet listening."""
    if generations is None or rack is None:
        generations, rack = open_plates(settings.paper.plates, settings.paper.newsstand.rack_megabytes)
    stand = Stand(settings, generations, rack)
    protocol = type("ReaderProtocolOfThisStand", (ReaderProtocol,), {"stand": stand})
    app = NewsstandApp(stand)
    config = uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        loop="uvloop",
        lifespan="on",
        interface="asgi3",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        backlog=_BACKLOG,
        timeout_keep_alive=settings.limits.idle_seconds,
        timeout_graceful_shutdown=settings.limits.shutdown_seconds,
    )
    server = uvicorn.Server(config)
    connections = server.server_state.connections
    stand.ticker.each_second(lambda: look_after_all(connections))
    # Whoever follows a live story would keep the server from ending.
    stand.ticker.each_second(lambda: app.live.dismiss() if server.should_exit else None)
    return server


def serve(settings: NewsstandSettings, listener: socket.socket) -> None:
    """Hand out copies until SIGTERM."""
    _raise_file_limit()
    server = make_server(settings)
    gc.collect()
    gc.freeze()
    server.run(sockets=[listener])


def _raise_file_limit() -> None:
    """Every reader is an open file."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
