"""The paper as files, handed out by a real nginx by the recipe that ships: the newsstand's very bytes."""

from __future__ import annotations

import gzip
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import click
import pytest
from django.conf import settings

from kabar.advertising.places import Place
from kabar.advertising.testing import a_campaign
from kabar.cli import main
from kabar.newsstand.files import TYPES
from kabar.newsstand.replying import is_text
from kabar.pictures.testing import a_picture
from kabar.plates import Variant
from kabar.progress import Silent
from kabar.site.walking import walk
from kabar.site.writing import SAID_BY_SERVER, file_of, write_out
from kabar.stories import services as stories
from kabar.stories.models import FormerAddress
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section, rina

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LIST = re.compile(r'data-list="([^"]+)"')
RECIPE = Path(__file__).parents[3] / "deploy" / "nginx-site.conf"


def a_paper() -> dict[str, str]:
    section = a_section("Desa", on_menu=True)
    for number in range(20):
        a_live_story(f"Panen {number}", section=section)
    moved = a_live_story("Pindah", section=section, lead_picture=a_picture())
    for old in ("/lama/pindah", "/?p=12"):
        FormerAddress.objects.create(paper="main", path=old, story=moved)
    killed = a_live_story("Salah", section=section)
    stories.kill(killed, by=rina(), reason="Keliru", ground=Ground.COUNCIL)
    a_draft("Rahasia", section=section)
    a_campaign(places=(Place.AFTER_STORY,))
    return {"moved": moved.path or "", "killed": killed.path or ""}


@dataclass
class Server:
    """A real nginx before a stand that only says that it was asked."""

    port: int

    def ask(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        return answer, answer.read()

    def say(self, path: str, said: bytes) -> bytes:
        line = HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.request("POST", path, said)
        return line.getresponse().read()


class Stand(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"the newsstand")

    def do_POST(self) -> None:
        said = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"the newsstand took " + said)

    def log_message(self, *_said: Any) -> None:
        return


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Server]:
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    stand = HTTPServer(("127.0.0.1", 0), Stand)
    threading.Thread(target=stand.serve_forever, daemon=True).start()
    port, folder = free_port(), tmp_path / "nginx"
    folder.mkdir()
    recipe = RECIPE.read_text("utf-8").replace("/srv/site", str(tmp_path / "site"))
    recipe = recipe.replace("listen 8080", f"listen 127.0.0.1:{port}")
    recipe = recipe.replace("127.0.0.1:8000", f"127.0.0.1:{stand.server_port}")
    kept = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"user root; daemon off; pid {folder}/pid; error_log {folder}/log; events {{ }}"
    whole += f" http {{ access_log off; {kept}"
    (folder / "conf").write_text(f"{whole} include /etc/nginx/mime.types; {recipe} }}")
    with subprocess.Popen([program, "-c", str(folder / "conf"), "-e", str(folder / "log")]) as process:
        for _turn in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield Server(port)
        process.terminate()
    stand.shutdown()


def lay_files(site: Path) -> None:
    """Lay a file of every kind beside the pages, one of them under a name that says what it holds."""
    for where in ("static", "media"):
        for suffix in TYPES:
            file = site / where / "7" / f"a{suffix}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"x" * 300)
        (site / where / "7" / "a.0123456789ab.js").write_bytes(b"y" * 300)


@pytest.fixture
def written(tmp_path: Path) -> dict[str, str]:
    known = a_paper()
    write_out(settings.PAPER, tmp_path / "site", Silent())
    lay_files(tmp_path / "site")
    return known


def test_nginx_says_of_styles_scripts_and_pictures_what_the_newsstand_says(
    written: dict[str, str], served: Server
) -> None:
    for where in ("static", "media"):
        for suffix, kind in TYPES.items():
            answer, body = served.ask(f"/{where}/7/a{suffix}", Accept_Encoding="gzip")
            packed = answer.getheader("Content-Encoding") == "gzip"
            assert (answer.status, gzip.decompress(body) if packed else body) == (200, b"x" * 300)
            assert (answer.getheader("Content-Type"), packed) == (kind.decode(), is_text(kind)), suffix
            assert (answer.getheader("tdm-reservation"), answer.getheader("x-content-type-options")) == (
                "1",
                "nosniff",
            )
            assert answer.getheader("Cache-Control") == "public, max-age=300"
            assert bool(answer.getheader("Content-Security-Policy")) is (where == "media")
        forever = served.ask(f"/{where}/7/a.0123456789ab.js")[0].getheader("Cache-Control")
        assert forever == "public, max-age=31536000, immutable"
        assert served.ask(f"/{where}/7/since.jpg")[1] == b"the newsstand"


def test_nginx_hands_out_the_newsstand_s_bytes_and_leads_members_to_the_newsstand(
    written: dict[str, str], served: Server
) -> None:
    every_page_is_the_newsstand_s(written, served)
    what_is_no_page_is_answered_rightly(written, served)
    the_data_saver_edition_is_chosen_as_the_newsstand_chooses_it(written, served)


