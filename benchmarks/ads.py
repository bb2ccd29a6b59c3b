"""Visits with advertising beside the same visits to a paper without, which only tell what was read.

The figure is requests a second of the process that answers, whatever is asked: with decisions and counts it
answers no fewer. A visit with advertising asks once more, for a list, and says more at its end, so fewer
pages are read a second; what that comes to is printed.
"""

from __future__ import annotations

import random
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks import measure
from benchmarks.newsstand import PAGES, READERS, story
from kabar.advertising.tags import Shown, TagOffice
from kabar.config import load
from kabar.plates import Address, Variant, engrave, open_plates
from kabar.tally.files import FOLDER, Counted, read

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
#: What visits say; each message goes out under a number of its own.
SAID = 20_000
#: Pages of a visit. comScore counted, for Pew's "Social, Search and Direct" of 2014, what those read a month
#: who come of themselves: 13 pages in 6.8 visits at the BBC, 29 in 11.1 at Fox News. Visits of one page, the
#: dearest there are, and of four are measured beside it.
VISIT = 2
LENGTHS = (1, VISIT, 4)

#: What browsers ask in a visit, in the heads that Chromium sends, each from another address behind a front
#: proxy. The first page asks for the list, which the browser keeps for those that follow within two minutes;
#: that a browser keeps nothing else is the dear side. What was seen, viewed and read is told once a visit:
#: `reading/telling.js` takes it along from page to page, and sends it when the visit pauses or ends.
_LUA = """
local VISIT, LISTS = %d, %d
local host, pages, lists, said, asked, told = "", {}, {}, {}, 0, os.time() * 1e6
local function head(method, path, more)
  local one, other, build = math.random(0, 255), math.random(0, 255), math.random(64)
  return table.concat({ method .. " " .. path .. " HTTP/1.1", "Host: " .. host, "Connection: keep-alive",
    'sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24"', "sec-ch-ua-mobile: ?1",
    'sec-ch-ua-platform: "Android"', "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 "
      .. "(KHTML, like Gecko) Chrome/140.0." .. build .. ".0 Mobile Safari/537.36",
    "Sec-Fetch-Site: same-origin", "Referer: http://" .. host .. "/",
    "Accept-Encoding: gzip, deflate, br", "Accept-Language: id-ID,id;q=0.9,en;q=0.8",
    string.format("X-Forwarded-For: 10.%%d.%%d.7", one, other), more .. "\\r\\n\\r\\n" }, "\\r\\n")
end
local NAVIGATES = "Upgrade-Insecure-Requests: 1\\r\\nAccept: text/html,application/xhtml+xml,"
  .. "application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\\r\\n"
  .. "Sec-Fetch-Mode: navigate\\r\\nSec-Fetch-User: ?1\\r\\nSec-Fetch-Dest: document"
local FETCHES = "Accept: */*\\r\\nSec-Fetch-Mode: cors\\r\\nSec-Fetch-Dest: empty"
function init(arguments)
  math.randomseed(tonumber(arguments[2]))
  host = wrk.headers["Host"]
  for reader = 1, tonumber(arguments[4]) do
    lists[#lists + 1] = head("GET", "/-/ads/list/global.json", FETCHES)
    for path in io.lines(arguments[1]) do pages[#pages + 1] = head("GET", path, NAVIGATES) end
  end
  for line in io.lines(arguments[5]) do
    local body = "\\n" .. line:gsub("|", "\\n")
    local post = FETCHES .. "\\r\\nContent-Type: text/plain;charset=UTF-8\\r\\nOrigin: http://" .. host
    said[#said + 1] = { head("POST", "/-/seen", post .. "\\r\\nContent-Length: " .. (18 + #body)), body }
  end
end
function request()
  asked = asked + 1
  local step = VISIT > 0 and asked %% (VISIT + LISTS + 1) or 1
  if step == 0 then
    told = told + 1
    local message = said[math.random(#said)]
    return message[1] .. string.format("%%018x", told) .. message[2]
  end
  return step == 2 and LISTS == 1 and lists[math.random(#lists)] or pages[math.random(#pages)]
end
"""


