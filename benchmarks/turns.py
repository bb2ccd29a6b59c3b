"""Several kinds of readers at one process, half a second each in turns, so that all meet the same machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks import measure
from benchmarks.measure import Answered

#: Asks by one kind of reader for a turn, then by the next, and writes down what each turn came to.
_LUA = """
local ffi = require("ffi")
ffi.cdef("typedef struct { long whole; long parts; } instant; int clock_gettime(int, instant *);")
local instant, kinds, kind, asked = ffi.new("instant"), {}, 1, 0
local begun, spent, book = 0, 0, nil
local function now()
  ffi.C.clock_gettime(1, instant)
  return tonumber(instant.whole) + tonumber(instant.parts) / 1e9
end
local function processor()
  local file = io.open("/proc/%d/schedstat")
  local nanoseconds = file:read("*n")
  file:close()
  return nanoseconds / 1e9
end
function init(arguments)
  math.randomseed(tonumber(arguments[2]))
  for file in arguments[5]:gmatch("[^,]+") do
    local headers, requests = { ["Accept-Encoding"] = "gzip" }, {}
    local next_cookie = file ~= "-" and io.lines(file)
    for reader = 1, tonumber(arguments[4]) do
      if next_cookie then headers["Cookie"] = next_cookie() end
      for path in io.lines(arguments[1]) do
        headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) bench/" .. reader .. path
        requests[#requests + 1] = wrk.format("GET", path, headers)
      end
    end
    kinds[#kinds + 1] = requests
  end
  book = io.open("%s", "a")
  begun, spent = now(), processor()
end
function request()
  local instant = now()
  if instant - begun > 0.5 then
    local so_far = processor()
    book:write(string.format("%%d %%d %%.6f %%.6f\\n", kind, asked, instant - begun, so_far - spent))
    book:flush()
    kind, asked, begun, spent = kind %% #kinds + 1, 0, instant, so_far
  end
  asked = asked + 1
  return kinds[kind][math.random(#kinds[kind])]
end
"""


def taken(
    folder: Path,
    port: int,
    targets: Path,
    process: int,
    kinds: Mapping[str, Path | None],
    *,
    seconds: int,
    readers: int,
) -> tuple[dict[str, list[Answered]], int]:
    """Have kinds of readers, each with the Cookies of a file, take turns; gives turns and errors."""
    book = folder / "turns.txt"
    book.write_text("")
    files = ",".join(str(file or "-") for file in kinds.values())
    load = measure.wrk(
        folder, port, targets, [process], seconds=seconds, readers=readers, cookies=Path(files),
        asking=_LUA % (process, book),
    )  # fmt: skip
    turns: list[list[Answered]] = [[] for _ in kinds]
    for line in book.read_text().splitlines():
        kind, asked, lasted, spent = line.split()
        turns[int(kind) - 1].append(Answered(int(asked), float(lasted), float(spent)))
    whole = min(map(len, turns))
    return {name: of[:whole] for name, of in zip(kinds, turns, strict=True)}, load.errors + load.refused
