"""A folder of an SFTP server whose key is known: files not read before, by name, size and time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import asyncssh

from kabar.config import Feed
from kabar.wire.feeders.asking import Brought, FeedError, is_picture

Found = TypeVar("Found")

MOST, REMEMBERED = 200, 5000
#: A folder with more names than this is not kept tidy by anybody, and is not read to its end.
LISTED = 20_000
#: A line that was cut off is let go of in less.
LET_GO = 1


def ask(feed: Feed, memory: Mapping[str, Any]) -> Brought:
    """Return the files that were not there last time; everything together takes no longer than the budget."""
    known = list(memory.get("known", []))
    return _within_budget(feed, lambda server, folder: _files(server, folder, feed, known))


def beside(feed: Feed, name: str) -> bytes | None:
    """Return a file of the folder."""

    async def look(server: asyncssh.SFTPClient, folder: str) -> bytes | None:
        path = f"{folder}/{name}"
        return await _read(server, path, feed.megabytes << 20) if await server.isfile(path) else None

    return _within_budget(feed, look)


def _within_budget(feed: Feed, work: Callable[[asyncssh.SFTPClient, str], Awaitable[Found]]) -> Found:
    """Do something in the feed's folder; what goes wrong is said in one line."""
    host, ends = urlsplit(feed.address).hostname or "", time.monotonic() + feed.budget
    try:
        return asyncio.run(asyncio.wait_for(_opened_for(feed, work), feed.budget + LET_GO))
    except asyncssh.PermissionDenied:
        raise FeedError(f"{host}: lets neither this password nor this key in") from None
    except (OSError, asyncssh.Error, asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        if time.monotonic() >= ends:
            raise FeedError(f"{host}: no answer in {feed.budget} s") from None
        raise FeedError(f"{host}: {' '.join(str(error).split())[:200]}") from None


class _KnownOnly(asyncssh.SSHClient):
    """Goes on only with a server that shows a key the publisher has written down."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self.known, self.shown = known, ""

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        """Compare fingerprints; nothing is sent before."""
        self.shown = key.get_fingerprint()
        return self.shown in self.known


async def _opened_for(feed: Feed, work: Callable[[asyncssh.SFTPClient, str], Awaitable[Found]]) -> Found:
    folder = unquote(urlsplit(feed.address).path).strip("/")
    async with _opened(feed) as connection:
        return await work(await connection.start_sftp_client(), folder or ".")


@asynccontextmanager
async def _opened(feed: Feed) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """Connect by nothing but what kabar.toml says: no file of the account's that runs this, and no agent."""
    parts, client = urlsplit(feed.address), _KnownOnly(feed.host_keys)
    try:
        connection = await asyncssh.connect(
            parts.hostname or "", parts.port or 22, username=unquote(parts.username or ""),
            client_factory=lambda: client, known_hosts=([], [], []), config=None, agent_path=None,
            client_keys=[feed.key_file] if feed.key_file else None,
            passphrase=feed.password if feed.key_file else None,
            password=None if feed.key_file else feed.password,
        )  # fmt: skip
    except asyncssh.HostKeyNotVerifiable:
        raise FeedError(
            f"{parts.hostname}: shows the key {client.shown}, which host_keys does not name;"
            " ask the agency whether it is theirs"
        ) from None
    # Cut off, not cancelled: whatever waits for a stuck server would be tidied up by asking it once more.
    ends = asyncio.get_running_loop().call_later(feed.budget, connection.abort)
    try:
        yield connection
    finally:
        ends.cancel()
        connection.abort()


async def _files(server: asyncssh.SFTPClient, folder: str, feed: Feed, known: list[str]) -> Brought:
    messages: list[tuple[str, bytes]] = []
    seen, left, ends = set(known), feed.megabytes << 20, time.monotonic() + feed.budget / 2
    for mark, name in await _listed(server, folder):
        if mark in seen:
            continue
        if len(messages) >= MOST or time.monotonic() > ends:
            break
        data = await _read(server, f"{folder}/{name}", left)
        left -= len(data)
        messages.append((name, data))
        known.append(mark)
    return Brought(tuple(messages), {"known": known[-REMEMBERED:]})


async def _listed(server: asyncssh.SFTPClient, folder: str) -> list[tuple[str, str]]:
    """Return the files of a folder by what tells one from its next version, in the order of names."""
    found = []
    async for entry in server.scandir(folder):
        name, facts = str(entry.filename), entry.attrs
        if facts.type == asyncssh.FILEXFER_TYPE_REGULAR and not name.startswith(".") and not is_picture(name):
            found.append((f"{name} {facts.size} {facts.mtime}", name))
        if len(found) >= LISTED:
            break
    return sorted(found)


async def _read(server: asyncssh.SFTPClient, path: str, most: int) -> bytes:
    async with server.open(path, "rb") as file:
        data: bytes = await file.read(most + 1)
    if len(data) > most:
        raise FeedError(f"{path}: more than the feed's megabytes in one asking")
    return data
