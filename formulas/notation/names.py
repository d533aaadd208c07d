r"""Names of variables, and how each notation spells them.

A name is letters, then accents and subscripts, each after an underscore: ``X``, ``beta``, ``W_1``,
``y_hat``, ``Sigma_hat_ML``. The differential of X is ``dX``."""

import keyword
import re

_LETTERS = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon
phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell"""
GREEK = frozenset(_LETTERS.split())
ACCENTS = ("hat", "bar", "tilde", "check", "dot", "ddot", "breve", "acute", "grave", "star")
"""Marks above a letter; ``star`` is a superscript."""

_TAKEN = {"jax", "jnp", "Array", "Float", "formula", "inv", "kron", "vec", "commutation"}
_TAKEN |= {"wave", "wave_prime", "adjugate"}


def differential_of(name: str) -> str | None:
    """X of ``dX``; None for what is no differential."""
    base, *rest = name.split("_")
    if not base.startswith("d") or base in GREEK or not _is_base(base[1:]):
        return None
    return "_".join([base[1:], *rest])


def _is_base(text: str) -> bool:
    return text in GREEK or (len(text) == 1 and text.isalpha())


def tex(name: str) -> str:
    r"""``\hat{\Sigma}_{ML}``, ``\mathrm{d}X``."""
    if (moved := differential_of(name)) is not None:
        return rf"\mathrm{{d}}{tex(moved)}"
    base, *marks = name.split("_")
    text = rf"\{base}" if base in GREEK else base if len(base) == 1 else rf"\mathrm{{{base}}}"
    for accent in (mark for mark in marks if mark in ACCENTS and mark != "star"):
        text = rf"\{accent}{{{text}}}"
    below = ",".join(mark for mark in marks if mark not in ACCENTS)
    text += f"_{{{below}}}" if len(below) > 1 else f"_{below}" if below else ""
    return text + (r"^\star" if "star" in marks else "")


def matrixcalculus(name: str) -> str:
    """``W1``, ``y_hat``, ``beta``."""
    return re.sub(r"^(d?[A-Za-z])_(\d+)$", r"\1\2", name)


def python(name: str) -> str:
    """An identifier: ``W1``, ``y_hat``, ``lambda_``."""
    if (moved := differential_of(name)) is not None:
        return f"d{python(moved)}"
    text = matrixcalculus(name)
    return f"{text}_" if keyword.iskeyword(text) or text in _TAKEN else text


def canonical(identifier: str) -> str:
    """The name that an identifier spells: ``W_1`` of ``W1``, ``lambda`` of ``lambda_``."""
    return re.sub(r"^(d?[A-Za-z])(\d+)$", r"\1_\2", identifier.rstrip("_"))
