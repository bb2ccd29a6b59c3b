"""A member's story page beside everybody's on one core: the stand, which looks at passes, and nginx."""

from __future__ import annotations

import random
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks import measure
from benchmarks.measure import Answered
from benchmarks.newsstand import PAGES, READERS, story
from benchmarks.turns import taken as turns_taken
from kabar.advertising.tags import OFFER, Shown, TagOffice
from kabar.config import load
from kabar.passes import COOKIE, PassOffice
from kabar.plates import Address, Piece, Variant, engrave, open_plates, splice

#: As many members, each with a pass and a reader's cookie of their own.
MEMBERS = READERS
#: So many times as long as a load of one kind, three kinds take turns.
TURNS = 6
#: A box as the newsroom prints it.
BOX = (
    '<aside class="ad ad-{place}" aria-label="Iklan: {label}" data-ad="{place}" data-topics="beras" '
    'data-list="/-/ads/list/global.json"><div class="ad-head"><p class="ad-label">Iklan</p>'
    '<button type="button" class="ad-close" aria-label="Tutup iklan" hidden><span aria-hidden="true">×</span>'
    '</button></div><div class="ad-room"></div><p class="ad-instead" hidden>{offer}</p></aside>'
)
PLACES = {
    "in-story": "di dalam berita",
    "beside-story": "di samping berita",
    "after-story": "di bawah berita",
}


def advertised(secret: str) -> bytes:
    """Return what advertising adds to a story for everybody: boxes, offers, a style sheet and a script."""
    office = TagOffice(secret)

    def offer(where: str) -> str:
        shown = Shown(OFFER, where)
        return (
            f'<a href="/-/ads/go/{office.click("main", shown, "/langganan/")}" rel="nofollow" '
            f'data-offer="{office.tag("main", shown)}">Baca berita tanpa iklan</a>'
        )

    closed = offer("offer-closed")
    boxes = [BOX.format(place=place, label=label, offer=closed) for place, label in PLACES.items()]
    return "".join(
        (
            '<link rel="stylesheet" href="/static/kabar/advertising/ads.5d41402abc4b.css">',
            *boxes,
            f'<aside class="ad-offer" aria-label="Tanpa iklan"><p>{offer("offer-story")} ',
            "<span>Koran yang sama, tanpa sisipan.</span></p></aside>",
            f'<p class="ad-colophon">{offer("offer-colophon")}</p>',
            '<script type="module" src="/static/kabar/advertising/ads.7d793037a076.js"></script>',
        )
    ).encode()


def prepare(folder: Path, port: int) -> tuple[Path, Path]:
    """Hang both printings of each page, the member's for nginx as well; gives targets and nginx's root."""
    (folder / "kabar.toml").write_text(f'[paper]\nname = "Kabar"\naddress = "http://127.0.0.1:{port}"\n')
    generations, rack = open_plates(folder / "var/plates", 256)
    added = advertised(load(folder).secret_key)
    chance, root = random.Random(13), folder / "files"
    paths = [f"/global/2022/05/13/berita-{number}" for number in range(PAGES)]
    headers = (
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "public, max-age=0, must-revalidate"),
        ("surrogate-key", "latest:main"),
        ("x-content-type-options", "nosniff"),
    )
    for number, path in enumerate(paths):
        html, file = story(number, chance), root / path[1:]
        ordinary = html.replace(b"<body>", b"<body>" + added)
        for variant, body in ((Variant.MEMBER, html), (Variant.ADS, ordinary)):
            ticket = generations.begin()
            plate = engrave(body, headers=headers, keys=[path], generations=generations, ticket=ticket)
            rack.hang(Address(f"127.0.0.1:{port}", path, "", variant), plate)
            packed = splice(piece for piece in plate.parts if isinstance(piece, Piece))
            file.parent.mkdir(parents=True, exist_ok=True)
            if variant is Variant.MEMBER:
                file.write_bytes(body)
                file.with_name(f"{file.name}.gz").write_bytes(packed)
    rack.close()
    targets = folder / "targets.txt"
    targets.write_text("".join(f"{path}\n" for path in paths))
    return targets, root


def cookies(folder: Path) -> list[str]:
    """The Cookie headers of the members."""
    office, ends = PassOffice(load(folder).secret_key), int(time.time()) + 3_600
    return [
        f"kabar_reader=rahasia-{number:027}; kabar_known=1; "
        f"{COOKIE}={office.issue(Variant.MEMBER, ends, f'nomor-{number:06}')}"
        for number in range(MEMBERS)
    ]


