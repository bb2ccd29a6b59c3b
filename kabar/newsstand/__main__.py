"""`python -m kabar.newsstand --paper DIR`: one newsstand process."""

import argparse
import logging
import sys

from kabar.config import PaperError, folder_in_use, load
from kabar.newsstand.server import listen, serve
from kabar.newsstand.settings import NewsstandSettings, offered_by


def main(arguments: list[str] | None = None) -> int:
    """Read the paper, listen, hand out copies."""
    options = _options(arguments)
    logging.basicConfig(level=logging.WARNING, format="newsstand: %(message)s")
    try:
        paper = load(options.paper)
        bind = options.bind or paper.newsstand.bind
        port = paper.newsstand.port if options.port is None else options.port
        listener = listen(bind, port, shared=options.share_port)
    except PaperError as error:
        print(error, file=sys.stderr)
        return 1
    serve(NewsstandSettings(paper, offered_by(paper)), listener)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m kabar.newsstand", description=__doc__)
    parser.add_argument("--paper", default=folder_in_use(), help="the paper's folder")
    parser.add_argument("--port", type=int, help="port to listen on; default from kabar.toml")
    parser.add_argument("--bind", help="address to listen on; default from kabar.toml")
    parser.add_argument("--share-port", action="store_true", help="let several newsstands listen on one port")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
