"""Options that say in which sense a question about a formula is meant, on the command line."""

from typing import Annotated

import typer

Texts = list[str] | None
Given = Annotated[
    Texts, typer.Option(metavar="'A symmetric'", help="A name, and a domain that it lies in.")
]
Along = Annotated[
    str | None, typer.Option(metavar="DOMAIN", help="Compare along its directions alone.")
]
On = Annotated[str | None, typer.Option(metavar="DOMAIN", help="Derive by its free coordinates.")]
Shape = Annotated[Texts, typer.Option(metavar="A=mxn", help="The shape of a name; y=scalar, x=n.")]
Layout = Annotated[
    str | None, typer.Option(help="Of a Jacobian: denominator, numerator, block-by-...")
]
Notation = Annotated[
    str | None, typer.Option(help="tex or matrixcalculus; told by the texts otherwise.")
]
Elementwise = Annotated[
    bool, typer.Option("--elementwise", help="exp and its like act entry by entry.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write answers as JSON.")]
