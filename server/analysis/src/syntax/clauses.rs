//! The clauses that say what a function does with references: `returns borrowed; steals descr, 2; borrows op`.

use super::annotations::Annotation;

/// No function has more parameters; a larger number is a slip of the pen.
const MOST_PARAMETERS: usize = 255;

/// How a clause is written.
const FORMS: &str = "`returns new`, `returns borrowed`, `steals 1, 2` or `borrows 1, 2`";

impl Annotation {
    /// Reads clauses, separated by semicolons, that name arguments by their number from 1.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the first clause that cannot be read, and how clauses are written.
    pub fn of_clauses(text: &str) -> Result<Self, String> {
        let mut annotation = Self::default();
        let clauses = text.split(';').map(str::trim).filter(|clause| !clause.is_empty());
        clauses.map(|clause| annotation.read_clause(clause, &[])).collect::<Result<Vec<()>, String>>()?;
        if annotation == Self::default() { Err(format!("this says nothing; write {FORMS}")) } else { Ok(annotation) }
    }

    /// Takes in one clause; `parameters` are names that stand for arguments. What can be read of a wrong one counts.
    pub(super) fn read_clause(&mut self, clause: &str, parameters: &[&str]) -> Result<(), String> {
        let (verb, objects) = clause.split_once(char::is_whitespace).unwrap_or((clause, ""));
        match (verb, objects.trim()) {
            ("returns", "new") => self.is_result_new = Some(true),
            ("returns", "borrowed") => self.is_result_new = Some(false),
            ("steals", objects) => return self.read_arguments(objects, true, parameters),
            ("borrows", objects) => return self.read_arguments(objects, false, parameters),
            _ => return Err(format!("`{clause}` is no clause; write {FORMS}")),
        }
        Ok(())
    }

    fn read_arguments(&mut self, objects: &str, is_stolen: bool, parameters: &[&str]) -> Result<(), String> {
        let mut outcome = Ok(());
        for object in objects.split(',').map(str::trim) {
            let by_name = parameters.iter().position(|name| *name == object);
            match by_name.or_else(|| position(object)) {
                Some(position) => self.arguments.push((position, is_stolen)),
                None => outcome = Err(format!("`{object}` is no argument; write its number, from 1 on")),
            }
        }
        outcome
    }
}

/// The position, from 0, of the argument with a number from 1.
pub(super) fn position(number: &str) -> Option<usize> {
    let number: usize = number.parse().ok()?;
    (1..=MOST_PARAMETERS).contains(&number).then(|| number - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_read() {
        let read = Annotation::of_clauses("returns borrowed; steals 2, 3; borrows 1;");
        let arguments = vec![(1, true), (2, true), (0, false)];
        assert_eq!(read, Ok(Annotation { is_result_new: Some(false), arguments }));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let problem = |text: &str| Annotation::of_clauses(text).unwrap_err();
        assert!(problem("").contains("says nothing"));
        assert!(problem("return new").contains("`return new` is no clause; write `returns new`"));
        for object in ["0", "list", "256", "99999999999999999999", ""] {
            assert!(problem(&format!("steals {object}")).contains(&format!("`{object}` is no argument")), "{object}");
        }
    }
}
