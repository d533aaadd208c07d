"""Lines that snippets of several kinds of claim share."""

import jax.numpy as jnp
import numpy as np

from closedform.verify.source.find import array
from closedform.verify.source.setting import Setting

Lines = list[str]


def function(at: Setting) -> Lines:
    """The formula as a function of the claim's variables, or of their free coordinates."""
    lines, given = [], {}
    for w, v in at.coordinates().items() if at.claim.on else ():
        B = at.of("B", w)
        lines += [
            f"# {at.names[w]} by its free coordinates, and a matrix for each of them:",
            f"{B} = {array(at.frames[w])}",
            f"{v} = {array(_free(at, at.args[w]))}",
        ]
        if f"d{w}" in at.tangents:
            lines.append(f"{at.of('u', w)} = {array(_free(at, at.tangents[f'd{w}']))}")
        given[w] = f"jnp.tensordot({v}, {B}, 1)"
    head = f"def {at['value']}({', '.join(at.coordinates().values())}):"
    return [*lines, "", "", head, f"    return {at.formula(given)}", "", ""]


def _free(at: Setting, a: np.ndarray) -> np.ndarray:
    assert at.claim.on is not None
    return np.asarray(at.claim.on.free(jnp.asarray(a)))


def both(at: Setting, want: str) -> Lines:
    """The claim's value, and what it should be."""
    return [f"{at['got']} = {at.closed()}", f"{at['want']} = {want}"]


def whole(at: Setting) -> Lines:
    """What autodiff gave in free coordinates, embedded in the variables' own shapes."""
    if not at.claim.on:
        return []
    parts = [
        f"jnp.tensordot({at.part('want', k)}, {at.of('B', w)}, 1)"
        for k, w in enumerate(at.claim.wrt)
    ]
    return [f"{at['want']} = {at.each(parts)}"]


def tangent_vectors(at: Setting) -> Lines:
    """The tangent vectors of the claim's domain, as the text has them."""
    word = at.claim.along.__name__ if at.claim.along else ""
    lines = [f"# Both sides are compared along directions that stay {word}:"]
    return lines + [f"{at.of('T', w)} = {array(T)}" for w, T in at.frames.items()]


def inner(at: Setting) -> Lines:
    """Both sides as inner products with the tangent vectors of the claim's domain."""
    if not at.claim.along:
        return []
    lines = tangent_vectors(at)
    for side in ("got", "want"):
        parts = [
            f"jnp.tensordot({at.of('T', w)}, {at.part(side, k)}, {at.args[w].ndim})"
            for k, w in enumerate(at.claim.wrt)
        ]
        lines.append(f"{at[side]} = {at.each(parts)}")
    return lines


def shown(at: Setting) -> Lines:
    """Print both sides, and how far they are apart."""
    got, want = at["got"], at["want"]
    if not at.several:
        apart = f"jnp.max(jnp.abs({got} - {want}), initial=0.0)"
        return [
            f'print("closed form", {got}, sep="\\n")',
            f'print("autodiff", {want}, sep="\\n")',
            f'print("largest difference", {apart})',
        ]
    lines: Lines = []
    for k, w in enumerate(at.claim.wrt):
        lines.append(f'print("closed form, {w}", {got}[{k}], sep="\\n")')
        lines.append(f'print("autodiff, {w}", {want}[{k}], sep="\\n")')
    apart = ", ".join(
        f"jnp.max(jnp.abs({got}[{k}] - {want}[{k}]), initial=0.0)" for k in range(len(at.claim.wrt))
    )
    return [*lines, f'print("largest difference", max({apart}))']
