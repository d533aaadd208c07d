"""Who imports whom, read off the source: type-checking imports and those inside functions
included."""

import ast
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

Graph = dict[str, set[str]]


def modules(package: Path) -> dict[str, Path]:
    """Import name -> file, of a package and all that is in it, through links."""
    found = {}
    for folder, _, names in os.walk(package, followlinks=True):
        for path in (Path(folder, name) for name in names if name.endswith(".py")):
            parts = path.relative_to(package.parent).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def graph(known: Mapping[str, Path]) -> Graph:
    """Module -> the modules among those known that its source names in an import."""
    return {name: set(_imported(path, known)) for name, path in known.items()}


def _imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield from {inner if inner in known else str(node.module)} & known.keys()


def circles(imports: Graph) -> list[frozenset[str]]:
    """The largest sets of modules of which each imports every other, itself or through others."""
    reached = {name: _reached(name, imports) for name in imports}
    found = (
        frozenset(other for other in reached[name] if name in reached[other])
        for name in imports
        if name in reached[name]
    )
    return sorted(dict.fromkeys(found), key=sorted)


def _reached(start: str, imports: Graph) -> set[str]:
    seen: set[str] = set()
    left = list(imports[start])
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left += imports[name]
    return seen