def bars(folder: Path, rounds: int, seconds: int) -> list[measure.Bar]:
    """Ask nginx, the ordinary page and the member's: one reader on and on, then many once each, in turns."""
    port, peer_port = measure.free_port(), measure.free_port()
    seen: dict[str, list[float]] = {}
    turns: dict[str, list[Answered]] = {}
    failed = 0
    with ExitStack() as stack:
        targets, root = prepare(folder, port)
        heads = cookies(folder)
        members = _lines(folder / "members.txt", heads)
        strangers = _lines(folder / "strangers.txt", [head.replace("kabar_", "lain1_") for head in heads])
        peer = stack.enter_context(measure.nginx(folder / "nginx", root, peer_port))
        command = [sys.executable, "-m", "kabar.newsstand", "--paper", folder, "--port", str(port)]
        ours = stack.enter_context(measure.running(command))
        measure.wait_for_port(port, ours)
        for who in (None, members):
            measure.wrk(folder, port, targets, [ours.pid], seconds=1, cookies=who)
        for number in range(rounds):
            loads = {
                "nginx": measure.wrk(folder, peer_port, targets, [peer.pid], seconds=seconds),
                "everybody": measure.wrk(folder, port, targets, [ours.pid], seconds=seconds),
                "members": measure.wrk(folder, port, targets, [ours.pid], seconds=seconds, cookies=members),
            }
            kinds = {"everybody": None, "members": members, "strangers": strangers}
            taken, errors = turns_taken(
                folder, port, targets, ours.pid, kinds, seconds=TURNS * seconds, readers=READERS
            )
            for who, more in taken.items():
                turns.setdefault(who, []).extend(more)
            one = {who: load.per_second for who, load in loads.items()}
            for name, over, under in (
                ("one", "members", "everybody"),
                ("everybody_nginx", "everybody", "nginx"),
                ("members_nginx", "members", "nginx"),
            ):
                seen.setdefault(name, []).append(one[over] / one[under])
            failed += errors + sum(load.errors + load.refused for load in loads.values())
            print(f"round {number + 1}, the head of one: {seen['one'][-1]:.2f} × everybody's page")
            print(*(load.line(who) for who, load in loads.items()), sep="\n", flush=True)
    middle = {name: measure.median(values) for name, values in seen.items()}
    many = {who: _beside(turns[who], turns["everybody"]) for who in turns}
    for who, (speed, cpu) in many.items():
        print(f"  heads of many, {who:<10}{_middle(turns[who])}: {speed:.2f} ×, {cpu:.2f} × the CPU")
    return [
        measure.Bar("ratio", middle["one"], 0.95),
        measure.Bar("ratio_many", many["members"][0], 0.95),
        measure.Bar("cpu_ratio", many["members"][1], 1.10, at_least=False),
        measure.Bar("everybody_to_nginx", middle["everybody_nginx"], 0.70),
        measure.Bar("members_to_nginx", middle["members_nginx"], 0.66),
        measure.Bar("errors", failed, 0, at_least=False),
    ]


def _lines(file: Path, lines: list[str]) -> Path:
    file.write_text("".join(f"{line}\n" for line in lines))
    return file


def _beside(some: list[Answered], others: list[Answered]) -> tuple[float, float]:
    """Return speed and processor time of a request beside others, each turn beside the one it came with."""
    pairs = list(zip(some, others, strict=True))
    return (
        measure.median([one.per_second / other.per_second for one, other in pairs]),
        measure.median([one.cpu_us / other.cpu_us for one, other in pairs]),
    )


def _middle(turns: list[Answered]) -> str:
    speed, cpu = (
        measure.median([getattr(turn, what) for turn in turns]) for what in ("per_second", "cpu_us")
    )
    return f"{speed:>9,.0f} requests/s  {cpu:6.1f} µs CPU"


def main(arguments: list[str] | None = None) -> int:
    """Measure and judge."""
    options = measure.rounds_parser(__doc__).parse_args(arguments)
    with measure.workplace("members") as folder:
        return measure.verdict("members", bars(folder, options.rounds, options.seconds))


if __name__ == "__main__":
    sys.exit(main())
