"""A purchase until its device reads without ads, and a refund, sign-out or erasure until every stand has ads.

python -m benchmarks.purchase [--purchases 30] [--stands 2] [--databases sqlite postgresql]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import measure, papers
from kabar.membership.gateways.midtrans.testing import KEY, MidtransDouble
from kabar.passes import COOKIE

#: What the newsstand says of a member's printing, and of everybody's.
MEMBER, EVERYBODY = "private, no-cache", "public, max-age=0, must-revalidate"
#: How often the page of an order looks whether it is paid (`waiting.js`).
PAUSE = 1.0
BOUGHT_MS, TAKEN_MS, PATIENCE = 2_000, 5_000, 30
WAYS = ("refund", "sign_out", "erasure")


@dataclass
class Device:
    """A browser: it keeps its cookies and gives them back."""

    port: int
    cookies: dict[str, str]

    def ask(
        self, path: str, said: dict[str, str] | None = None, line: HTTPConnection | None = None
    ) -> tuple[dict[str, str], str]:
        """Ask for a page, or send a form; return the headers and the page."""
        line = line or HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": f"localhost:{self.port}", "Cookie": self.cookie}
        if said is None:
            line.request("GET", path, headers=headers)
        else:
            sent = urlencode(said | {"csrfmiddlewaretoken": self.cookies.get("kabar_csrf", "")})
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", path, sent, headers | {"Origin": f"http://localhost:{self.port}"})
        answer = line.getresponse()
        page = answer.read().decode()
        for given in answer.headers.get_all("set-cookie") or ():
            for name, morsel in SimpleCookie(given).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0" or not morsel.value:
                    del self.cookies[name]
        return {name.lower(): value for name, value in answer.getheaders()}, page

    @property
    def cookie(self) -> str:
        """What it sends with every request."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def reads(self, path: str) -> str:
        """Which printing of a page it gets."""
        return self.ask(path)[0]["cache-control"]


@dataclass
class Took:
    """The milliseconds of everything that was measured on one database."""

    purchase: list[float] = field(default_factory=list)
    refund: list[float] = field(default_factory=list)
    sign_out: list[float] = field(default_factory=list)
    erasure: list[float] = field(default_factory=list)


@dataclass
class Trial:
    """A paper that runs, its newsroom, its gateway, and the processes of its newsstand."""

    port: int
    newsroom: Callable[..., dict]
    midtrans: MidtransDouble
    stands: list[int]
    story: str
    dice: random.Random = field(default_factory=lambda: random.Random(11))
    took: Took = field(default_factory=Took)

    def go(self, number: int) -> None:
        """Have a reader buy, and lose it again in one of the ways."""
        told = self.newsroom("sign_in", name=f"pembeli-{number}")
        phone, laptop = (
            Device(self.port, {"kabar_reader": secret, "kabar_known": "1"}) for secret in told["secrets"]
        )
        order = self._buy(phone)
        way = WAYS[number % len(WAYS)]
        acts: dict[str, Callable[[], object]] = {
            "refund": lambda: self.newsroom("refund", order=order),
            "sign_out": lambda: laptop.ask("/akun/devices/", {"act": "end", "session": "others"}),
            "erasure": lambda: self.newsroom("erase", reader=told["reader"]),
        }
        laptop.ask("/akun/devices/")
        getattr(self.took, way).append(1000 * self._until_all_have_ads(phone, acts[way]))

    def _buy(self, phone: Device) -> str:
        """Order a month and pay it, and wait as the page of an order does; return the number of the order."""
        if phone.reads(self.story) != EVERYBODY:
            sys.exit("a reader without a membership reads without advertising")
        phone.ask("/akun/membership/buy/bulanan/")
        leads, page = phone.ask("/akun/membership/buy/bulanan/", {"way": "midtrans:qris"})
        found = re.search(r"/order/(\w+)/", leads.get("location", ""))
        if found is None:
            sys.exit(f"no order was made: {page[:500]}")
        phone.ask(leads["location"])
        time.sleep(self.dice.random() * PAUSE)
        begun = time.monotonic()
        paying = threading.Thread(target=self._settle, args=(found[1],))
        paying.start()
        while json.loads(phone.ask(f"{leads['location']}?state")[1])["state"] == "waiting":
            self._be_patient(begun, "a paid order still waits")
            time.sleep(PAUSE)
        phone.ask(leads["location"])
        while phone.reads(self.story) != MEMBER:
            self._be_patient(begun, "a paid reader still gets advertising")
        self.took.purchase.append(1000 * (time.monotonic() - begun))
        paying.join()
        return found[1]

    def _settle(self, order: str) -> None:
        """Have the money come, and Midtrans say so."""
        said = urllib.request.Request(
            self.midtrans.notify[order], self.midtrans.becomes(order, "settlement"), method="POST"
        )
        said.add_header("Content-Type", "application/json")
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(said, timeout=20) as answer:
            answer.read()

    def _until_all_have_ads(self, phone: Device, act: Callable[[], object]) -> float:
        """Do what takes the membership back; return the seconds until no stand takes the pass any more."""
        kept = Device(self.port, {COOKIE: phone.cookies[COOKIE]})
        lines = lines_to_each(self.stands, self.port)
        said = {kept.ask(self.story, line=line)[0]["cache-control"] for line in lines}
        if said != {MEMBER}:
            sys.exit("a member reads with advertising")
        begun = time.monotonic()
        act()
        # Whoever has kept the pass alone, and the device as it is, on a line to each process.
        while {
            who.ask(self.story, line=line)[0]["cache-control"] for line in lines for who in (kept, phone)
        } != {EVERYBODY}:
            self._be_patient(begun, "a pass that was taken back still opens")
            kept.cookies = kept.cookies or {COOKIE: phone.cookies.get(COOKIE, "")}
            time.sleep(0.02)
        for line in lines:
            line.close()
        return time.monotonic() - begun

    @staticmethod
    def _be_patient(begun: float, why: str) -> None:
        if time.monotonic() - begun > PATIENCE:
            sys.exit(f"{why} after {PATIENCE} s")


