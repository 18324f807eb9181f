"""Writes the pages of the site out of the documents and the program, and lets MkDocs build it.

    python site/build.py PROGRAM DIRECTORY

Links are checked: a link that leads nowhere ends the build.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml
from server import Server

ROOT = pathlib.Path(__file__).resolve().parents[1]
REPOSITORY = "https://github.com/numpy-capi-lsp/numpy-capi-lsp/blob/main/"
LIBRARIES = {"numpy": "NumPy", "python": "CPython"}

# Documents that become pages as they are; the others in docs/ follow them.
DOCUMENTS = {
    "docs/configuration.md": "configuration.md",
    "docs/annotations.md": "annotations.md",
    "docs/accuracy.md": "accuracy.md",
    "docs/speed.md": "speed.md",
    "docs/protocol.md": "protocol.md",
    "docs/api-chapters.md": "api/coverage.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "api-db/SCHEMA.md": "schema.md",
    "vscode-extension/README.md": "editors/vs-code-extension.md",
}
# Cut into a page per editor.
EDITORS = "docs/editors.md"
# What every such page begins with, except these: the extension brings the program along.
INSTALL = """
First put the program on `PATH`, from a copy of the [repository](https://github.com/numpy-capi-lsp/numpy-capi-lsp):

    cargo install --locked --path server

"""
WITHOUT_PROGRAM = {"VS Code", "When nothing shows"}


def main(program: str, output: str) -> None:
    """Builds the site into a directory."""
    with tempfile.TemporaryDirectory() as directory:
        pages = pathlib.Path(directory) / "pages"
        editors = write_editors(pages)
        others = write_documents(pages)
        rules = write_rules(pages, program)
        chapters = write_api(pages, program)
        write(pages / "index.md", (ROOT / "site" / "home.md").read_text(encoding="utf-8"))
        shutil.copytree(ROOT / "vscode-extension" / "media" / "walkthrough", pages / "images",
                        ignore=shutil.ignore_patterns("*.md"))
        nav = [
            {"Start": "index.md"},
            {"Editors": editors},
            {"Rules": rules},
            {"API": chapters},
            {"Manual": [{"Configuration": "configuration.md"}, {"Annotations": "annotations.md"}, *others]},
            {"About": [{"Accuracy": "accuracy.md"}, {"Speed": "speed.md"}, {"Architecture": "architecture.md"},
                       {"Protocol": "protocol.md"}, {"Contributing": "contributing.md"}, {"The database": "schema.md"}, {"Changes": "changelog.md"}]},
        ]
        settings = yaml.safe_load((ROOT / "site" / "mkdocs.yml").read_text(encoding="utf-8"))
        settings.update(docs_dir=str(pages), site_dir=str(pathlib.Path(output).resolve()), nav=nav)
        write(pathlib.Path(directory) / "mkdocs.yml", yaml.safe_dump(settings, sort_keys=False))
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", f"{directory}/mkdocs.yml"],
            check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )


def write(path: pathlib.Path, text: str) -> None:
    """Writes a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# --- Documents

def page_of(document: str) -> str:
    """The page that a document becomes, relative to the site."""
    return "editors/index.md" if document == EDITORS else DOCUMENTS.get(document, f"manual/{pathlib.Path(document).name}")


def with_links(text: str, document: str, page: str) -> str:
    """Links between documents as links between pages; what is no page is linked in the repository."""
    def moved(match: re.Match) -> str:
        target, _, anchor = match[2].partition("#")
        if re.match(r"[a-z]+:", target) or not target:
            return match[0]
        path = os.path.normpath(os.path.join(os.path.dirname(document), target))
        if path.startswith("vscode-extension/media/walkthrough/"):
            new = os.path.relpath("images/" + os.path.basename(path), os.path.dirname(page) or ".")
        elif path in (*DOCUMENTS, EDITORS) or (path.startswith("docs/") and path.endswith(".md")):
            new = os.path.relpath(page_of(path), os.path.dirname(page) or ".")
        else:
            new = REPOSITORY + path
        return f"{match[1]}({new}{'#' + anchor if anchor else ''})"

    return outside_code(text, lambda prose: re.sub(r"(\[[^\]]*\])\(([^)\s]+)\)", moved, prose))


def outside_code(text: str, change) -> str:
    """Changes a text where it is no block of code."""
    parts = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("```") else change(part) for part in parts)


def write_documents(pages: pathlib.Path) -> list:
    """Every document that is a page of its own; gives those that are not in the navigation yet."""
    others = []
    found = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("*.md"))]
    for document in dict.fromkeys([*DOCUMENTS, *found]):
        if document == EDITORS:
            continue
        page = page_of(document)
        text = (ROOT / document).read_text(encoding="utf-8")
        write(pages / page, with_links(text, document, page))
        if document not in DOCUMENTS:
            title = re.search(r"^# (.+)$", text, re.MULTILINE)
            others.append({title[1] if title else page: page})
    return others