def prepare(folder: Path, port: int) -> tuple[Path, Path]:
    """Hang each page with and without boxes; gives the targets of both, and writes down what readers say."""
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
    for pages in LENGTHS:
        for name, shown in (("with", tags), ("without", [])):
            visits = (_visit(chance, name, pages, shown) for _ in range(SAID))
            _said(folder, name, pages).write_text("".join(f"{visit}\n" for visit in visits))
    return targets["without"], targets["with"]


def _said(folder: Path, name: str, pages: int) -> Path:
    return folder / f"said-{name}-{pages}.txt"


def _visit(chance: random.Random, name: str, pages: int, tags: list[str]) -> str:
    """What the pages of a visit say: that the story was read, and of ads one box viewed, one drawn."""
    lines: list[str] = []
    for number in chance.sample(range(PAGES), pages):
        if tags:
            lines += [f"{chance.choice(tags)} sv", f"{chance.choice(tags)} s"]
        lines.append(f"/{name}/2022/05/13/berita-{number}")
    return "|".join(lines)


def bars(folder: Path, rounds: int, seconds: int) -> list[measure.Bar]:
    """Ask in turns: pages alone, pages with boxes, whole visits with their decisions and counts."""
    port = measure.free_port()
    seen: dict[str, list[float]] = {}
    failed = 0
    with ExitStack() as stack:
        without, boxed = prepare(folder, port)
        command = [sys.executable, "-m", "kabar.newsstand", "--paper", folder, "--port", str(port)]
        ours = stack.enter_context(measure.running(command))
        measure.wait_for_port(port, ours)

        def load(targets: Path, pages: int = 0, seconds: int = seconds) -> measure.Load:
            return measure.wrk(
                folder,
                port,
                targets,
                [ours.pid],
                seconds=seconds,
                readers=READERS,
                cookies=_said(folder, targets.stem, pages or VISIT),
                asking=_LUA % (pages, targets == boxed),
            )

        for targets in (without, boxed):
            load(targets, seconds=1)
        for number in range(rounds):
            plain, boxes = load(without), load(boxed)
            visits = {pages: (load(boxed, pages), load(without, pages)) for pages in LENGTHS}
            seen.setdefault("boxes", []).append(boxes.per_second / plain.per_second)
            for name, pages in (("visits", VISIT), ("short_visits", 1)):
                advertised, counted = visits[pages]
                seen.setdefault(name, []).append(advertised.per_second / counted.per_second)
            seen.setdefault("cost", []).append(visits[VISIT][0].cpu_us / visits[VISIT][1].cpu_us)
            every = [plain, boxes, *(each for pair in visits.values() for each in pair)]
            failed += sum(each.errors + each.refused for each in every)
            print(
                f"round {number + 1}: {seen['visits'][-1]:.2f} × the requests of visits without advertising"
            )
            print(plain.line("pages"), boxes.line("with boxes"), sep="\n")
            for pages, (advertised, counted) in visits.items():
                print(advertised.line(f"visits of {pages}"), *_visits(advertised, counted, pages), sep="\n")
            sys.stdout.flush()
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
        measure.Bar("visits", middle["visits"], 0.95),
        measure.Bar("short_visits", middle["short_visits"], 0.95),
        measure.Bar("cpu_a_request", middle["cost"], 1.05, at_least=False),
        measure.Bar("errors", failed, 0, at_least=False),
    ]


def _visits(advertised: measure.Load, counted: measure.Load, pages: int) -> list[str]:
    """What visits cost with advertising, and in a paper without, where they only tell what was read."""
    return [
        f"    {name:<20}{load.per_second * pages / asked:>8,.0f} page views/s, "
        f"{asked} requests and {load.cpu_us * asked:,.0f} µs CPU a visit"
        for name, load, asked in (
            ("with advertising", advertised, pages + 2),
            ("without", counted, pages + 1),
        )
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and judge."""
    options = measure.rounds_parser(__doc__).parse_args(arguments)
    with measure.workplace("ads") as folder:
        return measure.verdict("ads", bars(folder, options.rounds, options.seconds))


if __name__ == "__main__":
    sys.exit(main())
