"""Templates without their indentation: it helps who writes them, and would be drawn, kept and sent with each page."""

import re
from typing import Any

from django.template.loaders import filesystem

_MARGES = re.compile(r"\n\s+")


class SansMarges(filesystem.Loader):
    """Read the project's templates; no line of ours is in a text that keeps its spaces.

    A line stays a line: an error is said at the right one, but for the lines that were empty.
    """

    def get_contents(self, origin: Any) -> str:
        """Return the source of a template; of a page, each line without its margin."""
        source = super().get_contents(origin)
        return _MARGES.sub("\n", source) if origin.template_name.endswith(".html") else source
