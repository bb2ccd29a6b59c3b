"""Servers for tests, which have no outside: a mailbox and a file server of a few words on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@contextmanager
def on_loopback(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """Have a web server answer on loopback; its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


class Spoken:
    """A server that speaks lines: `answer(line)` is given each, and `greeting` comes first."""

    greeting = b""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.said: list[str] = []

    def serve(self) -> None:
        """Answer whoever comes until the server is closed."""
        while True:
            try:
                line, _address = self.listening.accept()
            except OSError:
                return
            Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with line, line.makefile("rwb") as talk:
            talk.write(self.greeting)
            talk.flush()
            for asked in talk:
                self.said.append(asked.decode().strip())
                talk.write(self.answer(asked.decode().strip()))
                talk.flush()

    def answer(self, line: str) -> bytes:
        """Return what is said to a line."""
        raise NotImplementedError


class Mailbox(Spoken):
    """As much of IMAP as reads letters."""

    greeting = b"* OK ready\r\n"

    def __init__(self, letters: list[bytes]) -> None:
        super().__init__()
        self.letters = letters

    def answer(self, line: str) -> bytes:
        """Log in, list the letters above a number, hand one out."""
        tag, _, asked = line.partition(" ")
        done = f"{tag} OK done\r\n".encode()
        if asked.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n" + done
        if asked.startswith(("EXAMINE", "SELECT")):
            return b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] \r\n" % len(self.letters) + done
        if asked.startswith("UID SEARCH"):
            least = int(asked.split()[3].partition(":")[0])
            found = [str(n) for n in range(1, len(self.letters) + 1) if n >= least] or [
                str(len(self.letters))
            ]
            return f"* SEARCH {' '.join(found)}\r\n".encode() + done
        if asked.startswith("UID FETCH"):
            number = int(asked.split()[2])
            letter = self.letters[number - 1]
            head = f"* {number} FETCH (UID {number} BODY[] {{{len(letter)}}}\r\n".encode()
            return head + letter + b")\r\n" + done
        return done


class FileServer(Spoken):
    """As much of FTP as lists a folder and sends its files."""

    greeting = b"220 ready\r\n"

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__()
        self.files = files
        self.data = socket.create_server(("127.0.0.1", 0))

    def answer(self, line: str) -> bytes:
        """Log in, list, send."""
        verb, _, name = line.partition(" ")
        if verb == "USER":
            return b"331 password\r\n"
        if verb == "PASS":
            return b"230 in\r\n"
        if verb in ("PASV", "EPSV"):
            port = self.data.getsockname()[1]
            if verb == "EPSV":
                return f"229 Entering Extended Passive Mode (|||{port}|)\r\n".encode()
            return f"227 Entering Passive Mode (127,0,0,1,{port >> 8},{port & 255})\r\n".encode()
        if verb in ("MLSD", "NLST", "RETR"):
            names = "\r\n".join([*self.files, ""]).encode()
            self._send({"MLSD": self._listed(), "NLST": names}.get(verb) or self.files[name])
            return b"150 here\r\n226 done\r\n"
        return b"200 fine\r\n"

    def _send_listing(self, rows: list[str]) -> bytes:
        self._send("\r\n".join([*rows, ""]).encode())
        return b"150 here\r\n226 done\r\n"

    def _listed(self) -> bytes:
        rows = [f"type=file;size={len(data)};modify=20261126; {name}" for name, data in self.files.items()]
        return "\r\n".join([*rows, ""]).encode()

    def _send(self, data: bytes) -> None:
        line, _address = self.data.accept()
        with line:
            line.sendall(data)


class OldFileServer(FileServer):
    """One that does not know MLSD, as vsftpd and Windows's: it lists for people.

    `lists` is how it writes a file's line, with its name and size; `folders` are lines of what is no file.
    """

    greeting = b"220 (vsFTPd 3.0.5)\r\n"

    def __init__(self, files: dict[str, bytes], lists: str, folders: tuple[str, ...] = ()) -> None:
        super().__init__(files)
        self.lists, self.folders = lists, folders

    def answer(self, line: str) -> bytes:
        """Refuse what it does not know; list, and tell of one file."""
        verb, _, name = line.partition(" ")
        if verb == "OPTS":
            return b"501 Option not understood.\r\n"
        if verb == "MLSD":
            self.data.accept()[0].close()
            return b"500 Unknown command.\r\n"
        if verb == "LIST":
            rows = [self.lists.format(name=name, size=len(data)) for name, data in self.files.items()]
            return self._send_listing([*self.folders, *rows])
        if verb in ("SIZE", "MDTM"):
            if name not in self.files:
                return b"550 Could not get file size.\r\n"
            return f"213 {len(self.files[name]) if verb == 'SIZE' else '20261126080000'}\r\n".encode()
        return super().answer(line)


@contextmanager
def serving(server: Spoken) -> Iterator[Spoken]:
    """Have a server answer for a while."""
    Thread(target=server.serve, daemon=True).start()
    try:
        yield server
    finally:
        server.listening.close()
