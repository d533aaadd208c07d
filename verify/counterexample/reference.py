"""The lines of a snippet that ask autodiff for what a claim should be, and print both."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.claim import LABELLED, OPTIMA
from closedform.formulas._kit.shapes import matrix_shape
from closedform.verify.counterexample.optimum import optimum
from closedform.verify.counterexample.setting import Lines, Setting, directions, part
from closedform.verify.judging.trace import output_shape
from closedform.verify.oracles.layouts import ORDERS
from closedform.verify.source.find import array


def reference(at: Setting) -> Lines:
    """The lines after the arguments."""
    if at.claim.kind in OPTIMA:
        return [*_function(at), *optimum(at)]
    if at.claim.kind in LABELLED:
        return [f"{at['got']} = {at.closed()}", f"{at['want']} = {at.formula()}", *_shown(at)]
    known = {"jacobian": _jacobian, "hessian": _hessian}
    return [*_function(at), *known.get(at.claim.kind, _direct)(at), *_shown(at)]


def _coordinates(at: Setting) -> dict[str, str]:
    """What autodiff is by: the variables, or their free coordinates."""
    return {w: at.of("v", w) if at.claim.on else at.names[w] for w in at.claim.wrt}


def _function(at: Setting) -> Lines:
    """The formula as a function of the claim's variables, or of their free coordinates."""
    on, lines, given = at.claim.on, [], {}
    coordinates = _coordinates(at)
    for w, v in coordinates.items() if on else ():
        B = at.of("B", w)
        assert on is not None
        lines += [
            f"# {at.names[w]} by its free coordinates, and a matrix for each of them:",
            f"{B} = {array(at.frames[w])}",
        ]
        lines += [f"{v} = {array(np.asarray(on.free(jnp.asarray(at.args[w]))))}"]
        given[w] = f"jnp.tensordot({v}, {B}, 1)"
        if f"d{w}" in at.tangents:
            lines.append(
                f"{at.of('u', w)} = {array(np.asarray(on.free(jnp.asarray(at.tangents[f'd{w}']))))}"
            )
    value = at["value"]
    return [
        *lines,
        "",
        "",
        f"def {value}({', '.join(coordinates.values())}):",
        f"    return {at.formula(given)}",
        "",
        "",
    ]


def _direct(at: Setting) -> Lines:
    """Kinds for which JAX returns what the claim should."""
    value, xs = at["value"], list(_coordinates(at).values())
    point, by = ", ".join(xs), f", argnums={tuple(range(len(xs)))}" if at.several else ""
    vs = ", ".join(
        at.of("u", w) if at.claim.on else at.names.get(f"d{w}", "") for w in at.claim.wrt
    )
    tuples = "({0},)" if len(xs) == 1 else "({0})"
    want = {
        "gradient": f"jax.grad({value}{by})({point})",
        "hvp": f"jax.jvp(jax.grad({value}), ({point},), ({vs},))[1]",
        "differential": f"jax.jvp({value}, {tuples.format(point)}, {tuples.format(vs)})[1]",
        "pullback": f"jax.vjp({value}, {point})[1]({at.names.get('G')})"
        + ("" if at.several else "[0]"),
        "derivative": f"jax.jacfwd({value})({point})",
    }[at.claim.kind]
    lines = [f"{at['got']} = {at.closed()}", f"{at['want']} = {want}"]
    if at.claim.on:
        parts = [
            f"jnp.tensordot({part(at, 'want', k)}, {at.of('B', w)}, 1)"
            for k, w in enumerate(at.claim.wrt)
        ]
        lines.append(f"{at['want']} = {at.each(parts)}")
    if at.claim.along and at.claim.kind in ("gradient", "pullback", "hvp"):
        lines += directions(at)
        for side in ("got", "want"):
            parts = [
                f"jnp.tensordot({at.of('T', w)}, {part(at, side, k)}, {at.args[w].ndim})"
                for k, w in enumerate(at.claim.wrt)
            ]
            lines.append(f"{at[side]} = {at.each(parts)}")
    return lines


def _sizes(at: Setting) -> tuple[int, int]:
    """The variable's shape, or its coordinates', as a matrix's."""
    (w,) = at.claim.wrt
    return matrix_shape((len(at.frames[w]),) if at.claim.on else at.args[w].shape)


def _jacobian(at: Setting) -> Lines:
    (m, n), (p, q) = _sizes(at), matrix_shape(output_shape(at.claim, at.sizes, at.args))
    (x,), layout = _coordinates(at).values(), at.claim.layout or "denominator"
    order, shape = ORDERS[layout], (m, n, p, q)
    split = tuple(shape[axis] for axis in order)
    lines = [
        f"{at['got']} = {at.closed()}",
        f"# {at['J']}[i, j, k, l] is dF_kl / dX_ij; then its {layout} layout",
        f"{at['J']} = jax.jacfwd({at['value']})({x}).reshape({p}, {q}, {m}, {n}).transpose(2, 3, 0, 1)",
        f"{at['want']} = {at['J']}.transpose{order}.reshape({split[0] * split[1]}, {split[2] * split[3]})",
    ]
    if at.claim.along:
        back = tuple(order.index(axis) for axis in range(4))
        T = f"{at['T']}.reshape(-1, {m}, {n})"
        lines += directions(at)
        lines.append(
            f"{at['got']} = jnp.tensordot({T}, {at['got']}.reshape{split}.transpose{back}, 2)"
        )
        lines.append(f"{at['want']} = jnp.tensordot({T}, {at['J']}, 2)")
    return lines


def _hessian(at: Setting) -> Lines:
    (m, n), (x,) = _sizes(at), _coordinates(at).values()
    want = f"jax.hessian({at['value']})({x})"
    if n == 1:
        want += f".reshape({m}, {m})"
    else:
        want += f".reshape({m}, {n}, {m}, {n}).transpose(1, 0, 3, 2).reshape({m * n}, {m * n})  # over column-major vec"
    lines = [f"{at['got']} = {at.closed()}", f"{at['want']} = {want}"]
    if at.claim.along:
        T = at["T"]
        lines += directions(at)
        lines.append(
            f"{T} = {T}.reshape(-1, {m}, {n}).transpose(0, 2, 1).reshape(-1, {m * n})  # each as vec"
        )
        lines += [f"{at[side]} = {T} @ {at[side]} @ {T}.T" for side in ("got", "want")]
    return lines


def _shown(at: Setting) -> Lines:
    got, want = at["got"], at["want"]
    if not at.several:
        return [
            f'print("closed form", {got}, sep="\\n")',
            f'print("autodiff", {want}, sep="\\n")',
            f'print("largest difference", jnp.max(jnp.abs({got} - {want}), initial=0.0))',
        ]
    lines: Lines = []
    for k, w in enumerate(at.claim.wrt):
        lines.append(f'print("closed form, {w}", {got}[{k}], sep="\\n")')
        lines.append(f'print("autodiff, {w}", {want}[{k}], sep="\\n")')
    apart = [
        f"jnp.max(jnp.abs({got}[{k}] - {want}[{k}]), initial=0.0)" for k in range(len(at.claim.wrt))
    ]
    return [*lines, f'print("largest difference", max({", ".join(apart)}))']
