// The API browser as a person uses it: the view in the side bar, the page, its search, the pages of rules.
import { PATIENCE } from "./workbench.mjs";

/** Every check: a name and what to do. */
export function browserChecks(workbench) {
  const { page } = workbench;
  const rows = page.locator(".pane-body .monaco-list-row");
  const row = (text) => rows.filter({ hasText: text }).first();
  const content = () => page.frameLocator("iframe.webview.ready").last().frameLocator("#active-frame");
  const title = (text) => content().locator("#page h1", { hasText: text }).waitFor(PATIENCE);

  return [
    ["the API in the side bar, by chapter", tree],
    ["the page of a name from the side bar", pageOfName],
    ["a name on a page leads to its page, and back", link],
    ["the search of the page", search],
    ["a chapter on a page", chapter],
    ["Explain Rule with the finding under the cursor first", rule],
  ];

  async function tree() {
    await page.locator('.activitybar [aria-label="NumPy C-API"]').first().click();
    await row("Creating arrays").waitFor(PATIENCE);
    await row("Creating arrays").click();
    await row("PyArray_SimpleNew").waitFor(PATIENCE);
    await workbench.shot("api-view");
    return (await rows.allInnerTexts()).slice(0, 4).map((text) => text.replace(/\s+/g, " ")).join(" | ");
  }

  async function pageOfName() {
    await row("PyArray_SimpleNew").click();
    await title("PyArray_SimpleNew");
    await content().locator("#page", { hasText: /returns new reference/i }).waitFor(PATIENCE);
    await workbench.shot("api-page");
  }

  async function link() {
    const other = content().locator("#page a[data-entry]").first();
    const name = await other.innerText();
    await other.click();
    await title(name);
    await content().locator("#back").click();
    await title("PyArray_SimpleNew");
    return name;
  }

  async function search() {
    await content().locator("#search").fill("uninitialised array");
    await content().locator('#results a[data-entry="PyArray_Empty"]').waitFor(PATIENCE);
    await content().locator("#search").fill("PyArray_NewFromD");
    await content().locator('#results a[data-entry="PyArray_NewFromDescr"]').waitFor(PATIENCE);
    await workbench.shot("api-search");
    await content().locator("#search").press("Enter");
    await title("PyArray_NewFromDescr");
    await workbench.shot("api-entry");
  }

  async function chapter() {
    await content().locator("#home").click();
    await title("The C-API of NumPy and CPython");
    await workbench.shot("api-home");
    await content().locator('a[data-chapter="Writing back copies"]').click();
    await title("Writing back copies");
    await content().locator('a[data-entry="PyArray_ResolveWritebackIfCopy"]').waitFor(PATIENCE);
    await workbench.shot("api-chapter");
  }

  async function rule() {
    await workbench.focusEditor();
    await workbench.command("NumPy C-API: Explain Rule…", { staysOpen: true });
    const first = page.locator(".quick-input-list .monaco-list-row").first();
    await first.waitFor(PATIENCE);
    await workbench.shot("rules");
    const offered = await first.innerText();
    await page.keyboard.press("Enter");
    await title("early-return-leak");
    await workbench.shot("rule");
    await workbench.focusEditor();
    await workbench.command("View: Close Editors in Other Groups");
    await page.keyboard.press("Control+Shift+E");
    await workbench.focusEditor();
    return offered.replace(/\s+/g, " ").slice(0, 60);
  }
}
