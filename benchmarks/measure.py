"""What every figure needs: cores, load from wrk, nginx as the peer, CPU and memory of processes."""

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVER_CORE, LOAD_CORE = 0, 1
# On a shared machine, a negative nice keeps the neighbours out of the figure; it takes the right to set it.
NICE = os.environ.get("KABAR_BENCH_NICE", "0")
_TICKS = os.sysconf("SC_CLK_TCK")

_LUA = """
local requests = {}
function init(arguments)
  math.randomseed(tonumber(arguments[2]))
  local headers = { ["Accept-Encoding"] = "gzip" }
  if arguments[3] ~= "" then headers["Host"] = arguments[3] end
  local next_cookie = arguments[5] and io.lines(arguments[5])
  for reader = 1, tonumber(arguments[4]) do
    if next_cookie then headers["Cookie"] = next_cookie() end
    for path in io.lines(arguments[1]) do
      headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) bench"
      if reader > 1 then headers["User-Agent"] = headers["User-Agent"] .. "/" .. reader .. path end
      requests[#requests + 1] = wrk.format("GET", path, headers)
    end
  end
end
function request() return requests[math.random(#requests)] end
"""

#: How every load is told of at its end.
_DONE = """
function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\\nJSON {"requests":%d,"seconds":%.3f,"bytes":%d,"p50_ms":%.3f,' ..
    '"p99_ms":%.3f,"errors":%d,"refused":%d}\\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.timeout, e.status))
end
"""

_NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    default_type text/html;
    charset utf-8;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    access_log off;
    open_file_cache max=10000 inactive=60s;
    open_file_cache_valid 1s;
    client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        gzip_static on;
        gzip_vary on;
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """How many requests were answered in a time, and what the servers spent on them."""

    requests: int
    seconds: float
    cpu_seconds: float

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def cpu_us(self) -> float:
        """Microseconds of the servers' CPU for one request."""
        return 1e6 * self.cpu_seconds / max(1, self.requests)


@dataclass(frozen=True, slots=True)
class Load(Answered):
    """What wrk saw of it."""

    wire_bytes: int
    p50_ms: float
    p99_ms: float
    errors: int
    refused: int

    def line(self, label: str) -> str:
        """One printed row."""
        return (
            f"  {label:<12}{self.per_second:>9,.0f} requests/s  {self.cpu_us:6.1f} µs CPU  "
            f"p50 {self.p50_ms:6.2f}  p99 {self.p99_ms:6.2f} ms  "
            f"{self.wire_bytes // max(1, self.requests):>6} B  errors {self.errors + self.refused}"
        )


