//! The data files as they are written.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Everything the data files say.
#[derive(Default)]
pub struct Data {
    pub symbols: Vec<Located<RawSymbol>>,
    pub macros: Vec<Located<RawMacro>>,
    pub units: Vec<Located<RawUnit>>,
    pub headers: Vec<Located<RawHeader>>,
}

/// The outcome of reading: what could be read, and what could not.
pub struct Database {
    pub data: Data,
    pub problems: Vec<Problem>,
}

/// A table of a data file with its name and place.
pub struct Located<T> {
    pub name: String,
    pub place: Place,
    pub chapter: Chapter,
    pub value: T,
}

/// A line of a data file.
#[derive(Clone)]
pub struct Place {
    pub file: PathBuf,
    pub line: usize,
}

/// A mistake in the data.
pub struct Problem {
    pub place: Place,
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.place.file.display(), self.place.line, self.message)
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    pub title: String,
    pub library: String,
    #[serde(default)]
    pub header: String,
    #[serde(default)]
    pub manual: String,
    #[serde(default)]
    pub explicit_include: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSymbol {
    pub kind: String,
    #[serde(default)]
    pub signature: String,
    pub summary: String,
    #[serde(default)]
    pub details: String,
    pub returns: Option<RawReturns>,
    #[serde(default)]
    pub params: BTreeMap<String, RawParam>,
    #[serde(default)]
    pub on_failure: String,
    #[serde(default = "yes")]
    pub gil: bool,
    #[serde(default)]
    pub inline: bool,
    #[serde(default)]
    pub runs_python: bool,
    #[serde(default)]
    pub no_return: bool,
    pub error_indicator: Option<String>,
    pub added: String,
    #[serde(default)]
    pub deprecated: String,
    #[serde(default)]
    pub removed: String,
    #[serde(default)]
    pub earlier_result: String,
    #[serde(default)]
    pub moved: String,
    #[serde(default)]
    pub limited_form: String,
    #[serde(default)]
    pub changed: Vec<RawChange>,
    #[serde(default)]
    pub target: String,
    pub replacement: Option<RawReplacement>,
    #[serde(default)]
    pub value: String,
    #[serde(default)]
    pub platform_values: Vec<String>,
    #[serde(default)]
    pub expands_to: Vec<String>,
    #[serde(default)]
    pub member_of: Vec<String>,
    #[serde(default)]
    pub guarantees: String,
    #[serde(default)]
    pub last_entry: String,
    pub obliges: Option<String>,
    #[serde(default)]
    pub ignored_by: Vec<String>,
    #[serde(default)]
    pub family: String,
    #[serde(default, rename = "struct")]
    pub owner_struct: String,
    pub holds: Option<String>,
    pub takes: Option<RawFieldValue>,
    #[serde(default)]
    pub reached_through: Vec<String>,
    #[serde(default)]
    pub example: String,
    #[serde(default)]
    pub traps: Vec<String>,
    #[serde(default)]
    pub see_also: Vec<String>,
    pub header: Option<String>,
    pub manual: Option<String>,
    pub anchor: Option<String>,
    #[serde(default = "read_evidence")]
    pub evidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFieldValue {
    pub sets: Vec<String>,
    pub position: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawReturns {
    #[serde(default = "none_word")]
    pub ownership: String,
    pub failure: String,
    #[serde(default = "always_word")]
    pub exception: String,
    #[serde(default)]
    pub success: String,
    #[serde(default)]
    pub fails_only_by_misuse: bool,
    #[serde(default)]
    pub release_is_idiom: bool,
    #[serde(default)]
    pub nothing: String,
    pub certain_with: Option<RawCertainty>,
    #[serde(default)]
    pub same_as: String,
    #[serde(default)]
    pub borrowed_from: String,
    pub elements: Option<String>,
    #[serde(default)]
    pub released_by: String,
    #[serde(default)]
    pub meaning: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCertainty {
    pub param: String,
    #[serde(default)]
    pub set: String,
    pub low: Option<i64>,
    pub high: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawParam {
    pub meaning: String,
    pub ownership: Option<String>,
    #[serde(default)]
    pub null: bool,
    #[serde(default)]
    pub set: String,
    #[serde(default)]
    pub replaced_by: String,
    #[serde(default)]
    pub released_by: String,
    pub write_back: Option<String>,
    #[serde(default = "unchanged_word")]
    pub writes_on_failure: String,
    #[serde(default)]
    pub cleans_up: bool,
    #[serde(default)]
    pub may_leave_null: bool,
    pub format: Option<String>,
    #[serde(default)]
    pub converter: bool,
    #[serde(default)]
    pub kept: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawChange {
    pub version: String,
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawReplacement {
    pub name: String,
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawMacro {
    pub reads: String,
    #[serde(default)]
    pub arguments: bool,
    pub control: Option<String>,
    pub returned: Option<String>,
    #[serde(default)]
    pub sets_exception: bool,
    #[serde(default)]
    pub releases_gil: bool,
    #[serde(default)]
    pub acquires_gil: bool,
    #[serde(default)]
    pub asks_data: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawHeader {
    pub removed: String,
    pub replacement: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawUnit {
    pub summary: String,
    #[serde(default)]
    pub arguments: Vec<RawUnitArgument>,
    #[serde(default)]
    pub marker: bool,
    #[serde(default)]
    pub takes_all: bool,
    #[serde(skip)]
    pub format: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawUnitArgument {
    #[serde(rename = "type")]
    pub type_text: String,
    #[serde(default = "none_word")]
    pub ownership: String,
    #[serde(default)]
    pub null: bool,
    #[serde(default)]
    pub meaning: String,
    #[serde(default)]
    pub released_by: String,
    #[serde(default)]
    pub converter: bool,
    #[serde(default)]
    pub opaque: bool,
}

fn yes() -> bool {
    true
}

fn none_word() -> String {
    "none".to_owned()
}

fn always_word() -> String {
    "always".to_owned()
}

fn unchanged_word() -> String {
    "unchanged".to_owned()
}

fn read_evidence() -> String {
    "read".to_owned()
}

/// Reads every data file below `folder`.
pub fn database(folder: &Path) -> Database {
    let mut reader = Reader { data: Data::default(), problems: Vec::new() };
    for library in ["c", "numpy", "python"] {
        for file in toml_files(&folder.join(library)) {
            reader.file(&file, Reader::chapter_file);
        }
    }
    reader.file(&folder.join("macros.toml"), Reader::macro_file);
    reader.file(&folder.join("formats.toml"), Reader::format_file);
    reader.file(&folder.join("headers.toml"), Reader::header_file);
    Database { data: reader.data, problems: reader.problems }
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
}

struct Reader {
    data: Data,
    problems: Vec<Problem>,
}

/// One data file under the reader.
struct File<'a> {
    path: &'a Path,
    text: &'a str,
}

impl File<'_> {
    fn place(&self, offset: usize) -> Place {
        let line = self.text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1;
        Place { file: self.path.to_owned(), line }
    }
}

impl Reader {
    fn file(&mut self, path: &Path, read: fn(&mut Self, &File<'_>, DeTable<'_>)) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                let place = Place { file: path.to_owned(), line: 1 };
                self.problems.push(Problem { place, message: format!("cannot be read: {error}") });
                return;
            }
        };
        let file = File { path, text: &text };
        match DeTable::parse(&text) {
            Ok(table) => read(self, &file, table.into_inner()),
            Err(error) => self.complain(&file, error.span().map_or(0, |span| span.start), error.message()),
        }
    }

    fn complain(&mut self, file: &File<'_>, offset: usize, message: &str) {
        self.problems.push(Problem { place: file.place(offset), message: message.to_owned() });
    }

    /// Deserializes one table, or records why it cannot be.
    fn table<'de, T: Deserialize<'de>>(
        &mut self,
        file: &File<'_>,
        at: usize,
        value: Spanned<DeValue<'de>>,
    ) -> Option<T> {
        match T::deserialize(value.into_deserializer()) {
            Ok(table) => Some(table),
            Err(error) => {
                self.complain(file, error.span().map_or(at, |span| span.start), error.message());
                None
            }
        }
    }

    fn chapter_file(&mut self, file: &File<'_>, mut table: DeTable<'_>) {
        let Some(value) = table.remove("chapter") else {
            self.complain(file, 0, "a file starts with a [chapter] table: title, library, header, manual");
            return;
        };
        let Some(chapter) = self.table::<Chapter>(file, value.span().start, value) else { return };
        for (key, value) in table {
            let at = key.span().start;
            if let Some(symbol) = self.table::<RawSymbol>(file, at, value) {
                let name = key.into_inner().into_owned();
                self.data.symbols.push(Located {
                    name,
                    place: file.place(at),
                    chapter: chapter.clone(),
                    value: symbol,
                });
            }
        }
    }

    fn macro_file(&mut self, file: &File<'_>, table: DeTable<'_>) {
        for (key, value) in table {
            let at = key.span().start;
            if let Some(syntax) = self.table::<RawMacro>(file, at, value) {
                let name = key.into_inner().into_owned();
                self.data.macros.push(Located {
                    name,
                    place: file.place(at),
                    chapter: Chapter::default(),
                    value: syntax,
                });
            }
        }
    }

    fn header_file(&mut self, file: &File<'_>, table: DeTable<'_>) {
        for (key, value) in table {
            let at = key.span().start;
            if let Some(header) = self.table::<RawHeader>(file, at, value) {
                self.data.headers.push(Located {
                    name: key.into_inner().into_owned(),
                    place: file.place(at),
                    chapter: Chapter::default(),
                    value: header,
                });
            }
        }
    }

    fn format_file(&mut self, file: &File<'_>, table: DeTable<'_>) {
        for (format, units) in table {
            let format_name = format.get_ref().to_string();
            let DeValue::Table(units) = units.into_inner() else {
                self.complain(file, format.span().start, "expected tables such as [parse.\"O!\"]");
                continue;
            };
            for (key, value) in units {
                let at = key.span().start;
                if let Some(mut unit) = self.table::<RawUnit>(file, at, value) {
                    unit.format.clone_from(&format_name);
                    let name = key.into_inner().into_owned();
                    self.data.units.push(Located {
                        name,
                        place: file.place(at),
                        chapter: Chapter::default(),
                        value: unit,
                    });
                }
            }
        }
    }
}
