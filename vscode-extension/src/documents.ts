/** The documents that the server is asked about. */

const LANGUAGES = ["c", "cpp", "cuda-cpp"];
const SCHEMES = ["file", "untitled"];

/** Files and new documents of the C family; not the old versions that a source-control view shows. */
export const DOCUMENTS = LANGUAGES.flatMap((language) => SCHEMES.map((scheme) => ({ language, scheme })));
