"""Children that hang, crash, eat memory or print into the replies cost their own task and no
other."""

import json
import signal
import subprocess
import sys
from itertools import pairwise

import pytest

from closedform.workers import pool
from tests.helpers import ROOT
from tests.workers.made import HERE, gone, outcomes


def test_every_ending_is_told_apart_and_the_others_go_on():
    endings = {"crash": "crash", "leave": "crash", "eat": "oom", "fail": "raised", "run_out": "oom"}
    found = outcomes(
        *((name, {}) for name in endings),
        *((f"double#{k}", {"x": k}) for k in range(4)),
        memory_limit=1.0,
    )
    assert {name: found[name].status for name in endings} == endings
    assert [found[f"double#{k}"].value for k in range(4)] == [0, 2, 4, 6]
    assert "SIGSEGV" in str(found["crash"].detail)
    assert "exit status 7" in str(found["leave"].detail)
    assert found["fail"].detail == "ValueError: two lines"


def test_what_hangs_is_stopped_and_the_others_go_on():
    found = outcomes(("hang", {}), ("hang_in_xla", {}), ("double", {"x": 1}), time_limit=5.0)
    assert {name: report.status for name, report in found.items()} == {
        "hang": "timeout",
        "hang_in_xla": "timeout",
        "double": "ok",
    }


def test_what_a_task_prints_stays_out_of_the_replies():
    assert outcomes(("talk", {}))["talk"].value == "said"


def test_a_child_that_died_idle_costs_no_task():
    with pool.Pool(1) as workers:
        workers.submit(pool.Task("one", f"{HERE}:double", {"x": 1}))
        assert [r.status for r in workers.results() if isinstance(r, pool.Outcome)] == ["ok"]
        (child,) = workers.children
        child.process.kill()
        child.process.wait()
        workers.submit(pool.Task("two", f"{HERE}:double", {"x": 2}))
        assert [r.value for r in workers.results() if isinstance(r, pool.Outcome)] == [4]


def test_events_come_before_the_outcome():
    reports = list(pool.run([pool.Task("k", f"{HERE}:count", {"n": 3})], workers=1))
    assert [r.value for r in reports[:-1]] == [0, 1, 2]
    last = reports[-1]
    assert isinstance(last, pool.Outcome)
    assert (last.status, last.events) == ("ok", [0, 1, 2])


def test_a_slow_task_that_reports_is_not_hung():
    assert outcomes(("pace", {"n": 5, "seconds": 0.5}), time_limit=2.0)["pace"].status == "ok"


def test_children_are_told_their_environment():
    assert (
        outcomes(("variable", {"name": "OURS"}), environment={"OURS": "yes"})["variable"].value
        == "yes"
    )


def test_each_task_has_a_fresh_child_if_that_is_asked_for():
    tasks = [pool.Task(str(k), f"{HERE}:me") for k in range(4)]
    found = [
        report.value
        for report in pool.run(tasks, workers=1, fresh=True)
        if isinstance(report, pool.Outcome)
    ]
    assert len(set(found)) == 4
    again = [
        report.value for report in pool.run(tasks, workers=1) if isinstance(report, pool.Outcome)
    ]
    assert len(set(again)) == 1


def test_fresh_children_do_not_work_side_by_side():
    tasks = [pool.Task(str(k), f"{HERE}:span") for k in range(3)]
    spans = [
        report.value
        for report in pool.run(tasks, workers=1, fresh=True)
        if isinstance(report, pool.Outcome)
    ]
    assert all(end <= begun for (_, end), (begun, _) in pairwise(sorted(spans)))


@pytest.mark.parametrize("fresh", [False, True])
def test_a_task_submitted_on_hearing_of_a_dead_child_is_done(fresh):
    with pool.Pool(1, fresh=fresh) as children:
        children.submit(
            pool.Task("leave", f"{HERE}:leave"), pool.Task("waiting", f"{HERE}:double", {"x": 1})
        )
        found = {}
        for report in children.results():
            found[report.task.key] = report.value
            if report.task.key == "leave":
                children.submit(pool.Task("late", f"{HERE}:double", {"x": 2}))
    assert found == {"leave": None, "waiting": 2, "late": 4}


def test_children_import_what_they_are_told_to_as_they_start():
    tasks = [pool.Task("k", f"{HERE}:loaded", {"module": "tests.helpers"})]
    for imports, there in (((), False), (["tests.helpers"], True)):
        (report,) = pool.run(tasks, workers=1, imports=imports)
        assert report.value is there


def test_closing_the_iterator_ends_the_children():
    reports = pool.run(
        [pool.Task("me", f"{HERE}:me", {}), pool.Task("hang", f"{HERE}:hang", {})], workers=1
    )
    first = next(reports)
    assert isinstance(first, pool.Outcome)
    reports.close()  # type: ignore[attr-defined]
    assert gone(first.value)


def test_children_leave_with_a_killed_parent_and_take_their_descendants_along():
    hows = ["fork", "command", "session"]
    tasks = f"[pool.Task('d', '{HERE}:descendants', {{'hows': {hows}, 'end': 'return'}}), "
    tasks += f"pool.Task('me', '{HERE}:me'), pool.Task('h', '{HERE}:hang')]"
    script = f"for r in pool.run({tasks}, workers=1): print(r.value, flush=True)"
    parent = subprocess.Popen(
        [sys.executable, "-c", f"from closedform.workers import pool\n{script}"],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert parent.stdout
    descendants, _, child = (
        json.loads(parent.stdout.readline().replace("None", "null")) for _ in range(3)
    )
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert all(map(gone, [child, *descendants]))


def test_replies_are_json_whatever_is_returned():
    with pytest.raises(TypeError):
        json.dumps({1, 2})
    found = outcomes(("unjson", {}), ("double#1", {"x": 1}))
    assert found["unjson"].status == "raised"
    assert found["double#1"].value == 2


def told(task, **limits):
    """Events and outcome of a task in a pool of its own."""
    *events, outcome = pool.run([task], workers=1, **limits)
    assert isinstance(outcome, pool.Outcome)
    return [event.value for event in events], outcome


def test_each_home_has_a_child_of_its_own():
    """And one that has served none, and is needed no more, is not kept from others."""
    homes = ["a.py", "a.py", None, "b.py", None, "a.py", "b.py"]
    tasks = [pool.Task(f"{k} {home}", f"{HERE}:me", home=home) for k, home in enumerate(homes)]
    for workers in (1, 2, 5):
        found = {
            report.task.key: report.value
            for report in pool.run(tasks, workers)
            if isinstance(report, pool.Outcome)
        }
        assert len(found) == len(tasks)
        by_home = {
            home: {pid for key, pid in found.items() if key.endswith(f" {home}")} for home in homes
        }
        assert not by_home["a.py"] & by_home["b.py"]
        assert not by_home[None] & (by_home["a.py"] | by_home["b.py"])


def test_a_child_keeps_its_home_while_nothing_else_waits():
    with pool.Pool(1) as children:
        pids = []
        for key in ("one", "two"):
            children.submit(pool.Task(key, f"{HERE}:me", home="a.py"))
            pids += [report.value for report in children.results()]
        assert pids[0] == pids[1]
        children.submit(pool.Task("three", f"{HERE}:me", home="b.py"))
        assert [report.value for report in children.results()] != pids[:1]
        assert gone(pids[0])


def test_a_task_may_have_less_time_than_the_pool_gives():
    _, outcome = told(pool.Task("hang", f"{HERE}:hang", time_limit=3.0), time_limit=600.0)
    assert (outcome.status, outcome.detail) == ("timeout", "no answer within 3 s")