def every_page_is_the_newsstand_s(written: dict[str, str], served: Server) -> None:
    sheets = list(walk(settings.PAPER, Variant.ADS))
    paths = {sheet.path for sheet in sheets}
    assert {"/", "/desa/", written["moved"], "/rss.xml", "/sitemap.xml", "/robots.txt", "/tentang/"} <= paths
    assert any(sheet.query == "halaman=2" for sheet in sheets)
    for sheet in sheets:
        target = f"{sheet.path}?{sheet.query}" if sheet.query else sheet.path
        answer, body = served.ask(target)
        assert (answer.status, body) == (200, sheet.plain), target
        packed, zipped = served.ask(target, Accept_Encoding="gzip")
        assert (gzip.decompress(zipped) if packed.getheader("Content-Encoding") else zipped) == sheet.plain, (
            target
        )
        assert answer.getheader("Content-Type").replace(" ", "") == sheet.kind.replace(" ", ""), target
        for name in SAID_BY_SERVER:
            # A feed is told what a page is told; less would do.
            expected = dict(sheet.headers).get(name, b"").decode() or answer.getheader(name.decode())
            assert answer.getheader(name.decode()) == expected, (target, name)
        assert answer.getheader("cache-control") == dict(sheet.headers)[b"cache-control"].decode()


def what_is_no_page_is_answered_rightly(written: dict[str, str], served: Server) -> None:
    for old in ("/lama/pindah", "/?p=12"):
        answer, _body = served.ask(old)
        assert (answer.status, answer.getheader("Location", "").partition(str(served.port))[2]) == (
            301,
            written["moved"],
        )
    assert served.ask(written["killed"])[0].status == 410
    box = LIST.search(served.ask(written["moved"])[1].decode())
    assert box, "the page holds no box, though a campaign runs"
    walking = [
        box[1],
        "/-/ads/go/x",
        "/-/me",
        "/cari/?q=panen",
        "/redaksi/",
        "/api/v1/stories",
        "/desa/?halaman=99",
        "/ads/index.html",
    ]
    for path in (*walking, "/nginx/moved.map"):
        assert served.ask(path)[1] == b"the newsstand", path
    assert served.say("/-/seen", b"x") == b"the newsstand took x"
    assert served.ask(written["moved"], Cookie="kabar_pass=x.y")[1] == b"the newsstand"
    assert served.ask("/../nginx/moved.map")[0].status == 400


def the_data_saver_edition_is_chosen_as_the_newsstand_chooses_it(
    written: dict[str, str], served: Server
) -> None:
    lite = {sheet.path: sheet.plain for sheet in walk(settings.PAPER, Variant.LITE)}
    full = served.ask(written["moved"])[1]
    assert served.ask(written["moved"], Save_Data="on")[1] == lite[written["moved"]] != full
    assert served.ask(written["moved"], Cookie="kabar_edition=lite")[1] == lite[written["moved"]]
    assert served.ask(written["moved"], Save_Data="on", Cookie="kabar_edition=full")[1] == full


def test_an_export_without_a_form_is_of_the_whole_paper() -> None:
    export: Any = main.commands["export"]
    context = click.Context(export)
    assert export.resolve_command(context, ["keluar"])[0::2] == ("paper", ["keluar"])
    assert export.resolve_command(context, ["site", "keluar"])[0::2] == ("site", ["keluar"])


def test_files_without_a_newsstand_behind_them_hold_no_box_that_nobody_fills(tmp_path: Path) -> None:
    known = a_paper()
    write_out(settings.PAPER, tmp_path, Silent(), alone=True)
    story = (tmp_path / "ads" / known["moved"][1:]).with_suffix(".html").read_text("utf-8")
    assert "Pindah" in story and "/-/ads" not in story and 'class="ad' not in story
    assert "frame-src" not in (tmp_path / "nginx" / "headers.conf").read_text("utf-8")


def test_a_second_walk_writes_only_what_changed_and_takes_away_what_is_gone(tmp_path: Path) -> None:
    a_paper()
    site = tmp_path / "site"
    first = write_out(settings.PAPER, site, Silent())
    again = write_out(settings.PAPER, site, Silent())
    assert (first.created > 40, again.created, again.updated) == (True, 0, 0)
    story = a_live_story("Baru")
    write_out(settings.PAPER, site, Silent())
    file = site / "ads" / file_of(story.path or "", "", "text/html")
    assert file.is_file()
    stories.withdraw(story, by=rina(), reason="Keliru")
    write_out(settings.PAPER, site, Silent())
    assert not file.exists()
    assert "Rahasia" not in "".join(each.read_text("utf-8", "ignore") for each in site.rglob("*.html"))
