//! The prose of the database as one string, which entries refer to by position.

use std::cell::RefCell;
use std::collections::HashMap;

/// All texts so far; equal ones stand in it once.
#[derive(Default)]
pub struct Texts(RefCell<Collected>);

#[derive(Default)]
struct Collected {
    all: String,
    places: HashMap<String, usize>,
}

impl Texts {
    /// The Rust expression of a text.
    pub fn literal(&self, text: &str) -> String {
        if text.is_empty() {
            return "Text::EMPTY".to_owned();
        }
        let Collected { all, places } = &mut *self.0.borrow_mut();
        let start = *places.entry(text.to_owned()).or_insert_with(|| {
            all.push_str(text);
            all.len() - text.len()
        });
        format!("Text::at({start}, {})", text.len())
    }

    /// The Rust expression of a list of texts.
    pub fn list(&self, texts: &[String]) -> String {
        let texts: Vec<String> = texts.iter().map(|text| self.literal(text)).collect();
        format!("&[{}]", texts.join(", "))
    }

    /// All of them.
    pub fn into_string(self) -> String {
        self.0.into_inner().all
    }
}
