// Puts the snippets, which are written as C files, into the form that VS Code reads.
import fs from "node:fs";
import path from "node:path";

/** Writes all of `directory` to one file. The first lines of each C file say how it is offered. */
export function writeSnippets(directory, file) {
  const sources = fs.readdirSync(directory).filter((name) => name.endsWith(".c")).sort();
  const snippets = Object.fromEntries(sources.map((name) => snippet(path.join(directory, name))));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(snippets, null, 2));
}

function snippet(file) {
  const lines = fs.readFileSync(file, "utf8").trimEnd().split("\n");
  const [prefix, title, description] = ["prefix", "title", "description"].map((key, index) => {
    const [, value] = new RegExp(`^// ${key}: (.+)$`).exec(lines[index] ?? "") ?? [];
    if (!value) {
      throw new Error(`${file}:${index + 1}: expected "// ${key}: ..."`);
    }
    return value;
  });
  return [title, { prefix, description, body: lines.slice(3) }];
}
