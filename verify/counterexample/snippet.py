"""A counterexample as plain JAX: a program that needs nothing of this project and shows both
values."""

import jax

from closedform.formulas import Claim
from closedform.formulas._kit.claim import OPTIMA
from closedform.verify.counterexample.found import Smallest
from closedform.verify.counterexample.reference import reference
from closedform.verify.counterexample.setting import Lines, Setting
from closedform.verify.source.find import Unavailable, array
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
    at = Setting(claim, smallest, source, loaded=why_loaded is not None)
    if why_loaded is None:
        source.write(claim.formula.function, at["f"])
        source.write(claim.function, at["closed_form"])
    body = reference(at)
    functions = (
        ["\n\n\n".join(source.definitions), "\n"] if why_loaded is None else _loaded(at, why_loaded)
    )
    head = [f"# {claim.id}", "import jax", "import jax.numpy as jnp", *sorted(source.imports), ""]
    return (
        "\n".join(
            [
                *head,
                'jax.config.update("jax_enable_x64", True)',
                "",
                "",
                *functions,
                *_arguments(at),
                *body,
            ]
        )
        + "\n"
    )


def _loaded(at: Setting, why: str) -> Lines:
    at.source.imports["from closedform.formulas import find"] = None
    lines = [
        f"# Loaded, since it can't be written out: {why}.",
        f"{at['claim']} = find({at.claim.formula.origin!r}, {at.claim.id!r})",
        f"{at['f']}, {at['closed_form']} = {at['claim']}.formula.function, {at['claim']}.function",
    ]
    if at.claim.kind in OPTIMA and at.curved:
        lines.append(f"{at['retract']} = {at['claim']}.along.retract")
    return [*lines, ""]


def _arguments(at: Setting) -> Lines:
    """The arguments and directions; of an optimum, the point itself only if it is asked for."""
    needed = [
        n
        for n in at.args
        if at.claim.kind not in OPTIMA or n not in at.claim.wrt or n in at.claim.parameters
    ]
    values = {**{n: at.args[n] for n in needed}, **at.tangents}
    return [f"{at.names[name]} = {array(a)}" for name, a in values.items()]
