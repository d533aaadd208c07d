"""The timings of a claim, by dtype and device."""

from closedform.reports.rows.groups import groups as grouped


def groups(*cells):
    return grouped([row for rows in cells for row in rows])


def test_dtypes_and_devices_have_charts_of_their_own(cell):
    single = [row | {"dtype": "float32"} for row in cell()]
    graphics = [row | {"device": "gpu", "device_kind": "a card"} for row in cell()]
    found = groups(cell(), single, graphics)["made_up.gradient.x"]
    assert [(group.dtype, group.device) for group in found] == [
        ("float32", "cpu"),
        ("float64", "cpu"),
        ("float64", "gpu (a card)"),
    ]
    assert len({group.anchor for group in found}) == 3
