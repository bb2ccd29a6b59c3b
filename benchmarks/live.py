"""A live story with 5,000 readers on one core: entry to reader, memory a reader, cost to all others."""

import argparse
import asyncio
import json
import resource
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import measure, newsstand
from kabar.plates import Address, Generations, Rack, engrave, open_plates

PATH, KEY, WARM = "/.live/7", "live:7", "/global/2022/05/13/berita-1"
JSON = (("content-type", "application/json"), ("cache-control", "public, max-age=0, must-revalidate"))
HISTORY = 120


class Reader(asyncio.Protocol):
    """A browser that follows; remembers when it heard each entry."""

    def __init__(self, head: bytes) -> None:
        self._head = head
        self.heard: dict[bytes, float] = {}
        self.tail = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._head)

    def data_received(self, data: bytes) -> None:
        """Note the number of an entry that is whole."""
        self.tail += data
        while b"\n\n" in self.tail:
            event, self.tail = self.tail.split(b"\n\n", 1)
            at = event.rfind(b"id: ")
            if at >= 0:
                self.heard[event[at + 4 : event.index(b"\n", at)]] = time.monotonic()


async def open_lines(port: int, target: str, many: int) -> list[Reader]:
    """So many readers, come within a few seconds."""
    head = f"GET {target} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: text/event-stream\r\n\r\n".encode()
    loop, readers = asyncio.get_running_loop(), []
    for start in range(0, many, 100):
        lines = (
            loop.create_connection(lambda: Reader(head), "127.0.0.1", port)
            for _ in range(min(100, many - start))
        )
        readers += [reader for _, reader in await asyncio.gather(*lines)]
    await asyncio.sleep(2)
    return readers


class Desk:
    """Sends entries to our stand: the rack and the counters are the ones the newsroom's press would use."""

    def __init__(self, folder: Path, host: str) -> None:
        self.generations, self.rack = open_plates(folder / "var/plates", 256)
        self.address = Address(host, PATH)
        self.number = HISTORY
        self.hang()

    def hang(self) -> None:
        """Print the pieces and move the counters, as the press does."""
        newest = range(self.number, self.number - HISTORY, -1)
        pieces = [{"place": f"entry-{one}", "number": one, "html": _entry(one)} for one in newest]
        told = json.dumps({"state": "open", "number": self.number, "pieces": pieces}).encode()
        _turn(self.generations, self.rack, self.address, told)

    def send(self) -> bytes:
        """One more entry; its number."""
        self.number += 1
        self.hang()
        return b"%d" % self.number


def _turn(generations: Generations, rack: Rack, address: Address, told: bytes) -> None:
    for _ in range(100):
        ticket = generations.begin()
        plate = engrave(told, headers=JSON, keys=[KEY], generations=generations, ticket=ticket)
        if generations.turn({KEY}, {address: plate}, rack.hang):
            return
    raise RuntimeError("the counters are moved by somebody else all the time")


def _entry(number: int) -> str:
    words = (
        f"Air di pos pemantauan naik {number} sentimeter sejak pagi; warga diminta menjauhi bantaran. " * 6
    )
    return f'<li id="entry-{number}" class="live-entry"><p>20.{number % 60:02}</p><p>{words}</p></li>'


class Bare:
    """The peer: what a bare asyncio server needs to tell the same to as many, told by a line of its own."""

    def __init__(self, port: int) -> None:
        self.line = socket.create_connection(("127.0.0.1", port))
        self.number = HISTORY

    def send(self) -> bytes:
        """One more entry; its number."""
        self.number += 1
        told = json.dumps({"state": "open", "number": self.number, "pieces": [_entry(self.number)]})
        event = f"id: {self.number}\ndata: {told}\n\n".encode()
        self.line.sendall(b"TELL %d\r\n\r\n" % len(event) + event)
        return b"%d" % self.number


