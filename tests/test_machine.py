"""The machine in words."""

import psutil

from closedform import machine
from closedform.wording import bytes_in_words


def test_facts_are_words_and_none_is_empty():
    found = machine.facts()
    assert found["memory"] == bytes_in_words(psutil.virtual_memory().total)
    assert all(told and isinstance(told, str) for told in found.values())


def test_a_processor_is_called_by_its_model(tmp_path, monkeypatch):
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nmodel name\t: A Model 9000 \nflags\t: x\n")
    monkeypatch.setattr(machine, "CPUINFO", tmp_path / "cpuinfo")
    assert machine.processor() == "A Model 9000"
    monkeypatch.setattr(machine, "CPUINFO", tmp_path / "none")
    monkeypatch.setattr(machine.platform, "processor", lambda: "arm")
    assert machine.processor() == "arm"


def test_caches_are_told_by_level_and_kind(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "CACHES", tmp_path)
    for i, (level, kind, size) in enumerate([("1", "Data", "32K"), ("2", "Unified", "512K")]):
        folder = tmp_path / f"index{i}"
        folder.mkdir()
        for name, text in (("level", level), ("type", kind), ("size", size)):
            (folder / name).write_text(text + "\n")
    (tmp_path / "index2").mkdir()
    assert machine.caches() == ["L1d 32 KiB", "L2 512 KiB"]
