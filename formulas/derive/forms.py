"""Derived closed forms as people write them: lines of Python, and a line of each notation."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.domains import Domain, Symmetric
from closedform.formulas._kit.kinds import KINDS, Kind
from closedform.formulas.derive.derivation import IDENTIFIED, Derivation
from closedform.formulas.derive.errors import CannotDerive, NoNotation
from closedform.formulas.derive.writing.adjugates import with_adjugates
from closedform.formulas.derive.writing.definitions import TAKEN, Definition
from closedform.formulas.derive.writing.lengths import length_of
from closedform.formulas.derive.writing.matrix_notation import Written, candidates
from closedform.formulas.derive.writing.repeats import Named, expanded, named
from closedform.formulas.derive.writing.vech import in_vech
from closedform.formulas.notation import names
from closedform.formulas.notation.drafts.built import function
from closedform.formulas.notation.drafts.draft import Claimed
from closedform.formulas.notation.tree import Expression, Name, walk
from closedform.formulas.notation.writing import python
from closedform.formulas.notation.writing.matrixcalculus import matrixcalculus
from closedform.formulas.notation.writing.tex import tex

DERIVED: tuple[Kind, ...] = tuple(kind for kind in IDENTIFIED if kind is not KINDS["equals"])
"""The kinds of claim that are derived."""
NOTATIONS: dict[str, Callable[[Expression], str]] = {
    "tex": tex,
    "matrixcalculus": matrixcalculus,
}
"""Notation -> its writer."""


@dataclass(frozen=True)
class Form:
    """A way to write what a claim should be.

    Attributes:
        claim: what it is of, with a closed form that returns it.
        trees: one for each array that it returns, nothing in them named.
        lines: definitions of names that the code speaks of beside the claim's.
        python: the expression that is returned; with `lines` before it, it is the claim's code.
        short: the trees with repeated parts named; parts: those.
        wordless: whether a line says what no notation has words for.
    """

    claim: Claim
    trees: tuple[Expression, ...]
    lines: tuple[str, ...]
    python: str
    short: tuple[Expression, ...] = ()
    parts: tuple[Named, ...] = ()
    wordless: bool = False

    @property
    def code(self) -> str:
        """The lines and the expression."""
        return "\n".join([*self.lines, self.python])

    @cached_property
    def texts(self) -> dict[str, tuple[str, ...]]:
        """Notation -> a text for each array; none where a line says what no notation has words
        for. Repeated parts are named in TeX alone."""
        if self.wordless:
            return {}
        whole = {name: tuple(map(write, self.trees)) for name, write in NOTATIONS.items()}
        return whole | {"tex": tuple(self._with_parts(tree) for tree in self.short)}

    def _with_parts(self, tree: Expression) -> str:
        """``(p - y) x^\\top, \\quad p = \\operatorname{softmax}(W x)``."""
        needed, spoken = list[Named](), {e.name for e in walk(tree) if isinstance(e, Name)}
        for name, said in reversed(self.parts):
            if name.name in spoken:
                needed.append((name, said))
                spoken |= {e.name for e in walk(said) if isinstance(e, Name)}
        write = NOTATIONS["tex"]
        behind = (f"{write(name)} = {write(said)}" for name, said in needed)
        return r", \quad ".join([write(tree), *behind])


def sought(
    formula: Formula[..., Any],
    kind: Kind,
    wrt: Sequence[str] = (),
    *,
    layout: str | None = None,
    along: type[Domain] | None = None,
    on: type[Domain] | None = None,
    given: Mapping[str, type[Domain]] | None = None,
) -> Claim:
    """A claim of this kind about a formula; its closed form, the function itself here, is still to be
    found."""
    given, unknown = dict(given or {}), formula.function
    return Claim(formula, kind, unknown, tuple(wrt), None, layout, along, on, given)


def forms(claim: Claim, derivation: Derivation | None = None) -> list[Form]:
    """The ways to write what a claim should be, the shortest first.

    Raises CannotDerive where no rule speaks of part of it, or no matrix notation has words for it.
    """
    if claim.kind not in DERIVED:
        raise CannotDerive(f"a {claim.kind}: it is no derivative")
    derivation = derivation or Derivation(claim.formula)
    taken = [*derivation.shapes, *derivation.directions(claim), *claim.formula.dimensions]
    try:
        ways = [_sorted(ways) for ways in _ways(claim, derivation, taken)]
    except NoNotation as error:
        raise CannotDerive(f"what no product of matrices says: {error}") from error
    found = []
    for k in range(max(map(len, ways))):
        if (made := _form(claim, [way[min(k, len(way) - 1)] for way in ways])) is not None:
            found.append(made)
    if not found:
        raise CannotDerive("parts that define one name in two ways")
    return list({form.code: form for form in found}.values())


def _ways(claim: Claim, derivation: Derivation, taken: Sequence[str]) -> Iterator[list[Written]]:
    """The ways to write each array of a claim."""
    sides = IN_VECH.get(claim.kind) if claim.on is Symmetric else None
    if sides is None:
        yield from (candidates(e, taken) for e in derivation.closed_forms(claim))
        return
    for e in derivation.closed_forms(replace(claim, on=None, along=Symmetric)):
        over_vech = [in_vech(way, sides, set(taken)) for way in candidates(e, taken)]
        if not (known := [way for way in over_vech if way is not None]):
            raise NoNotation("vech of a matrix of fixed size")
        yield known


IN_VECH = {KINDS["hessian"]: (True, True), KINDS["jacobian"]: (True, False)}
"""Kinds that are matrices -> which of their axes are over vech in a symmetric matrix's free
coordinates."""


def _sorted(ways: Sequence[Written]) -> list[Written]:
    """The shortest first; last those that hold where a determinant is 0, too."""
    known = sorted(ways, key=lambda w: (len(w.definitions), length_of(w.tree)))
    others = [Written(with_adjugates(w.tree), w.definitions) for w in known]
    return list(dict.fromkeys([*known, *others]))


def _form(claim: Claim, parts: Sequence[Written]) -> Form | None:
    """The form that is made of a way to write each array; None where their names clash."""
    definitions = list(dict.fromkeys(d for part in parts for d in part.definitions))
    bound = [name for d in definitions for name in d.names]
    if len(set(bound)) < len(bound):
        return None
    trees = tuple(_called(part.tree) for part in parts)
    taken = {*map(names.canonical, [*_known(claim.formula), *bound])} | TAKEN
    short, repeats = named(trees, taken)
    assert all(expanded(a, repeats) == b for a, b in zip(short, trees, strict=True))
    body = [Claimed(claim.kind, tree).code for tree in short]
    returned = ast.Tuple(body) if claim.several else body[0]
    wordless = [_line(d) for d in definitions]
    lines = [*wordless, *map(_naming, repeats)]
    bound += [names.python(name.name) for name, _ in repeats]
    f = function("_", _asked(claim.formula, [returned, *lines], bound), returned, lines)
    made = replace(claim, function=f, form=None, as_printed=False, flops=None)
    texts = tuple(ast.unparse(ast.fix_missing_locations(line)) for line in lines)
    code = ast.unparse(returned)
    return Form(made, trees, texts, code, tuple(short), tuple(repeats), bool(wordless))


def _naming(part: Named) -> ast.stmt:
    """A named part as a line of code."""
    name, said = part
    return ast.Assign([ast.Name(names.python(name.name))], python.code(said))


def _called(tree: Expression) -> Expression:
    """A tree with its names as notations call them: ``W_1`` for ``W1``."""
    if isinstance(tree, Name):
        return Name(names.canonical(tree.name), tree.stated)
    return tree.rebuilt(_called)


def _line(d: Definition) -> ast.stmt:
    """A definition as a line of code."""
    argument = python.code(_called(d.argument)) if d.argument is not None else ast.Constant(0)
    targets = [ast.Name(name) for name in d.names]
    target = targets[0] if len(targets) == 1 else ast.Tuple([*targets])
    return ast.Assign([target], python.call(d.template, argument))


def _asked(formula: Formula[..., Any], code: Sequence[ast.AST], bound: Sequence[str]) -> list[str]:
    """What code asks for, in the order of the formula's variables, directions and dimensions."""
    used = {node.id for part in code for node in ast.walk(part) if isinstance(node, ast.Name)}
    return [name for name in _known(formula) if name in used and name not in bound]


def _known(formula: Formula[..., Any]) -> list[str]:
    """What a claim about a formula may ask for."""
    moves = [f"d{v}" for v in formula.variables]
    return list(dict.fromkeys([*formula.variables, *moves, "G", *formula.dimensions]))


def spoken_of(form: Form) -> dict[str, Name]:
    """The names that a form's trees speak of, with their sizes."""
    return {e.name: e for tree in form.trees for e in walk(tree) if isinstance(e, Name)}
