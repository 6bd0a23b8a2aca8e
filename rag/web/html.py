"""Render HTML from the templates of this package, which escape everything by default."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(template: str, **values: object) -> str:
    """Fill in one of the files of ``templates``; a value that it lacks is an error."""
    return environment().get_template(template).render(values)


@cache
def environment() -> Environment:
    """Return the templates of this package."""
    return Environment(
        loader=PackageLoader("rag.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
