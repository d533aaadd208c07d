"""The reader of two jaxprs, one function at two sizes, equation by equation in step.

It reads what is asked for and no more: an equation that nothing needs may hold anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from jax.extend.core import Literal

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.form import Sizes, Sum
from closedform.formulas.derive.index.normal import collected
from closedform.formulas.derive.index.sizes import ONE, Pair, Size
from closedform.formulas.derive.reading.constants import Both, constant, folded

Source = Sum | Both | Callable[[], "Sum | Both"]
"""What an input is: an expression, a constant, or either once it is asked for."""


@dataclass(frozen=True)
class Equation:
    """One equation at both sizes, and which of its outputs is asked for."""

    first: Any
    second: Any
    output: int

    @property
    def name(self) -> str:
        """The primitive's name."""
        return self.first.primitive.name

    @property
    def params(self) -> dict[str, Any]:
        """Its parameters at the first sizes."""
        return self.first.params


class Reader:
    """Reads the outputs of a program."""

    def __init__(self, programs: tuple[Any, Any], pair: Pair, inputs: Sequence[Source]) -> None:
        jaxprs = [getattr(p, "jaxpr", p) for p in programs]
        self.first, self.second = jaxprs
        self.pair = pair
        self.sources: dict[Any, Source] = dict(zip(self.first.invars, inputs, strict=True))
        consts = [getattr(p, "consts", ()) for p in programs]
        for v, a, b in zip(self.first.constvars, *consts, strict=False):
            self.sources[v] = (np.asarray(a), np.asarray(b))
        self.made: dict[Any, tuple[Any, Any, int]] = {}
        _same_structure(self.first, self.second)
        for x, y in zip(self.first.eqns, self.second.eqns, strict=True):
            for k, v in enumerate(x.outvars):
                self.made[v] = (x, y, k)

    def output(self, k: int = 0) -> Sum:
        """An output of the program."""
        return self.value(self.first.outvars[k], self.second.outvars[k])

    def value(self, v: Any, w: Any) -> Sum:
        """The expression of a variable."""
        known = self.known(v, w)
        if isinstance(known, Sum):
            return known
        if known is not None:
            made = constant(known, self.shape(v, w), self.pair)
        else:
            made = collected(self._read(*self.made[v]))
        if not isinstance(v, Literal):
            self.sources[v] = made
        return made

    def known(self, v: Any, w: Any) -> Sum | Both | None:
        """What a variable is where no equation has to be read: an expression that was read before,
        or a constant."""
        if isinstance(v, Literal):
            return np.asarray(v.val, v.aval.dtype), np.asarray(w.val, w.aval.dtype)  # pyright: ignore
        source = self.sources.get(v)
        if source is None:
            return self._constant(v)
        if callable(source):
            source = self.sources[v] = source()
        return source

    def numbers(self, v: Any, w: Any) -> Both | None:
        """The values of a variable that is constant."""
        found = self.known(v, w)
        return None if isinstance(found, Sum) else found

    def _constant(self, v: Any) -> Both | None:
        x, y, k = self.made[v]
        operands = [self.numbers(a, b) for a, b in zip(x.invars, y.invars, strict=True)]
        if any(o is None for o in operands):
            return None
        if x.primitive.name in ("jit", "pjit"):
            programs = (x.params["jaxpr"], y.params["jaxpr"])
            inner = Reader(programs, self.pair, [o for o in operands if o])
            return inner.numbers(inner.first.outvars[k], inner.second.outvars[k])
        firsts = folded(x, [o[0] for o in operands if o])
        seconds = folded(y, [o[1] for o in operands if o])
        for out, a, b in zip(x.outvars, firsts, seconds, strict=True):
            self.sources[out] = (a, b)
        return firsts[k], seconds[k]

    def shape(self, v: Any, w: Any) -> tuple[Size, ...]:
        """The shape of a variable, in dimensions."""
        return tuple(map(self.size, v.aval.shape, w.aval.shape))

    def size(self, a: int, b: int) -> Size:
        """The size that is `a` and `b`."""
        if (found := self.pair.size(a, b)) is None:
            raise CannotDerive(f"an axis of {a} where the sizes are {dict(self.pair.first)}")
        return found

    def _read(self, x: Any, y: Any, k: int) -> Sum:
        name = x.primitive.name
        if name not in PRIMITIVES:
            raise CannotDerive(name)
        return PRIMITIVES[name](self, Equation(x, y, k))

    # ── What the table of primitives asks for ───────────────────────────────────

    def operand(self, e: Equation, k: int) -> Sum:
        """An operand of an equation."""
        return self.value(e.first.invars[k], e.second.invars[k])

    def operand_numbers(self, e: Equation, k: int) -> Both | None:
        """The values of an operand that is constant."""
        return self.numbers(e.first.invars[k], e.second.invars[k])

    def maker(self, v: Any) -> Any:
        """The equation that makes a variable; None for an input or a literal."""
        return None if isinstance(v, Literal) or v not in self.made else self.made[v][0]

    def out_shape(self, e: Equation) -> tuple[Size, ...]:
        """The shape of the output that is asked for."""
        return self.shape(e.first.outvars[e.output], e.second.outvars[e.output])

    def out_sizes(self, e: Equation) -> Sizes:
        """The same, as axes."""
        return tuple((size,) if size != ONE else () for size in self.out_shape(e))

    def inside(self, e: Equation, programs: tuple[Any, Any], skipped: int = 0) -> "Reader":
        """The reader of a program that an equation calls."""
        pairs = list(zip(e.first.invars, e.second.invars, strict=True))[skipped:]
        return Reader(programs, self.pair, [self._lazily(v, w) for v, w in pairs])

    def _lazily(self, v: Any, w: Any) -> Callable[[], Sum | Both]:
        def source() -> Sum | Both:
            known = self.known(v, w)
            return self.value(v, w) if known is None else known

        return source


def _same_structure(a: Any, b: Any) -> None:
    """Raise CannotDerive where two programs are not one function at two sizes."""
    if [e.primitive.name for e in a.eqns] != [e.primitive.name for e in b.eqns]:
        raise CannotDerive("a program that is another one at other sizes")


Primitive = Callable[[Reader, Equation], Sum]
PRIMITIVES: dict[str, Primitive] = {}
"""Primitive -> how it is read; filled by the modules beside this one."""


def reads(*names: str) -> Callable[[Primitive], Primitive]:
    """Enter a function into the table of primitives."""

    def enter(f: Primitive) -> Primitive:
        for name in names:
            PRIMITIVES[name] = f
        return f

    return enter
