"""A member's story page beside everybody's on one core: the stand, which looks at passes, and nginx."""

from __future__ import annotations

import random
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks import measure
from benchmarks.newsstand import PAGES, READERS, story
from kabar.config import load
from kabar.passes import COOKIE, PassOffice
from kabar.plates import Address, Piece, Variant, engrave, open_plates, splice

#: As many members, each with a pass and a reader's cookie of their own.
MEMBERS = READERS
#: What advertising adds to a page for everybody.
ADVERTISED = b'<aside class="ad" data-slot="story-top"><span>Iklan</span></aside>' * 3


def prepare(folder: Path, port: int) -> tuple[Path, Path]:
    """Hang both printings of each page, the member's for nginx as well; gives targets and nginx's root."""
    (folder / "kabar.toml").write_text(f'[paper]\nname = "Kabar"\naddress = "http://127.0.0.1:{port}"\n')
    generations, rack = open_plates(folder / "var/plates", 256)
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
        ordinary = html.replace(b"<body>", b"<body>" + ADVERTISED)
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
    """Ask nginx, the ordinary page and the member's in turns: one reader on and on, then many once each."""
    port, peer_port = measure.free_port(), measure.free_port()
    seen: dict[str, list[float]] = {}
    failed = 0
    with ExitStack() as stack:
        targets, root = prepare(folder, port)
        heads = folder / "cookies.txt"
        heads.write_text("".join(f"{line}\n" for line in cookies(folder)))
        peer = stack.enter_context(measure.nginx(folder / "nginx", root, peer_port))
        command = [sys.executable, "-m", "kabar.newsstand", "--paper", folder, "--port", str(port)]
        ours = stack.enter_context(measure.running(command))
        measure.wait_for_port(port, ours)
        for who in (None, heads):
            measure.wrk(folder, port, targets, [ours.pid], seconds=1, cookies=who)
        for number in range(rounds):
            for label, readers in (("one", 1), ("many", READERS)):
                said = {"seconds": seconds, "readers": readers}
                loads = {
                    "nginx": measure.wrk(folder, peer_port, targets, [peer.pid], **said),
                    "everybody": measure.wrk(folder, port, targets, [ours.pid], **said),
                    "members": measure.wrk(folder, port, targets, [ours.pid], cookies=heads, **said),
                }
                speed = {who: load.per_second for who, load in loads.items()}
                for name, over, under in (
                    (label, "members", "everybody"),
                    (f"{label}_everybody_nginx", "everybody", "nginx"),
                    (f"{label}_members_nginx", "members", "nginx"),
                ):
                    seen.setdefault(name, []).append(speed[over] / speed[under])
                cpu = loads["members"].cpu_us / loads["everybody"].cpu_us
                seen.setdefault(f"{label}_cpu", []).append(cpu)
                failed += sum(load.errors + load.refused for load in loads.values())
                print(f"round {number + 1}, heads of {label}: {seen[label][-1]:.2f} × everybody's page")
                print(*(load.line(who) for who, load in loads.items()), sep="\n", flush=True)
    middle = {name: measure.median(values) for name, values in seen.items()}
    return [
        measure.Bar("ratio", middle["one"], 0.95),
        measure.Bar("ratio_many", middle["many"], 0.95),
        measure.Bar("cpu_ratio", middle["many_cpu"], 1.10, at_least=False),
        measure.Bar("everybody_to_nginx", middle["one_everybody_nginx"], 0.70),
        measure.Bar("members_to_nginx", middle["one_members_nginx"], 0.66),
        measure.Bar("errors", failed, 0, at_least=False),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and judge."""
    options = measure.rounds_parser(__doc__).parse_args(arguments)
    with measure.workplace("members") as folder:
        return measure.verdict("members", bars(folder, options.rounds, options.seconds))


if __name__ == "__main__":
    sys.exit(main())