def lines_to_each(processes: list[int], port: int) -> list[HTTPConnection]:
    """Open a line to each process that listens on a port; the kernel chooses, so it is tried again."""
    found: dict[int, HTTPConnection] = {}
    ends = time.monotonic() + PATIENCE
    while set(found) != set(processes):
        if time.monotonic() > ends:
            sys.exit(f"no line to {set(processes) - set(found)}")
        line = HTTPConnection("127.0.0.1", port, timeout=20)
        line.request("GET", "/rss.xml", headers={"Host": f"localhost:{port}"})
        line.getresponse().read()
        # One that is closed is not opened again: it would lead to whichever process.
        line.auto_open = 0
        holder = _holder_of(line.sock.getsockname()[1], processes)
        if holder is None or holder in found:
            line.close()
        else:
            found[holder] = line
    return list(found.values())


def _holder_of(client: int, processes: list[int]) -> int | None:
    """Return which of the processes holds the other end of a line from a port of this machine."""
    inode = ""
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for row in Path(table).read_text().splitlines()[1:]:
            fields = row.split()
            if fields[2].endswith(f":{client:04X}"):
                inode = fields[9]
    for process in processes:
        for handle in Path(f"/proc/{process}/fd").iterdir():
            try:
                if str(handle.readlink()) == f"socket:[{inode}]":
                    return process
            except OSError:
                continue
    return None


def stands_of(supervisor: int) -> list[int]:
    """Return the processes of the newsstand."""
    found = []
    for process in measure.family([supervisor]):
        command = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
        if b"kabar.newsstand" in command:
            found.append(process)
    return sorted(found)


def tried(folder: Path, database: str, purchases: int, stands: int) -> Took:
    """Serve a paper with a gateway, and have so many readers buy."""
    port = measure.free_port()
    surroundings = papers.found(folder / "paper", port, database)
    surroundings["KABAR_NEWSSTAND_PROCESSES"] = str(stands)
    with MidtransDouble() as midtrans:
        with (folder / "paper" / "kabar.toml").open("a") as written:
            written.write(
                f'\n[membership.gateways.midtrans]\nkey = "{KEY}"\nsandbox = true\n'
                f'address = "{midtrans.address}"\ninside = true\n'
            )
        papers.fill(surroundings, 100)
        (story,) = papers.paths(surroundings, 1)
        with papers.served(folder / "paper", port, surroundings, log=folder / "log") as process:
            newsroom = measure.talking([sys.executable, "-m", "benchmarks.purchased"], surroundings)
            newsroom.stdout.readline()

            def tell(do: str, **order: object) -> dict:
                newsroom.stdin.write(json.dumps({"do": do, **order}) + "\n")
                newsroom.stdin.flush()
                answer = newsroom.stdout.readline()
                return json.loads(answer) if answer else sys.exit(f"the newsroom could not {do}")

            trial = Trial(port, tell, midtrans, stands_of(process.pid), story)
            if len(trial.stands) != stands:
                sys.exit(f"{len(trial.stands)} processes of the newsstand, and not {stands}")
            for number in range(purchases):
                trial.go(number)
            newsroom.stdin.close()
            newsroom.wait()
    return trial.took


def report(database: str, took: Took, stands: int) -> list[measure.Bar]:
    """Print what was seen on one database; return its bars."""
    print(f"{database}: {len(took.purchase)} purchases, {stands} processes of the newsstand")
    bars = []
    for name in ("purchase", *WAYS):
        seen = getattr(took, name)
        print(f"  {name:<10}{len(seen):>4}  p50 {measure.median(seen):6.0f}, worst {max(seen):6.0f} ms")
        limit = BOUGHT_MS if name == "purchase" else TAKEN_MS
        bars.append(measure.Bar(f"{database}_{name}_ms", max(seen), limit, at_least=False))
    return bars


def main() -> int:
    """Measure on each database and print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--purchases", type=int, default=30, help="how many, of which a third each is taken back one way"
    )
    parser.add_argument("--stands", type=int, default=2, help="processes of the newsstand")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    bars: list[measure.Bar] = []
    for name in options.databases:
        with measure.workplace("purchase") as folder, papers.database_of(name) as url:
            took = tried(folder, url, max(options.purchases, len(WAYS)), options.stands)
            bars += report(name, took, options.stands)
    return measure.verdict("purchase", bars)


if __name__ == "__main__":
    sys.exit(main())
