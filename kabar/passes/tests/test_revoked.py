"""The list of revoked serials is replaced whole, and followed by whoever looks at it."""

import threading

from kabar.passes.revoked import FILE, RevokedList, read, write


def test_a_list_is_followed_as_another_takes_its_place(tmp_path):
    seen = RevokedList(tmp_path)
    assert seen.serials == frozenset()
    for serials in ({"a"}, {"a", "b"}, set()):
        write(tmp_path, serials)
        seen.follow()
        assert seen.serials == serials


def test_a_list_that_says_the_same_is_left_alone(tmp_path):
    assert write(tmp_path, ["a"])
    before = (tmp_path / FILE).stat().st_ino
    assert not write(tmp_path, ["a"])
    assert (tmp_path / FILE).stat().st_ino == before


def test_nobody_ever_reads_half_a_list(tmp_path):
    halves = {frozenset(f"{half}{number}" for number in range(2000)) for half in "ab"}
    stop = threading.Event()

    def write_on():
        while not stop.is_set():
            for half in halves:
                write(tmp_path, half)

    writer = threading.Thread(target=write_on)
    writer.start()
    found = {read(tmp_path / FILE) for _ in range(200)}
    stop.set()
    writer.join()
    assert found <= halves | {frozenset()}


def test_a_list_that_is_gone_revokes_nothing(tmp_path):
    write(tmp_path, ["a"])
    seen = RevokedList(tmp_path)
    (tmp_path / FILE).unlink()
    seen.follow()
    assert seen.serials == frozenset()
