/** The NumPy that the code has to run with: what can be picked, and what is said of it. Pure. */

/** What the server says of its settings for a file or for the workspace. */
export interface TargetState {
  /** `MAJOR.MINOR`, where a version is set. */
  readonly version: string | undefined;
  /** The configuration file in force, where there is one. */
  readonly configurationFile: string | undefined;
}

/** The text of the status item. */
export function targetText(state: TargetState): string {
  return `Target: ${state.version === undefined ? "any NumPy" : `NumPy ${state.version} and later`}`;
}

/** Whether a text is a version as the settings take it. */
export function isVersion(text: string): boolean {
  return /^\d+\.\d+(\.\d+)?$/.test(text);
}

/** Every release, as MAJOR.MINOR, that has a constant among the names of the API, the newest first. */
export function releases(names: Iterable<string>): string[] {
  const found = [...names].flatMap((name) => {
    const [, major, minor] = /^NPY_(\d+)_(\d+)_API_VERSION$/.exec(name) ?? [];
    return major === undefined || minor === undefined ? [] : `${major}.${minor}`;
  });
  return found.sort((a, b) => compare(b, a));
}

function compare(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA - majorB || minorA - minorB;
}
