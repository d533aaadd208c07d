"""An answer that shows itself: at a prompt in words, in a notebook as a page."""

from closedform.verify.ask import html, words
from closedform.verify.ask.answer import Answer


class Result(Answer):
    """What `closedform.ask` returns."""

    def __str__(self) -> str:
        """In words."""
        return words.report(self)

    def __repr__(self) -> str:
        """The first line."""
        return f"<asked: {self.headline}>"

    def _repr_html_(self) -> str:
        """For a notebook."""
        return html.fragment(self)


class Results(list[Result]):
    """Answers to several claims about one function."""

    def __str__(self) -> str:
        """In words."""
        return "\n\n".join(map(str, self))

    def _repr_html_(self) -> str:
        """For a notebook."""
        return "".join(html.fragment(answer) for answer in self)
