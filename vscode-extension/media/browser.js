// Runs in the browser's page: shows what the extension sends and tells it what was clicked or typed.
(() => {
  const vscode = acquireVsCodeApi();
  const search = document.getElementById("search");
  const page = document.getElementById("page");
  const results = document.getElementById("results");

  window.addEventListener("message", ({ data }) => {
    if (data.kind === "page") {
      page.innerHTML = data.html;
      document.getElementById("back").disabled = !data.canGoBack;
      document.getElementById("forward").disabled = !data.canGoForward;
      search.value = "";
      showResults(false);
      window.scrollTo(0, 0);
    } else if (data.kind === "results" && data.text === search.value) {
      results.innerHTML = data.html;
      showResults(true);
    } else if (data.kind === "focusSearch") {
      search.select();
      search.focus();
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-entry], a[data-chapter], a[data-rule]");
    if (link) {
      event.preventDefault();
      const { entry, rule, library, chapter } = link.dataset;
      vscode.postMessage({ kind: "open", entry, rule, library, chapter });
    }
  });

  for (const id of ["back", "forward", "home"]) {
    document.getElementById(id).addEventListener("click", () => vscode.postMessage({ kind: id }));
  }

  search.addEventListener("input", () => {
    if (search.value.trim() === "") {
      showResults(false);
    } else {
      vscode.postMessage({ kind: "search", text: search.value });
    }
  });

  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      results.querySelector("a[data-entry]")?.click();
    } else if (event.key === "Escape") {
      search.value = "";
      showResults(false);
    }
  });

  function showResults(areShown) {
    results.hidden = !areShown;
    page.hidden = areShown;
  }

  vscode.postMessage({ kind: "ready" });
})();
