"""Pages with advertising beside the same pages without: decisions and counts go through the same process."""

from __future__ import annotations

import random
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks import measure
from benchmarks.newsstand import PAGES, READERS, story
from kabar.advertising.tags import Shown, TagOffice
from kabar.tally.files import FOLDER, Counted, read
from kabar.config import load
from kabar.plates import Address, Variant, engrave, open_plates

#: What advertising adds to a page: two empty boxes.
BOX = (
    b'<aside class="ad ad-in-story" aria-label="Iklan" data-ad="in-story" data-topics="" '
    b'data-list="/-/ads/list/global.json"><div class="ad-head"><p class="ad-label">Iklan</p>'
    b'<button type="button" class="ad-close" aria-label="Tutup iklan" hidden>x</button></div>'
    b'<div class="ad-room"></div></aside>'
)
BOXES = BOX * 2
ENTRY = (
    b'{"tag": "%d.in-story.0123456789abcdef0123", "place": "in-story", "campaign": %d, "kind": "direct", '
    b'"form": "picture", "weight": 1, "pace": 0.4, "device": "any", "go": "/-/ads/go/%064d", '
    b'"src": "/media/advertising/a.0123456789abcdef01234567.webp", "width": 300, "height": 250}'
)
LIST = b'{"ads": [%s], "closed": 24}' % b", ".join(ENTRY % (one, one, one) for one in range(12))
VIEWS = 200_000

#: A reader's page view: the page, the list of what may stand in its boxes, and one message of what was seen.
#: Each comes with a head of its reader's own, as from the many that a front proxy has behind it.
_LUA = """
local pages, lists, said, turn = {}, {}, {}, 0
local function heads(reader)
  local agent = "Mozilla/5.0 (X11; Linux x86_64) bench/" .. reader
  return { ["Accept-Encoding"] = "gzip", ["User-Agent"] = agent }
end
function init(arguments)
  math.randomseed(7)
  local readers = tonumber(arguments[4])
  for reader = 1, readers do
    local headers = heads(reader)
    lists[#lists + 1] = wrk.format("GET", "/-/ads/list/global.json", headers)
    for path in io.lines(arguments[1]) do
      headers["User-Agent"] = heads(reader)["User-Agent"] .. path
      pages[#pages + 1] = wrk.format("GET", path, headers)
    end
  end
  for body in io.lines(arguments[5]) do
    local headers, one, other = heads(math.random(readers)), math.random(0, 255), math.random(0, 255)
    headers["Content-Type"], headers["Sec-Fetch-Site"] = "text/plain;charset=UTF-8", "same-origin"
    headers["Origin"] = "http://" .. wrk.headers["Host"]
    headers["X-Forwarded-For"] = string.format("10.%d.%d.7", one, other)
    said[#said + 1] = wrk.format("POST", "/-/ads/seen", headers, (body:gsub("|", "\\n")))
  end
end
function request()
  turn = turn + 1
  if turn % 3 == 1 then return pages[math.random(#pages)] end
  if turn % 3 == 2 then return lists[math.random(#lists)] end
  return said[math.random(#said)]
end
"""


def prepare(folder: Path, port: int) -> tuple[Path, Path, Path]:
    """Hang each page with and without boxes; gives the targets of both, and what readers say."""
    (folder / "kabar.toml").write_text(
        f'[paper]\nname = "Kabar"\naddress = "http://127.0.0.1:{port}"\n'
        # One machine asks for everybody here: the stand believes it as it would the paper's own front proxy.
        '[newsstand]\ntrusted_proxies = ["127.0.0.1"]\n'
    )
    generations, rack = open_plates(folder / "var/plates", 256)
    chance, headers = random.Random(13), (("content-type", "text/html; charset=utf-8"),)
    host, targets = f"127.0.0.1:{port}", {}
    for name, added in (("without", b""), ("with", BOXES)):
        targets[name] = folder / f"{name}.txt"
        paths = [f"/{name}/2022/05/13/berita-{number}" for number in range(PAGES)]
        targets[name].write_text("".join(f"{path}\n" for path in paths))
        for number, path in enumerate(paths):
            html = story(number, chance).replace(b"<body>", b"<body>" + added)
            plate = engrave(
                html, headers=headers, keys=[path], generations=generations, ticket=generations.begin()
            )
            rack.hang(Address(host, path, "", Variant.ADS), plate)
    json = (("content-type", "application/json"),)
    plate = engrave(LIST, headers=json, keys=["ads"], generations=generations, ticket=generations.begin())
    rack.hang(Address(host, "/-/ads/list/global.json", "", Variant.ADS), plate)
    rack.close()
    office = TagOffice(load(folder).secret_key)
    tags = [office.tag("main", Shown(one, "in-story")) for one in range(12)]
    said = folder / "said.txt"
    said.write_text(
        "".join(
            f"{chance.getrandbits(72):018x}|{chance.choice(tags)} sv|{chance.choice(tags)} s\n"
            for _ in range(VIEWS)
        )
    )
    return targets["without"], targets["with"], said


def bars(folder: Path, rounds: int, seconds: int) -> list[measure.Bar]:
    """Ask in turns: pages alone, pages with boxes, page views with their decision and their count."""
    port = measure.free_port()
    seen: dict[str, list[float]] = {"boxes": [], "views": [], "cost": []}
    failed = 0
    with ExitStack() as stack:
        without, boxed, said = prepare(folder, port)
        command = [sys.executable, "-m", "kabar.newsstand", "--paper", folder, "--port", str(port)]
        ours = stack.enter_context(measure.running(command))
        measure.wait_for_port(port, ours)
        for targets in (without, boxed):
            measure.wrk(folder, port, targets, [ours.pid], seconds=1)
        for number in range(rounds):
            crowd = {"seconds": seconds, "readers": READERS}
            plain = measure.wrk(folder, port, without, [ours.pid], **crowd)
            boxes = measure.wrk(folder, port, boxed, [ours.pid], **crowd)
            views = measure.wrk(folder, port, boxed, [ours.pid], cookies=said, asking=_LUA, **crowd)
            seen["boxes"].append(boxes.per_second / plain.per_second)
            seen["views"].append(views.per_second / plain.per_second)
            seen["cost"].append(views.cpu_us / plain.cpu_us)
            failed += plain.errors + plain.refused + boxes.errors + boxes.refused
            failed += views.errors + views.refused
            print(f"round {number + 1}: {seen['views'][-1]:.2f} × the requests of pages alone")
            print(
                plain.line("pages"), boxes.line("with boxes"), views.line("page views"), sep="\n", flush=True
            )
    counted = sum(
        number
        for path in (folder / "var" / FOLDER).glob("*.tally")
        for _end, counts in read(path, 0, Counted)
        for number in counts.values()
    )
    middle = {name: measure.median(values) for name, values in seen.items()}
    print(f"  counted: {counted:,}")
    return [
        measure.Bar("boxes", middle["boxes"], 0.95),
        measure.Bar("page_views", middle["views"], 0.95),
        measure.Bar("cpu_a_request", middle["cost"], 1.05, at_least=False),
        measure.Bar("errors", failed, 0, at_least=False),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and judge."""
    options = measure.rounds_parser(__doc__).parse_args(arguments)
    with measure.workplace("ads") as folder:
        return measure.verdict("ads", bars(folder, options.rounds, options.seconds))


if __name__ == "__main__":
    sys.exit(main())
