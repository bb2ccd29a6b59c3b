"""Proofs that a rack holds what was hung, prefers the later render, and stays under its cap."""

import multiprocessing
import os

import lmdb
import pytest

from kabar.plates import Address, LmdbRack, MemoryRack, Piece, Plate, racks

FRONT = Address("kabar.id", "/")


@pytest.fixture(params=["memory", "lmdb"])
def rack(request, tmp_path):
    rack = MemoryRack() if request.param == "memory" else LmdbRack(tmp_path / "rack", 8)
    yield rack
    rack.close()


def plate(ticket=1, body=b"x") -> Plate:
    return Plate(200, (), (Piece(body, len(body), 0),), "e", ("story:1",), (9,), ticket, 1.5)


def hang_one(path):
    rack = LmdbRack(path, 8)
    rack.hang(FRONT, plate(7))
    rack.close()


def test_what_was_hung_can_be_taken(rack):
    assert rack.take(FRONT) is None
    assert rack.hang(FRONT, plate())
    assert rack.take(FRONT) == plate()
    assert len(rack) == 1


def test_a_render_begun_earlier_never_replaces_a_later_one(rack):
    rack.hang(FRONT, plate(5))
    assert not rack.hang(FRONT, plate(4))
    assert rack.take(FRONT).ticket == 5
    assert rack.hang(FRONT, plate(5, b"y"))
    assert rack.hang(FRONT, plate(6))


def test_a_plate_of_new_counters_replaces_one_of_lost_counters(rack):
    rack.hang(FRONT, plate((9 << 32) + 100))
    assert rack.hang(FRONT, plate((3 << 32) + 1))
    assert rack.take(FRONT).ticket == (3 << 32) + 1


def test_a_page_taken_down_is_gone(rack):
    rack.hang(FRONT, plate())
    rack.remove(FRONT)
    rack.remove(FRONT)
    assert rack.take(FRONT) is None


def test_a_page_printed_again_is_not_taken_down_by_an_older_order(rack):
    rack.hang(FRONT, plate(5))
    rack.remove(FRONT, 4)
    assert rack.take(FRONT) is not None
    rack.remove(FRONT, 5)
    assert rack.take(FRONT) is None


def test_a_cleared_rack_is_empty_and_usable(rack):
    rack.hang(FRONT, plate())
    rack.clear()
    assert rack.take(FRONT) is None
    assert rack.hang(FRONT, plate())


def test_a_full_rack_makes_room_and_keeps_the_newest(tmp_path):
    rack = LmdbRack(tmp_path / "rack", 4)
    for number in range(1000):
        address = Address("kabar.id", f"/{number}")
        assert rack.hang(address, plate(body=os.urandom(18_000)))
        assert rack.take(address) is not None
    assert 100 < len(rack) < 240
    assert (tmp_path / "rack/data.mdb").stat().st_size < 12 * 1024 * 1024
    rack.close()


def test_a_plate_larger_than_the_rack_breaks_nothing(tmp_path):
    rack = LmdbRack(tmp_path / "rack", 1)
    rack.hang(FRONT, plate(body=os.urandom(3_000_000)))
    assert not rack.hang(FRONT, plate(body=os.urandom(90_000_000)))
    assert rack.hang(Address("kabar.id", "/kecil"), plate())
    rack.close()


def test_a_rack_is_shared_by_processes(tmp_path):
    rack = LmdbRack(tmp_path / "rack", 8)
    assert rack.take(FRONT) is None
    process = multiprocessing.get_context("spawn").Process(target=hang_one, args=(tmp_path / "rack",))
    process.start()
    process.join()
    assert rack.take(FRONT).ticket == 7
    rack.close()


def test_a_rack_carried_over_a_fork_opens_its_own_file(tmp_path):
    rack = LmdbRack(tmp_path / "rack", 8)
    rack.hang(FRONT, plate(3))
    child = os.fork()
    if child == 0:
        fine = rack.take(FRONT) is not None and rack.hang(FRONT, plate(4))
        os._exit(0 if fine else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert rack.take(FRONT).ticket == 4
    rack.close()


def test_two_racks_on_one_path_in_one_process_share_it(tmp_path):
    one, other = LmdbRack(tmp_path / "rack", 8), LmdbRack(tmp_path / "rack", 8)
    one.hang(FRONT, plate())
    assert other.take(FRONT) == plate()
    one.close()
    assert other.take(FRONT) == plate()
    other.close()


def test_torn_bytes_on_the_rack_count_as_nothing(tmp_path):
    rack = LmdbRack(tmp_path / "rack", 8)
    rack.hang(FRONT, plate())
    with rack._environment().begin(write=True) as writing:
        writing.put(FRONT.to_key(), plate().to_bytes()[:40])
    assert rack.take(FRONT) is None
    assert rack.hang(FRONT, plate())
    rack.close()


def test_a_disk_without_room_is_no_error_for_the_reader(tmp_path, monkeypatch):
    rack = LmdbRack(tmp_path / "rack", 8)

    def full(*_):
        raise lmdb.DiskError("no space left on device")

    monkeypatch.setattr(racks, "_used", full)
    assert not rack.hang(FRONT, plate())
    rack.close()


def test_a_rack_from_before_a_restart_of_the_machine_is_thrown_away(tmp_path, monkeypatch):
    rack = LmdbRack(tmp_path / "rack", 8)
    rack.hang(FRONT, plate())
    rack.close()
    monkeypatch.setattr(racks, "boot_id", lambda: "another start")
    rack = LmdbRack(tmp_path / "rack", 8)
    assert rack.take(FRONT) is None
    rack.close()
