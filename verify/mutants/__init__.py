"""The checker, checked: claims made wrong, each of which must be refuted."""
