import js from "@eslint/js";
import typescript from "typescript-eslint";

export default typescript.config(
  { ignores: ["dist/", "node_modules/", "server/"] },
  { files: ["src/**/*.ts", "test/**/*.ts"], extends: [js.configs.recommended, typescript.configs.strictTypeChecked], languageOptions: { parserOptions: { projectService: true } } },
  {
    files: ["src/**/*.ts", "test/**/*.ts"],
    rules: {
      // Numbers in messages are wanted.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Node.js's own test runner waits for its tests.
      "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: [{ from: "package", name: "test", package: "node:test" }] }],
      "@typescript-eslint/no-confusing-void-expression": "off",
    },
  },
  {
    files: ["scripts/**/*.mjs"],
    extends: [js.configs.recommended],
    languageOptions: { globals: { process: "readonly", console: "readonly" } },
  },
  {
    files: ["media/**/*.js"],
    extends: [js.configs.recommended],
    languageOptions: { sourceType: "script", globals: { acquireVsCodeApi: "readonly", document: "readonly", window: "readonly" } },
  },
);
