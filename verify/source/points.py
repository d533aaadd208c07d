"""The lines of a snippet that look at a point where a gradient is claimed to vanish."""

from closedform.verify.source.lines import Lines, tangent_vectors
from closedform.verify.source.setting import Setting


def at_point(at: Setting, bends: int) -> Lines:
    """The gradient and the curvatures at the claimed point, and whether it lies in its domain."""
    claimed, t, moved, gradient, curvatures = (
        at[part] for part in ("point", "t", "moved", "gradient", "curvatures")
    )
    lines, wrong = (
        [f"{claimed} = {at.closed()}", *(_along(at) if at.claim.along else _free(at))],
        [f"jnp.abs({gradient})"],
    )
    count = sum(len(T) for T in at.frames.values()) if at.claim.along else 1
    lines.append(f"{gradient} = jax.grad({moved})({t})")
    shown = [
        f'print("closed form", {claimed}, sep="\\n")',
        f'print("autodiff: the gradient there", {gradient}, sep="\\n")',
    ]
    if bends and count:
        lines.append(f"{curvatures} = jnp.linalg.eigvalsh(jax.hessian({moved})({t}))")
        shown.append(f'print("autodiff: the curvatures there", {curvatures}, sep="\\n")')
        wrong.append(f"jnp.maximum({'-' if bends > 0 else ''}{curvatures}, 0.0)")
    if bends and count:
        lines += _falls(at, bends)
        shown.append(f'print("the values fall by", -{at["falls"]}, sep="\\n")')
        wrong.append(f"-{at['falls']}")
    if outside := _outside(at):
        lines += outside
        shown.append(f'print("outside by", {at["outside"]}, sep="\\n")')
        wrong.append(f"jnp.abs({at['outside']})")
    return [
        *lines,
        *shown,
        f'print("largest difference", jnp.nanmax({_joined(wrong)}, initial=0.0))',
    ]


def _joined(parts: Lines) -> str:
    return f"jnp.concatenate([{', '.join(parts)}])"


def _falls(at: Setting, bends: int) -> Lines:
    """How far the values around the point lie on the wrong side of its own, at both radii."""
    t, moved, ways, falls = (at[part] for part in ("t", "moved", "ways", "falls"))
    sign = "" if bends > 0 else "-"
    there = f"jax.vmap(lambda way: {sign}{moved}({t} + r * way))({ways})"
    return [
        f"{ways} = jax.random.normal(jax.random.key(0), (16, {t}.size))",
        f"{falls} = [{there} - {sign}({moved}({t})) for r in (2.0**-4, 2.0**-7)]",
        f"{falls} = jnp.minimum(jnp.maximum(*{falls}), 0.0)",
    ]


def _free(at: Setting) -> Lines:
    """The formula around the point, by all entries."""
    at.source.imports["from jax.flatten_util import ravel_pytree"] = None
    star = "*" if at.several else ""
    t, unravel, moved = at["t"], at["unravel"], at["moved"]
    return [
        f"{t}, {unravel} = ravel_pytree({at['point']})",
        "",
        "",
        f"def {moved}({t}):",
        f"    return {at['value']}({star}{unravel}({t}))",
        "",
        "",
    ]


def _along(at: Setting) -> Lines:
    """The formula around the point, by its directions."""
    if at.curved and not at.loaded:
        _written(at, "retract")
    parts, begin = [], 0
    for k, (w, T) in enumerate(at.frames.items()):
        t = f"{at['t']}[{begin}:{begin + len(T)}]" if at.several else at["t"]
        x, step = at.part("point", k), f"jnp.tensordot({t}, {at.of('T', w)}, 1)"
        parts.append(f"{at['retract']}({x}, {step})" if at.curved else f"{x} + {step}")
        begin += len(T)
    return [
        *tangent_vectors(at),
        "",
        "",
        f"def {at['moved']}({at['t']}):",
        f"    return {at['value']}({', '.join(parts)})",
        "",
        "",
        f"{at['t']} = jnp.zeros({begin})",
    ]


def _outside(at: Setting) -> Lines:
    """How far the point lies outside its domain; nothing where that asks for nothing."""
    parts = [
        part
        for k, w in enumerate(at.claim.wrt)
        for part in _lacking(at, at.part("point", k), at.of("T", w))
    ]
    return [f"{at['outside']} = {_joined(parts)}"] if parts else []


def _lacking(at: Setting, x: str, T: str) -> Lines:
    """What the domain's equations leave at x, and by how much its bounds are below zero."""
    along = at.claim.along
    if along is None:
        return []
    if at.loaded:
        return [f"{at['claim']}.along.outside({x})"]
    parts = []
    if along.writes("equations"):
        parts.append(f"{_written(at, 'equations')}({x}).ravel()")
    elif along.linear:
        rows = f"{T}.reshape(len({T}), -1)"
        parts.append(f"{x}.ravel() - jnp.linalg.lstsq({rows}.T, {x}.ravel())[0] @ {rows}")
    elif at.curved:
        parts.append(f"({x} - {at['retract']}({x}, 0.0 * {x})).ravel()")
    if along.writes("bounds"):
        parts.append(f"jnp.minimum({_written(at, 'bounds')}({x}), 0.0).ravel()")
    return parts


def _written(at: Setting, method: str) -> str:
    """The text's name for a method of the domain, whose definition it gets once."""
    if method not in at:
        at.source.write(getattr(at.claim.along, method).__func__, at[method], skip=1)
    return at[method]
