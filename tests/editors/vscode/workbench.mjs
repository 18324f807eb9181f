// The workbench in a headless browser, with what a person does in it as functions.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-features=LocalNetworkAccessChecks",
];

/** How long anything may take to appear, in milliseconds: a busy machine is slow. */
export const PATIENCE = { timeout: 45_000 };

/** The rows of lists and pop-ups. */
export const ROWS = {
  problems: ".markers-panel .monaco-list-row",
  quickFixes: ".action-widget .monaco-list-row.action",
  suggestions: ".suggest-widget.visible .monaco-list-row",
};

/** One browser page with a folder open in it. */
export class Workbench {
  #browser;
  #shots;
  #shotNumber = 0;

  /** Every address outside this machine that something asked for. */
  foreignOrigins = new Set();

  /** `modules` is the directory whose node_modules has playwright-core. */
  static async open({ server, folder, file, chromium, modules, shots }) {
    const { chromium: browserType } = createRequire(path.join(modules, "package.json"))("playwright-core");
    const workbench = new Workbench();
    workbench.#shots = shots;
    fs.mkdirSync(shots, { recursive: true });
    workbench.#browser = await browserType.launch({ executablePath: chromium, headless: true, args: CHROMIUM_ARGUMENTS });
    workbench.page = await workbench.#browser.newPage({ viewport: { width: 1280, height: 800 } });
    await workbench.page.route("**/*", (route) => workbench.#stayOnThisMachine(route));
    const payload = [["openFile", `vscode-remote://127.0.0.1:${server.port}${folder}/${file}`], ["skipWelcome", "true"]];
    const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
    await workbench.page.goto(`${server.url}/?${query}`);
    return workbench;
  }

  /** Waits until the file that was opened shows in the editor. */
  async editorShown() {
    await this.page.waitForSelector(".editor-instance .view-lines .view-line", PATIENCE);
  }

  /** Waits until the open editor's text passes a test; `pattern` is the source of a regular expression. */
  async textMatches(pattern) {
    await this.page.waitForFunction(
      (source) => new RegExp(source).test(document.querySelector(".editor-instance .view-lines").innerText.replace(/\u00a0/g, " ")),
      pattern,
      PATIENCE,
    );
  }

  /** Gives the keyboard to the editor. */
  async focusEditor() {
    await this.page.keyboard.press("Control+1");
  }

  /** Puts the cursor to a line and column, both counted from 1, and that line in view. */
  async goTo(line, column = 1) {
    await this.focusEditor();
    await this.openQuickInput("Control+G");
    await this.fillQuickInput(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden", ...PATIENCE });
  }

  /** Rests the mouse on the first visible occurrence of a text, and gives the pop-up that holds another text. */
  async hoverOver(text, expected) {
    const { x, y } = await this.#centreOf(text);
    await this.page.mouse.move(x - 20, y);
    await this.page.mouse.move(x, y, { steps: 4 });
    const popup = this.page.locator(".monaco-hover:visible", { hasText: expected }).first();
    await popup.waitFor(PATIENCE);
    return popup;
  }

  /** Ends a hover. */
  async leaveHover() {
    await this.page.keyboard.press("Escape");
    await this.page.mouse.move(640, 790);
  }

  /** Runs a command by its title in the command palette. `staysOpen`: it asks something there. */
  async command(title, { staysOpen = false } = {}) {
    await this.openQuickInput("F1");
    await this.fillQuickInput(`>${title}`);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor(PATIENCE);
    await this.page.keyboard.press("Enter");
    if (!staysOpen) {
      await this.page.locator(".quick-input-widget").waitFor({ state: "hidden", ...PATIENCE });
    }
  }

  /** Opens the field at the top by a key, again where the workbench was too busy to hear it. */
  async openQuickInput(key) {
    const field = this.page.locator(".quick-input-widget:visible input.input").first();
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.page.keyboard.press(key);
      const opened = await field.waitFor({ timeout: 5000 }).then(() => true, () => false);
      if (opened) {
        return;
      }
    }
  }

  /** Writes into the field at the top once it is there: on a slow machine keys would go into the editor before. */
  async fillQuickInput(text) {
    await this.page.locator(".quick-input-widget:visible input.input").first().fill(text, PATIENCE);
  }

  /** Keeps a picture of the workbench as it is. */
  async shot(name) {
    // Pop-ups fade in.
    await this.page.waitForTimeout(300);
    this.#shotNumber += 1;
    const file = path.join(this.#shots, `${this.#shotNumber}-${name}.png`);
    await this.page.screenshot({ path: file, animations: "disabled" });
  }

  /** Closes the browser. */
  close() {
    return this.#browser.close();
  }

  async #centreOf(text) {
    const found = await this.page.evaluate(centreInEditor, text);
    if (!found) {
      throw new Error(`"${text}" is not visible in the editor`);
    }
    return found;
  }

  #stayOnThisMachine(route) {
    const { hostname, origin, protocol } = new URL(route.request().url());
    if (["127.0.0.1", "localhost"].includes(hostname) || !protocol.startsWith("http")) {
      return route.continue();
    }
    this.foreignOrigins.add(origin);
    return route.abort();
  }
}

/** Runs in the page: the middle of the first visible occurrence of a text in the editor. */
function centreInEditor(text) {
  const walker = document.createTreeWalker(document.querySelector(".editor-instance .view-lines"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const index = node.data.indexOf(text);
    if (index >= 0) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + text.length);
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
  }
  return undefined;
}
