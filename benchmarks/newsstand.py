"""Warm story pages: the newsstand beside nginx with pre-compressed files of the same bytes, on one core."""

import argparse
import gzip
import random
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks import grind, measure
from kabar.plates import Address, LmdbRack, MappedGenerations, Piece, engrave, open_plates, splice

PAGES = 500
# So many heads for each page that hardly one comes twice in a row.
READERS = 100
SYLLABLES = (
    "be",
    "ri",
    "ta",
    "ka",
    "bar",
    "pe",
    "me",
    "rin",
    "tah",
    "ne",
    "ga",
    "ra",
    "an",
    "nya",
    "kan",
    "di",
    "ter",
)


def story(number: int, chance: random.Random) -> bytes:
    """A page of about 18 KB once compressed."""
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(1500)]
    paragraphs = "\n".join(f"<p>{' '.join(chance.choices(words, k=80))}.</p>" for _ in range(90))
    title = f"<title>Berita {number}</title>"
    return f"<!doctype html><html lang=id>{title}<body><h1>Berita {number}</h1>{paragraphs}</html>".encode()


def prepare(folder: Path, port: int) -> tuple[Path, Path]:
    """Hang the plates, lay the same bytes out for nginx; gives the list of targets and nginx's root."""
    (folder / "kabar.toml").write_text(f'[paper]\nname = "Kabar"\naddress = "http://127.0.0.1:{port}"\n')
    generations, rack = open_plates(folder / "var/plates", 256)
    root, targets = folder / "files", folder / "targets.txt"
    chance = random.Random(13)
    paths = [f"/global/2022/05/13/berita-{number}" for number in range(PAGES)]
    for number, path in enumerate(paths):
        hang(rack, generations, root, f"127.0.0.1:{port}", path, story(number, chance))
    rack.close()
    targets.write_text("".join(f"{path}\n" for path in paths))
    return targets, root


def hang(
    rack: LmdbRack, generations: MappedGenerations, root: Path, host: str, path: str, html: bytes
) -> None:
    """One page in both places, byte for byte the same."""
    headers = (
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "public, max-age=0, must-revalidate"),
        ("surrogate-key", f"story:{path[-3:]} latest:main"),
        ("x-content-type-options", "nosniff"),
    )
    ticket = generations.begin()
    plate = engrave(html, headers=headers, keys=[path], generations=generations, ticket=ticket)
    rack.hang(Address(host, path), plate)
    file = root / path[1:]
    file.parent.mkdir(parents=True, exist_ok=True)
    packed = splice(piece for piece in plate.parts if isinstance(piece, Piece))
    assert gzip.decompress(packed) == html
    file.write_bytes(html)
    file.with_name(f"{file.name}.gz").write_bytes(packed)


def warm(folder: Path, rounds: int, seconds: int) -> list[measure.Bar]:
    """Alternate nginx and the newsstand over printed pages; print what was seen."""
    port, peer_port = measure.free_port(), measure.free_port()
    ratios, costs, failed = [], [], 0
    with ExitStack() as stack:
        targets, root = prepare(folder, port)
        peer = stack.enter_context(measure.nginx(folder / "nginx", root, peer_port))
        command = [sys.executable, "-m", "kabar.newsstand", "--paper", folder, "--port", str(port)]
        ours = stack.enter_context(measure.running(command))
        measure.wait_for_port(port, ours)
        for where, process in ((port, ours), (peer_port, peer)):
            measure.wrk(folder, where, targets, [process.pid], seconds=1)
        for number in range(rounds):
            theirs = measure.wrk(folder, peer_port, targets, [peer.pid], seconds=seconds)
            mine = measure.wrk(folder, port, targets, [ours.pid], seconds=seconds)
            ratios.append(mine.per_second / theirs.per_second)
            costs.append(mine.cpu_us / theirs.cpu_us)
            failed += mine.errors + mine.refused
            print(f"round {number + 1}: {ratios[-1]:.2f} × nginx, {costs[-1]:.2f} × its CPU")
            print(theirs.line("nginx"), mine.line("newsstand"), sep="\n", flush=True)
        print("each request with a head of its own:")
        for label, where, process in (("nginx", peer_port, peer), ("newsstand", port, ours)):
            seen = measure.wrk(folder, where, targets, [process.pid], seconds=seconds, readers=READERS)
            print(seen.line(label), flush=True)
        print(f"memory: newsstand {measure.memory_megabytes([ours.pid]):.0f} MB", flush=True)
    return [
        measure.Bar("ratio", measure.median(ratios), 0.70),
        measure.Bar("cpu_ratio", measure.median(costs), 1.50, at_least=False),
        measure.Bar("errors", failed, 0, at_least=False),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure the stand alone, then the stand of a paper at work; print and judge."""
    parser = measure.rounds_parser(__doc__)
    parser.add_argument("--warm", action=argparse.BooleanOptionalAction, default=True, help="the stand alone")
    parser.add_argument(
        "--grind", action=argparse.BooleanOptionalAction, default=True, help="the stand of a paper at work"
    )
    options = parser.parse_args(arguments)
    bars = []
    with measure.workplace("newsstand") as folder:
        for part, wanted in ((warm, options.warm), (grind.bars, options.grind)):
            if wanted:
                place = folder / part.__module__.rsplit(".", 1)[-1]
                place.mkdir()
                bars += part(place, options.rounds, options.seconds)
    return measure.verdict("newsstand", bars)


if __name__ == "__main__":
    sys.exit(main())