def write_editors(pages: pathlib.Path) -> list:
    """A start page for each editor; gives the navigation."""
    text = (ROOT / EDITORS).read_text(encoding="utf-8")
    opening, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    nav = ["editors/index.md"]
    contents = []
    for section in sections:
        title, _, body = section.partition("\n")
        slug = re.sub(r"[^a-z]+", "-", title.lower()).strip("-")
        page = f"editors/{slug}.md"
        install = "" if title in WITHOUT_PROGRAM else INSTALL
        write(pages / page, with_links(f"# {title}\n{install}{body}", EDITORS, page))
        nav.append({title: page})
        contents.append(f"- [{title}]({slug}.md)")
    nav.append({"VS Code: the extension": "editors/vs-code-extension.md"})
    page = "editors/index.md"
    write(pages / page, with_links(opening, EDITORS, page) + "\n" + "\n".join(contents) + "\n")
    return nav


# --- Rules

def write_rules(pages: pathlib.Path, program: str) -> list:
    """The manual page of every rule, under the address that findings link to; gives the navigation."""
    rules = json.loads(output_of(program, "rule", "--all", "--output-format", "json"))
    rows = ["# Rules\n", "| Code | Name | Repair | What is wrong |", "|---|---|---|---|"]
    nav = ["rules/index.md"]
    for rule in rules:
        page = f"rules/{rule['name']}.md"
        write(pages / page, rule["page"])
        off = "" if rule["default"] else " (off)"
        rows.append(f"| {rule['code']} | [{rule['name']}]({rule['name']}.md){off} | {rule['fix']} | {escaped(rule['summary'])} |")
        nav.append({f"{rule['code']} {rule['name']}": page})
    rows.append("\nRules marked *off* report only where `extend-select` names them. An unsafe repair wants a look.")
    write(pages / "rules" / "index.md", "\n".join(rows) + "\n")
    return nav


# --- The API

def write_api(pages: pathlib.Path, program: str) -> list:
    """A page for each chapter with all its names; gives the navigation."""
    server = Server(program)
    chapters = server.command("numpyCapi.apiChapters")
    slugs = {(chapter["library"], chapter["title"]): slug_of(chapter) for chapter in chapters}
    members = {key: server.command("numpyCapi.apiChapter", *key) for key in slugs}
    homes = {item["name"]: f"{slugs[key]}.md#{anchor_of(item['name'])}" for key, items in members.items() for item in items}
    nav = ["api/index.md"]
    lists = {library: [] for library in LIBRARIES}
    for (library, title), slug in slugs.items():
        items = members[library, title]
        page = f"api/{slug}.md"
        sections = [f"## {item['name']} {{ #{anchor_of(item['name'])} }}\n\n{entry(server, item, homes)}" for item in items]
        write(pages / page, f"# {title}\n\n{LIBRARIES[library]}, {len(items)} names.\n\n" + "\n\n".join(sections) + "\n")
        lists[library].append({title: page})
    nav += [{title: lists[library]} for library, title in LIBRARIES.items()]
    server.close()
    index = ["# The API", "", "How much is described and measured: [coverage](coverage.md)."]
    for library, title in LIBRARIES.items():
        index += ["", f"## {title}", ""]
        index += [f"- [{name}]({os.path.basename(page)})" for chapter in lists[library] for name, page in chapter.items()]
    write(pages / "api" / "index.md", "\n".join(index) + "\n")
    return [*nav, {"Coverage": "api/coverage.md"}]


def entry(server: Server, item: dict, homes: dict[str, str]) -> str:
    """The page of a name, with links to the names that it refers to."""
    # Of two libraries that have the name, the one whose chapter this is.
    entries = server.command("numpyCapi.apiEntry", item["name"])
    page = next(one for one in entries if one["library"] == item["library"])["page"]
    def linked(match: re.Match) -> str:
        return re.sub(r"`(\w+)`", lambda name: f"[`{name[1]}`]({homes[name[1]]})" if name[1] in homes else name[0], match[0])
    return re.sub(r"^\*\*See also:\*\*.*$", linked, page, flags=re.MULTILINE)


def anchor_of(name: str) -> str:
    # A point would begin a class.
    return name.replace(".", "-")


def slug_of(chapter: dict) -> str:
    return chapter["library"] + "-" + re.sub(r"[^a-z0-9]+", "-", chapter["title"].lower()).strip("-")


def escaped(text: str) -> str:
    return text.replace("|", "\\|")


def output_of(program: str, *arguments: str) -> str:
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True, encoding="utf-8").stdout


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]), sys.argv[2])
