"""Proofs that what is older than the news is known to be so, in every process and after every loss."""

import multiprocessing
import threading

import pytest

from kabar.plates import Address, MappedGenerations, MemoryGenerations, Plate, engrave
from kabar.plates import generations as module


@pytest.fixture(params=["memory", "mapped"])
def generations(request, tmp_path):
    return MemoryGenerations() if request.param == "memory" else MappedGenerations(tmp_path / "generations")


def printed(generations, *keys, ticket=None) -> Plate:
    ticket = generations.begin() if ticket is None else ticket
    return engrave(b"x", headers=(), keys=keys, generations=generations, ticket=ticket)


def bump_many(path, key, times):
    generations = MappedGenerations(path)
    for _ in range(times):
        generations.bump([key])


def test_a_plate_is_fresh_until_one_of_its_keys_is_bumped(generations):
    plate = printed(generations, "story:1", "front:kabar")
    generations.bump(["story:2"])
    assert generations.fresh(plate)
    generations.bump(["front:kabar"])
    assert not generations.fresh(plate)


def test_a_plate_whose_key_was_bumped_during_its_render_is_born_stale(generations):
    ticket = generations.begin()
    generations.bump(["story:1"])
    assert not generations.fresh(printed(generations, "story:1", ticket=ticket))
    assert generations.fresh(printed(generations, "story:2", ticket=ticket))
    assert generations.fresh(printed(generations, "story:1"))


def test_a_plate_that_turns_with_its_key_is_never_stale(generations):
    before, after = printed(generations, "latest:main"), printed(generations, "latest:main")
    other = printed(generations, "latest:main", "story:1")
    hung = {}

    def hang(address, plate):
        assert generations.fresh(before)
        hung[address] = plate

    here = Address("kabar.test", "/.fragment/latest")
    assert generations.turn(["latest:main"], {here: after}, hang)
    assert generations.fresh(hung[here])
    assert not any(map(generations.fresh, (before, after, other)))
    generations.bump(["latest:main"])
    assert not generations.fresh(hung[here])


def test_a_plate_overtaken_by_other_news_does_not_turn(generations):
    plate = printed(generations, "latest:main")
    generations.bump(["latest:main"])
    now, hung = generations.begin(), []
    assert not generations.turn(
        ["latest:main"], {Address("kabar.test", "/"): plate}, lambda *each: hung.append(each)
    )
    assert (hung, generations.begin()) == ([], now)


def test_a_plate_without_keys_stays_fresh(generations):
    plate = printed(generations)
    generations.bump(["story:1"])
    assert generations.fresh(plate)


def test_a_plate_with_slots_of_another_size_is_stale(generations):
    slots = (len(generations.counters) + 5,)
    assert not generations.fresh(Plate(200, (), (), "", (), slots, generations.begin(), 0.0))


def test_the_edition_is_remembered(generations):
    assert generations.edition == 0
    generations.edition = 4711
    assert generations.edition == 4711


def test_a_bump_is_seen_by_another_process_at_once(tmp_path):
    path = tmp_path / "generations"
    here = MappedGenerations(path)
    plate = printed(here, "story:1")
    process = multiprocessing.get_context("spawn").Process(target=bump_many, args=(path, "story:1", 1))
    process.start()
    process.join()
    assert not here.fresh(plate)


def test_no_bump_is_lost_between_processes_and_threads(tmp_path):
    path = tmp_path / "generations"
    here = MappedGenerations(path)
    start = here.begin()
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=bump_many, args=(path, f"story:{n}", 300)) for n in range(3)]
    workers += [threading.Thread(target=bump_many, args=(path, f"front:{n}", 300)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert here.begin() == start + 6 * 300


def test_a_lost_file_makes_everything_stale_and_nothing_else_breaks(tmp_path):
    path = tmp_path / "generations"
    here, there = MappedGenerations(path), MappedGenerations(path)
    plate = printed(here, "story:1")
    path.unlink()
    there.bump(["story:9"])
    here.follow()
    assert not here.fresh(plate)
    assert here.begin() == there.begin()
    assert here.fresh(printed(here, "story:1"))


def test_a_reopened_file_keeps_its_counters(tmp_path):
    plate = printed(MappedGenerations(tmp_path / "generations"), "story:1")
    assert MappedGenerations(tmp_path / "generations").fresh(plate)


def test_a_foreign_or_short_file_is_replaced(tmp_path):
    path = tmp_path / "generations"
    path.write_bytes(b"bukan hitungan")
    generations = MappedGenerations(path)
    assert generations.fresh(printed(generations, "story:1"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["generations"]


def test_after_a_restart_of_the_machine_everything_is_stale(tmp_path, monkeypatch):
    plate = printed(MappedGenerations(tmp_path / "generations"), "story:1")
    monkeypatch.setattr(module, "boot_id", lambda: "another start")
    assert not MappedGenerations(tmp_path / "generations").fresh(plate)
