"""Texts with one slip: a transpose dropped, a sign, a factor, factors exchanged, a subscript."""

import re

TRANSPOSE = re.compile(r"\^\{?\\?(?:top|mathsf ?T|T)\}?(?![a-zA-Z])|(?<=[\w)\]])'")
SIGN = re.compile(r"(?<![\^{])\s*[+-]\s*(?!\d*[}T])")
FACTORS = re.compile(r"(?<![\\a-zA-Z_{])([A-Z])(\s*\*?\s*)([A-Z])(?![a-zA-Z])")
SUBSCRIPT = re.compile(r"_([12])")


def slips(text):
    """Each way in which one slip changes the text, with its name."""
    for found in TRANSPOSE.finditer(text):
        yield "transpose", text[: found.start()] + text[found.end() :]
    for found in SIGN.finditer(text):
        other = " - " if "+" in found.group() else " + " if found.start() else ""
        yield "sign", text[: found.start()] + other + text[found.end() :]
    yield "factor", f"2*({text})" if "*" in text else f"2 ({text})"
    for found in FACTORS.finditer(text):
        first, between, second = found.groups()
        if first != second:
            changed = f"{second}{between}{first}"
            yield "factors", text[: found.start()] + changed + text[found.end() :]
    for found in SUBSCRIPT.finditer(text):
        other = {"1": "2", "2": "1"}[found[1]]
        yield "subscript", text[: found.start()] + f"_{other}" + text[found.end() :]
