"""Puts a real Varnish with deploy/varnish.vcl before a paper and asks what must hold: python -m tools.edge"""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tools import walking_paper

RECIPE = Path(__file__).parents[1] / "deploy" / "varnish.vcl"
LITE, MEMBER = {"Cookie": "kabar_edition=lite"}, {"Cookie": "kabar_pass=dipalsukan"}


@contextmanager
def varnish(newsstand: int, folder: Path) -> Iterator[int]:
    """Have varnishd answer before a newsstand; its port."""
    folder.mkdir()
    # It reads its recipe as a user of its own.
    folder.parent.chmod(0o755)
    recipe, port = folder / "paper.vcl", walking_paper.free_port()
    recipe.write_text(RECIPE.read_text().replace('.port = "8000"', f'.port = "{newsstand}"'))
    command = ["varnishd", "-F", "-n", str(folder / "v"), "-a", f"127.0.0.1:{port}", "-f", str(recipe)]
    with subprocess.Popen(
        [*command, "-s", "malloc,64m"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        try:
            yield port
        finally:
            running.terminate()


def ask(port: int, path: str = "/", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask once; the answer with its headers in small letters."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", path, headers={"Host": "localhost", **headers})
    answer = line.getresponse()
    return answer.status, {name.lower(): said for name, said in answer.getheaders()}, answer.read()


def until_it_answers(port: int) -> None:
    """Wait for the recipe to be compiled."""
    for _try in range(200):
        try:
            ask(port)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("varnishd: no answer in 20 s")


def hit(headers: dict[str, str]) -> bool:
    """Whether an answer came out of the cache: it names two questions."""
    return len(headers.get("x-varnish", "").split()) == 2


def looked_at(newsstand: int, edge: int) -> Iterator[tuple[str, bool]]:
    """Yield what must hold, and whether it does."""
    plain, small = ask(newsstand)[2], ask(newsstand, **LITE)[2]
    found = [ask(edge) for _time in range(3)]
    yield "a page is handed out of the cache", any(hit(headers) for _status, headers, _body in found)
    yield "and is the newsstand's, to the byte", all(body == plain for _status, _headers, body in found)
    found = [ask(edge, **LITE) for _time in range(3)]
    yield "the data-saver edition is, too", any(hit(headers) for _status, headers, _body in found)
    yield "and is held apart, to the byte", all(body == small != plain for _status, _headers, body in found)
    forged = ask(edge, **{"kabar-variant": "member"})
    yield "a variant that a reader names is not believed", forged[2] == plain
    member = [ask(edge, **MEMBER)[1] for _time in range(2)]
    yield "a pass, true or forged, walks to the newsstand", not any(map(hit, member))
    yield "after it others have their page", ask(edge)[2] == plain
    sought = [ask(edge, "/cari?q=desa")[1] for _time in range(2)]
    yield "the search is never held", not any(map(hit, sought))
    door = [ask(edge, "/redaksi/")[1] for _time in range(2)]
    yield "the newsroom's door is never held", not any(map(hit, door))
    time.sleep(1.2)
    ask(edge)
    again = ask(edge)
    yield "after a second it is asked about again, and the same", again[2] == plain


def main() -> int:
    """Ask everything; exit code 1 when something does not hold."""
    with TemporaryDirectory(prefix="kabar-edge-") as temporary:
        folder = Path(temporary)
        with (
            walking_paper.walk(folder / "paper", demo=True) as paper,
            varnish(paper.port, folder / "edge") as edge,
        ):
            until_it_answers(edge)
            found = list(looked_at(paper.port, edge))
    for what, holds in found:
        print(f"{'holds' if holds else 'FAILS'}: {what}")
    return 0 if all(holds for _what, holds in found) else 1


if __name__ == "__main__":
    sys.exit(main())
