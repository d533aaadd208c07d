"""Functions of jax.scipy.special that JAX computes by polynomials, or by series that it cuts off.

What is traced of them is not what they stand for, at 50 digits. Some are told by name, and computed
as what they stand for; of a program that holds others, 50 digits say nothing."""

import inspect
from collections.abc import Iterator
from typing import Any

import jax
import jax.scipy.special

from closedform.verify.exact.arithmetic import Rule, each, mp

HOME = inspect.getsourcefile(inspect.unwrap(jax.scipy.special.betaln)) or ""
"""Where jax.scipy.special is written."""
RULES: dict[str, Rule] = {
    "expi": each(mp.ei),
    "hyp1f1": each(mp.hyp1f1, 3),
    "hyp2f1": each(mp.hyp2f1, 4),
    "log_ndtr": each(lambda x: mp.log(mp.ncdf(x))),
    "poch": each(mp.rf, 2),
}
"""Function that is called as a whole -> its rule: of no parameters and its operands."""
APPROXIMATED = (
    "bessel_jn",
    "beta",
    "betaln",
    "dawsn",
    "erfcx",
    "exp1",
    "expn",
    "fresnel",
    "ndtri",
    "owens_t",
    "sici",
    "spence",
    "sph_harm_y",
    "wofz",
)
"""The others."""


def rule(eqn: Any) -> Rule | None:
    """What an equation that calls one of the functions with a rule stands for."""
    if eqn.primitive.name != "custom_jvp_call":
        return None
    return RULES.get(_name(eqn.params["call_jaxpr"].jaxpr) or "")


def approximated(program: Any) -> list[str]:
    """The functions without a rule that a program holds (of ``jax.make_jaxpr``), by name."""
    return sorted({name for name in _functions(program.jaxpr) if name in APPROXIMATED})


def _functions(jaxpr: Any) -> Iterator[str]:
    """The functions of jax.scipy.special within which a program was traced, at every depth."""
    yield _name(jaxpr) or ""
    for eqn in jaxpr.eqns:
        traceback = eqn.source_info.traceback
        frames = traceback.frames if traceback else ()
        yield from (frame.function_name for frame in frames if frame.file_name == HOME)
        for inner in jax.tree.leaves(list(eqn.params.values()), is_leaf=_is_program):
            if _is_program(inner) and rule(eqn) is None:
                yield from _functions(getattr(inner, "jaxpr", inner))


def _name(jaxpr: Any) -> str | None:
    """The function of jax.scipy.special that a program was traced from."""
    origin = jaxpr.debug_info
    return origin.func_name if origin.func_filename == HOME else None


def _is_program(value: Any) -> bool:
    return hasattr(getattr(value, "jaxpr", value), "eqns")
