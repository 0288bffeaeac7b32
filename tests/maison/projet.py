"""What the meta-tests read of the project itself."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def pyproject() -> dict:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def floors() -> dict[str, int]:
    """Return {app: floor}, the ground being 0, as the import contract orders them; siblings share one."""
    (contract,) = pyproject()["tool"]["importlinter"]["contracts"]
    return {app.strip(): floor for floor, layer in enumerate(reversed(contract["layers"])) for app in layer.split("|")}


@cache
def our_files() -> list[Path]:
    """Return the files that are, or would be, under version control: nothing that a run makes."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")
        paths = [ROOT / name for name in listed if name]
    else:
        made = {".venv", "var", "__pycache__", "node_modules"}
        paths = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


@cache
def _tests_of(path: str) -> set[str] | None:
    """Return the names of the tests of a file; None when there is no such file."""
    file = ROOT / path
    if not file.exists():
        return None
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.suffix == ".py" else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def missing_tests(text: str) -> list[str]:
    """Return the tests (`tests/….py`, `tests/….py::test_…`, `tests/…/`) that a text names and that do not exist."""
    missing = []
    for path, name in re.findall(r"\b(tests/[\w/]+(?:\.py)?)(?:::(\w+))?", text):
        tests = _tests_of(path)
        if tests is None or (name and name not in tests):
            missing.append(f"{path}::{name}" if name else path)
    return missing
