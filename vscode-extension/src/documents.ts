/** The documents that the server is asked about. */

/** The last one is NumPy's templates (`.c.src`), which this extension declares. */
const LANGUAGES = ["c", "cpp", "cuda-cpp", "numpy-c-template"];
const SCHEMES = ["file", "untitled"];

/** Files and new documents of the C family; not the old versions that a source-control view shows. */
export const DOCUMENTS = LANGUAGES.flatMap((language) => SCHEMES.map((scheme) => ({ language, scheme })));
