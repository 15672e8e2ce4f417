"""Finds, by reading the code, every way in which something about a client could leave, and says which pass the gate.

An exit is: a file, PDF, stream or JSON that a view answers; a page laid out for paper; an e-mail or a message; a call to
another host; a row of the API. It passes when the function that opens it, or one that it calls, names the ground (``basis``,
``basis_for``, ``own_use``, ``to_the_client``) or writes it down (``release``, ``release_many``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("clients", "scheduling", "sessions_app", "therapy", "family", "billing", "iop")
OUTSIDE = ("iop/devstack", "iop/demo", "iop/settings")
"""This machine's own servers, made-up people, and settings."""

FILES = {"FileResponse", "StreamingHttpResponse", "JsonResponse"}
MAIL = {"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "EmailMessage", "EmailMultiAlternatives"}
NETWORK = re.compile(
    r"^(requests|httpx|aiohttp|urllib\.request|urllib3|http\.client|smtplib|ftplib|imaplib|paramiko|boto3|socket)(\.|$)"
)
PAPER = re.compile(r"(print|sheet|copy|downtime|roster_paper|whole)[a-z_]*\.html$")
GATE = {"basis_for", "own_use", "to_the_client", "release", "release_many"}
DEPTH = 3


@dataclass(frozen=True)
class Exit:
    """One way out: ``where`` is module:function, ``what`` the kind."""

    where: str
    what: str
    passes: bool


@dataclass
class Module:
    """One file: its functions by name, what it imports from where, and its tree."""

    name: str
    tree: ast.Module
    functions: dict[str, ast.AST] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_tree(root: Path = ROOT) -> dict[str, Module]:
    """Read all modules of the house."""
    found = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            place = path.relative_to(root).as_posix()
            if "/migrations/" in place or place.startswith(OUTSIDE):
                continue
            name = place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            found[name] = read(name, path.read_text(encoding="utf-8"))
    return found


def read(name: str, text: str) -> Module:
    """Read one module's text."""
    module = Module(name, ast.parse(text))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            module.functions[node.name] = node
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                module.imports[alias.asname or alias.name] = (node.module, alias.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                module.imports[alias.asname or alias.name] = (alias.name, "")
    return module


def exits(modules: dict[str, Module]) -> list[Exit]:
    """List all ways out."""
    found: list[Exit] = []
    for module in modules.values():
        found += _reaching_out(module)
        for function, node in module.functions.items():
            where = f"{module.name}:{function}"
            for what in sorted(set(_ways_out(node, module))):
                found.append(Exit(where, what, _passes(node, module, modules)))
            found += [Exit(where, what, ok) for what, ok in _messages(node, module)]
        found += list(_api(module))
    return found


def _ways_out(node: ast.AST, module: Module) -> Iterator[str]:
    for call in _calls(node):
        name = _name(call.func)
        if name in FILES:
            yield "file or data"
        elif name in MAIL:
            yield "e-mail"
        elif name == "HttpResponse" and _is_no_page(call):
            yield "file or data"
        elif name == "answer" and _from(call.func, module).endswith("pages.pdf"):
            yield "PDF"
        elif name == "render" and any(
            isinstance(arg, ast.Constant) and PAPER.search(str(arg.value)) for arg in call.args
        ):
            yield "paper"
    if any(isinstance(each, ast.Constant) and each.value == "Content-Disposition" for each in ast.walk(node)):
        yield "file or data"


def _is_no_page(call: ast.Call) -> bool:
    kinds = [word.value for word in call.keywords if word.arg == "content_type"]
    return any(not (isinstance(kind, ast.Constant) and str(kind.value).startswith("text/html")) for kind in kinds)


def _reaching_out(module: Module) -> list[Exit]:
    names = {f"{source}.{name}".rstrip(".") for source, name in module.imports.values()}
    return [Exit(module.name, "another host", passes=False) for name in sorted(names) if NETWORK.match(name)][:1]


def _messages(node: ast.AST, module: Module) -> Iterator[tuple[str, bool]]:
    """A message says its ground; inside means staff, own access means the client."""
    for call in _calls(node):
        if not _from(call.func, module).startswith("iop.notifications.actions"):
            continue
        if _name(call.func) not in {"Draft", "queue"}:
            continue
        given = {word.arg: word.value for word in call.keywords if word.arg}
        basis, to = given.get("basis"), given.get("recipient")
        if basis is None:
            yield "message", False
            continue
        ground = _name(basis.func) if isinstance(basis, ast.Call) else ""
        wanted = {"own_use": "staff", "to_the_client": "client", "to_its_holder": "account"}.get(ground)
        kind = to.elts[0].value if isinstance(to, ast.Tuple) and isinstance(to.elts[0], ast.Constant) else None
        yield "message", wanted is None or kind == wanted


def _api(module: Module) -> Iterator[Exit]:
    """Rows leave the API through ``Resource.exit``; a resource about clients names its information."""
    if not module.name.startswith("iop.api.views"):
        return
    for node in module.tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        names = {target.id for each in node.body if isinstance(each, ast.Assign) for target in each.targets
                 if isinstance(target, ast.Name)}  # fmt: skip
        if "client_path" in names and "information" not in names:
            yield Exit(f"{module.name}:{node.name}", "API resource", passes=False)
        for function in (each for each in node.body if isinstance(each, ast.FunctionDef)):
            for call in _calls(function):
                if _name(call.func) == "Response":
                    inner = {_name(each.func) for argument in call.args for each in _calls(argument)}
                    yield Exit(
                        f"{module.name}:{node.name}.{function.name}", "API answer", bool(inner & {"exit", "exit_one"})
                    )


def _passes(node: ast.AST, module: Module, modules: dict[str, Module], depth: int = DEPTH) -> bool:
    words = {each.arg for each in ast.walk(node) if isinstance(each, ast.keyword)}
    calls = {_name(call.func) for call in _calls(node)}
    if "basis" in words or calls & GATE:
        return True
    if depth == 0:
        return False
    return any(
        _passes(function, home, modules, depth - 1) for call in _calls(node) if (found := _found(call, module, modules))
        for function, home in [found]
    )  # fmt: skip


def _found(call: ast.Call, module: Module, modules: dict[str, Module]) -> tuple[ast.AST, Module] | None:
    """Find the function that a call means, through the imports of its module."""
    if isinstance(call.func, ast.Name):
        if call.func.id in module.functions:
            return module.functions[call.func.id], module
        source, name = module.imports.get(call.func.id, ("", ""))
    elif isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        base, part = module.imports.get(call.func.value.id, ("", ""))
        source, name = f"{base}.{part}".rstrip("."), call.func.attr
    else:
        return None
    for _ in range(DEPTH):
        home = modules.get(source)
        if home is None:
            return None
        if name in home.functions:
            return home.functions[name], home
        source, name = home.imports.get(name, ("", ""))
    return None


def _from(func: ast.expr, module: Module) -> str:
    name = func.value.id if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) else _name(func)
    source, part = module.imports.get(name, ("", ""))
    return f"{source}.{part}" if isinstance(func, ast.Attribute) else source


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def _name(func: ast.expr) -> str:
    if isinstance(func, ast.Attribute):
        return func.attr
    return func.id if isinstance(func, ast.Name) else ""
