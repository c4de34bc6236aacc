"""What `jiayi --help` prints: read from the command files, so that it tells only of what is there."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

_NAMED = re.compile(r"^`jiayi [^`]*`: ")
PACKAGE = Path(__file__).resolve().parents[1]
OF_DJANGO = {
    "migrate": "Bring the database's tables up to date.",
    "check": "Check the configuration (--deploy: for production).",
    "changepassword": "Change a user's password.",
    "shell": "Open a Python shell with the project loaded.",
}


def project_commands() -> dict[str, str]:
    """Name and one line of every management command of the rooms."""
    files = sorted(PACKAGE.glob("**/management/commands/[a-z]*.py"))
    return {file.stem: _first_line(ast.parse(file.read_text("utf-8"))) for file in files}


def overall_help(plain: Mapping[str, str]) -> str:
    """The list of commands; `plain` maps those that are functions to their modules."""
    lines = project_commands()
    for module in set(plain.values()):
        lines |= {name: text for name, text in _functions(module).items() if name in plain}
    width = max(map(len, [*lines, *OF_DJANGO]))
    listed = [f"  {name:<{width}}  {text}" for name, text in sorted(lines.items())]
    django = [f"  {name:<{width}}  {text}" for name, text in OF_DJANGO.items()]
    return "\n".join(
        [
            "usage: jiayi COMMAND [options]    (jiayi COMMAND --help tells the options)",
            "",
            *listed,
            "",
            "Of Django, the most used:",
            *django,
            "",
            "Exit codes: 0 done, 1 problems found or not done, 2 wrong use or surroundings.",
        ]
    )


def _functions(module: str) -> dict[str, str]:
    file = PACKAGE.parent / f"{module.replace('.', '/')}.py"
    if not file.exists():
        return {}
    nodes = ast.parse(file.read_text("utf-8")).body
    return {node.name: _first_line(node) for node in nodes if isinstance(node, ast.FunctionDef)}


def _first_line(node: ast.Module | ast.FunctionDef) -> str:
    """The docstring's first line, without the command's own name before it."""
    line = _NAMED.sub("", (ast.get_docstring(node) or "").split("\n")[0])
    return line[:1].upper() + line[1:]