async def serve_bare(port: int) -> None:
    """Server-sent events with nothing around them: streams of asyncio, on uvloop as ours."""
    writers: set[asyncio.StreamWriter] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return  # Somebody only looked whether the port is open.
        if first.startswith(b"TELL"):
            while first:
                event = await reader.readexactly(int(first.split()[1]))
                for each in writers:
                    each.write(event)
                first = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nretry: 3000\n\n")
        writers.add(writer)
        await reader.read()
        writers.discard(writer)

    server = await asyncio.start_server(connected, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


async def tell(desk: Desk | Bare, readers: list[Reader], entries: int) -> list[float]:
    """Send entries, a second apart; the seconds after which each reader had each of them."""
    waited = []
    for _ in range(entries):
        begun = time.monotonic()
        number = await asyncio.to_thread(desk.send)
        while time.monotonic() < begun + 10 and not all(number in reader.heard for reader in readers):
            await asyncio.sleep(0.02)
        waited += [reader.heard.get(number, begun + 10) - begun for reader in readers]
        await asyncio.sleep(max(0.0, begun + 1 - time.monotonic()))
    return sorted(waited)


def p99(seconds: list[float]) -> float:
    """The time within which 99 of 100 had it."""
    return seconds[int(len(seconds) * 0.99) - 1]


@contextmanager
def followed(port: int, target: str, many: int) -> Iterator[tuple[asyncio.Runner, list[Reader]]]:
    """Readers on their lines until the end of the block."""
    with asyncio.Runner() as runner:
        readers = runner.run(open_lines(port, target, many))
        yield runner, readers
        for reader in readers:
            reader.transport.abort()


def one_round(
    port: int, target: str, desk: Desk | Bare, process: int, options: argparse.Namespace
) -> tuple[float, float]:
    """Readers come, hear, and are weighed: the seconds of the slowest hundredth, kilobytes a reader."""
    empty = measure.memory_megabytes([process])
    with followed(port, target, options.readers) as (runner, readers):
        runner.run(tell(desk, readers, 1))
        seconds = runner.run(tell(desk, readers, options.entries))
        each = (measure.memory_megabytes([process]) - empty) * 1024 / options.readers
        missed = sum(second >= 10 for second in seconds)
        assert not missed, f"{missed} entries did not arrive"
    return p99(seconds), each


def beside(
    folder: Path, port: int, desk: Desk, process: int, options: argparse.Namespace
) -> tuple[float, float]:
    """A warm story alone, then while thousands follow and an entry comes every second: ratio and p99."""
    targets = folder / "one.txt"
    targets.write_text(f"{WARM}\n")
    alone = measure.wrk(folder, port, targets, [process], seconds=options.seconds)
    with followed(port, f"/-/live/7?after={desk.number}", options.readers) as (runner, readers):

        async def both() -> measure.Load:
            busy = asyncio.to_thread(measure.wrk, folder, port, targets, [process], seconds=options.seconds)
            load, _ = await asyncio.gather(busy, tell(desk, readers, max(1, options.seconds - 1)))
            return load

        crowded = runner.run(both())
    print(alone.line("alone"), crowded.line("followed"), sep="\n", flush=True)
    return crowded.per_second / alone.per_second, crowded.p99_ms


def main(arguments: list[str] | None = None) -> int:
    """Measure the peer and the stand in turns; print and judge."""
    parser = measure.rounds_parser(__doc__)
    parser.add_argument("--readers", type=int, default=5_000)
    parser.add_argument("--entries", type=int, default=5, help="entries a round")
    parser.add_argument("--bare", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if options.bare:
        import uvloop

        uvloop.run(serve_bare(options.bare))
    ours_port, peer_port = measure.free_port(), measure.free_port()
    ours, theirs, weights, peers, ratios, worst = [], [], [], [], [], []
    with ExitStack() as stack:
        folder = stack.enter_context(measure.workplace("live"))
        newsstand.prepare(folder, ours_port)
        desk = Desk(folder, f"127.0.0.1:{ours_port}")
        command = [sys.executable, "-m", "kabar.newsstand", "--paper", folder, "--port", str(ours_port)]
        stand = stack.enter_context(measure.running(command))
        bare = [sys.executable, "-m", "benchmarks.live", "--bare", str(peer_port)]
        peer = stack.enter_context(measure.running(bare))
        measure.wait_for_port(ours_port, stand)
        measure.wait_for_port(peer_port, peer)
        told = Bare(peer_port)
        for number in range(options.rounds):
            late, weight = one_round(peer_port, "/", told, peer.pid, options)
            theirs.append(late)
            peers.append(weight)
            late, weight = one_round(ours_port, f"/-/live/7?after={desk.number}", desk, stand.pid, options)
            ours.append(late)
            weights.append(weight)
            ratio, slow = beside(folder, ours_port, desk, stand.pid, options)
            ratios.append(ratio)
            worst.append(slow)
            print(
                f"round {number + 1}: p99 {ours[-1]:.2f} s and {weights[-1]:.1f} KB a reader, "
                f"bare asyncio {theirs[-1]:.2f} s and {peers[-1]:.1f} KB",
                flush=True,
            )
    return measure.verdict(
        "live",
        [
            measure.Bar("p99_seconds", measure.median(ours), 1.0, at_least=False),
            # Memory of an earlier round is used again, so the first tells what a reader costs.
            measure.Bar("kilobytes", weights[0], 40.0, at_least=False),
            measure.Bar("warm_ratio", measure.median(ratios), 0.80),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
