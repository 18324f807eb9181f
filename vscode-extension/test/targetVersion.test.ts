import assert from "node:assert/strict";
import { test } from "node:test";

import { isVersion, releases, targetText } from "../src/targetVersion";

test("releases are read off the names of their constants and sorted as numbers", () => {
  const names = ["NPY_1_9_API_VERSION", "NPY_1_22_API_VERSION", "NPY_API_VERSION", "NPY_2_0_API_VERSION"];
  assert.deepEqual(releases(names), ["2.0", "1.22", "1.9"]);
});

test("a version is two or three numbers", () => {
  assert.deepEqual(["2.0", "1.22.1", "2", "2.x", ""].map(isVersion), [true, true, false, false, false]);
});

test("the status tells which releases are meant", () => {
  assert.equal(targetText({ version: "1.22", configurationFile: undefined }), "Target: NumPy 1.22 and later");
  assert.equal(targetText({ version: undefined, configurationFile: undefined }), "Target: any NumPy");
});