def free_port() -> int:
    """A TCP port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def need(program: str) -> str:
    """The path of a program, or one line that says what to install."""
    path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")
    if path is None:
        sys.exit(f"{program}: not found; install it, on Debian with `apt install {program}`")
    return path


@contextmanager
def workplace(name: str) -> Iterator[Path]:
    """A temporary folder for peer and data, gone afterwards."""
    prefer(os.getpid())
    with tempfile.TemporaryDirectory(prefix=f"kabar-{name}-") as folder:
        yield Path(folder)


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    core: int | None = SERVER_CORE,
    cwd: Path | None = None,
    log: Path | None = None,
    **environment: str,
) -> Iterator[subprocess.Popen[bytes]]:
    """A program of ours on one core; ended with its children afterwards. What it says is kept in `log`."""
    pinned = [str(part) for part in command]
    if core is not None:
        pinned = [*_on_core(core), *pinned]
    said = log.open("wb") if log else None
    process = subprocess.Popen(
        pinned, cwd=cwd, env={**os.environ, **environment}, stdout=said or subprocess.DEVNULL, stderr=said,
        start_new_session=True,
    )  # fmt: skip
    prefer(process.pid)
    try:
        yield process
    finally:
        _end(process)
        if said:
            said.close()


def _on_core(core: int) -> list[str]:
    nicely = ["nice", "-n", NICE] if NICE != "0" else []
    return [*nicely, "taskset", "-c", str(core)]


def prefer(process: int, nicer: int = 0) -> None:
    """Linux weighs whole sessions against each other, so the session must be preferred as well."""
    if NICE != "0" or nicer:
        Path(f"/proc/{process}/autogroup").write_text(str(int(NICE) + nicer))


def talking(command: Sequence[str], surroundings: dict[str, str], nicer: int = 0) -> subprocess.Popen[str]:
    """Start a program that answers each line it is told with a line, in a session so much nicer than ours."""
    process = subprocess.Popen(
        command,
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    prefer(process.pid, nicer)
    return process


def answer(room: object) -> None:
    """On the other side of `talking`: do what each line says, and answer with a line."""
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        act: Callable[..., Any] = getattr(room, order.pop("do"))
        print(json.dumps(act(**order)), flush=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)
    except ProcessLookupError:
        process.wait()
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for_port(port: int, process: subprocess.Popen[bytes] | None = None, seconds: float = 20.0) -> None:
    """Return once somebody listens there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            sys.exit(f"the server for port {port} ended with status {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"nobody listened on port {port} within {seconds:g} s")


@contextmanager
def nginx(folder: Path, root: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """nginx serving pre-compressed files: the limit that everything is held against."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tmp").mkdir(exist_ok=True)
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, root=root, port=port))
    # Run as root, nginx would serve as nobody, who may not enter a temporary folder.
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    with running([need("nginx"), "-c", config, "-p", folder, "-e", folder / "error.log", *user]) as process:
        wait_for_port(port, process)
        yield process


def wrk(
    folder: Path,
    port: int,
    targets: Path,
    roots: Iterable[int],
    *,
    seconds: int = 5,
    connections: int = 64,
    host: str = "",
    readers: int = 1,
    cookies: Path | None = None,
    asking: str = _LUA,
) -> Load:
    """Ask for the targets in random rotation from the other core; count the CPU of the servers' processes.

    With several readers, each sends a head of his own for each target, and the Cookie of his line of a file.
    `asking` asks otherwise: the functions `init` and `request` of a script for wrk.
    """
    script = folder / "load.lua"
    script.write_text(asking + _DONE)
    watched = tuple(roots)
    before = cpu_seconds(watched)
    command = [*_on_core(LOAD_CORE), need("wrk"), "-t1", f"-c{connections}", f"-d{seconds}s"]
    command += [
        "--timeout",
        "20s",
        "-s",
        str(script),
        f"http://127.0.0.1:{port}",
        "--",
        str(targets),
        "7",
        host,
        str(readers),
        *([str(cookies)] if cookies else []),
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    prefer(process.pid)
    output, _ = process.communicate()
    spent = cpu_seconds(watched) - before
    lines = [line for line in output.splitlines() if line.startswith("JSON ")]
    if not lines:
        sys.exit(f"wrk said nothing: {output}")
    seen = json.loads(lines[0][5:])
    return Load(
        seen["requests"],
        seen["seconds"],
        spent,
        seen["bytes"],
        seen["p50_ms"],
        seen["p99_ms"],
        seen["errors"],
        seen["refused"],
    )


def family(roots: Iterable[int]) -> set[int]:
    """Processes and all that came out of them."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            stat = _stat(int(folder.name))
            if stat:
                children.setdefault(int(stat[1]), []).append(int(folder.name))
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        process = waiting.pop()
        if process not in found:
            found.add(process)
            waiting += children.get(process, [])
    return found


def _stat(process: int) -> list[str]:
    """The fields of /proc/PID/stat after the name: state, parent, …"""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []


def cpu_seconds(roots: Iterable[int]) -> float:
    """CPU time spent so far by these processes and their children that live."""
    total = 0
    for process in family(roots):
        stat = _stat(process)
        if stat:
            total += int(stat[11]) + int(stat[12])
    return total / _TICKS


def memory_megabytes(roots: Iterable[int]) -> float:
    """Proportional memory (PSS) of these processes and their children."""
    total = 0
    for process in family(roots):
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def memory_until_it_ends(process: subprocess.Popen[str], every: float = 0.3) -> list[float]:
    """Wait for a process to end; return what memory (PSS) it and its children had from time to time."""
    seen = [0.0]
    while process.poll() is None:
        seen.append(memory_megabytes([process.pid]))
        time.sleep(every)
    return seen


def cpu_seconds_ever(root: int) -> float:
    """CPU time spent so far by a process, its children, and those of them that have ended."""
    stat = _stat(root)
    return cpu_seconds([root]) + (int(stat[13]) + int(stat[14])) / _TICKS if stat else 0.0


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure and what it has to reach."""

    name: str
    value: float
    limit: float
    at_least: bool = True

    @property
    def passed(self) -> bool:
        """Whether the figure reaches it."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def verdict(name: str, bars: Sequence[Bar]) -> int:
    """Print the last line; the exit status is 1 for FAIL."""
    figures = " ".join(f"{bar.name}={bar.value:.2f}" for bar in bars)
    limits = " ".join(f"{bar.name}{'>=' if bar.at_least else '<='}{bar.limit:.2f}" for bar in bars)
    passed = all(bar.passed for bar in bars)
    print(f"{name}: {figures} bar {limits} {'PASS' if passed else 'FAIL'}", flush=True)
    return 0 if passed else 1


def rounds_parser(description: str | None, rounds: int = 3, seconds: int = 5) -> argparse.ArgumentParser:
    """The options most figures have in common."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--rounds", type=int, default=rounds, help="alternating rounds, of which the median counts"
    )
    parser.add_argument("--seconds", type=int, default=seconds, help="seconds of load in a round")
    return parser
