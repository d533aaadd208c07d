"""A counterexample as plain JAX: a program that needs nothing of this project and shows both
values."""

import jax
import jax.numpy as jnp
import numpy as np

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.counterexample.found import Smallest
from closedform.verify.source.find import Unavailable, array
from closedform.verify.source.lines import Lines
from closedform.verify.source.setting import Setting
from closedform.verify.source.text import Text


def snippet(claim: Claim, smallest: Smallest) -> str:
    """Source that evaluates the claim and autodiff at the counterexample, and prints both and how
    far they differ.

    Where the source of the closed form or the formula can't be had, one that loads the claim from
    where it is declared; empty for a claim declared at a prompt."""
    with jax.enable_x64(True):
        try:
            return _text(claim, smallest, None)
        except Unavailable as error:
            return _text(claim, smallest, str(error)) if claim.formula.origin else ""


def _text(claim: Claim, smallest: Smallest, why_loaded: str | None) -> str:
    """The program; with its functions loaded, not written out, where that can't be done."""
    source = Text(claim.formula.function.__module__.partition(".")[0])
    at = _setting(claim, smallest, source, loaded=why_loaded is not None)
    if why_loaded is None:
        source.write(claim.formula.function, at["f"])
        source.write(claim.function, at["closed_form"])
    body = kinds.of(claim).reference(at)
    written = ["\n\n\n".join(source.definitions), "\n"]
    functions = written if why_loaded is None else _loaded(at, why_loaded)
    imports = ["import jax", "import jax.numpy as jnp", *sorted(source.imports)]
    settings = ["", 'jax.config.update("jax_enable_x64", True)', "", ""]
    lines = [f"# {claim.id}", *imports, *settings, *functions, *_arguments(at), *body]
    return "\n".join(lines) + "\n"


def _setting(claim: Claim, smallest: Smallest, source: Text, loaded: bool) -> Setting:
    """The counterexample, and the tangent vectors or the basis that the claim is held against
    there."""
    draw, along, on = smallest.draw, claim.along, claim.on
    at = {**draw.args, **dict(zip(claim.wrt, smallest.point, strict=False))}
    frames = {}
    if along:
        frames = {w: np.asarray(along.tangents(jnp.asarray(at[w]))) for w in claim.wrt}
    elif on:
        frames = {w: on.basis(len(at[w])) for w in claim.wrt}
    return Setting(
        claim, smallest.sizes, smallest.output, draw.args, draw.tangents, frames, source, loaded
    )


def _loaded(at: Setting, why: str) -> Lines:
    at.source.imports["from closedform.formulas import find"] = None
    lines = [
        f"# Loaded, since it can't be written out: {why}.",
        f"{at['claim']} = find({at.claim.formula.origin!r}, {at.claim.id!r})",
        f"{at['f']}, {at['closed_form']} = {at['claim']}.formula.function, {at['claim']}.function",
    ]
    if at.claim.kind.point and at.curved:
        lines.append(f"{at['retract']} = {at['claim']}.along.retract")
    return [*lines, ""]


def _arguments(at: Setting) -> Lines:
    """The arguments and tangents; a claimed point is among them only if the claim asks for it."""
    claim = at.claim
    computed = set(claim.wrt) - set(claim.parameters) if claim.kind.point else set[str]()
    values = {**{n: a for n, a in at.args.items() if n not in computed}, **at.tangents}
    return [f"{at.names[name]} = {array(a)}" for name, a in values.items()]
