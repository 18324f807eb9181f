//! "Did you mean": the nearest known name.

/// The least likeness, between 0 and 1, of a name that is worth offering.
const LEAST_LIKENESS: f64 = 0.8;

/// The known name most like `name`, the first of equals; `None` where none is near.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let mut best = None;
    for candidate in known {
        let likeness = strsim::jaro_winkler(&lower, &candidate.to_lowercase());
        if likeness >= LEAST_LIKENESS && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// "did you mean `x`?", where there is a near name.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|candidate| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_the_nearest_name_only_where_it_is_near() {
        assert_eq!(nearest("selct", ["ignore", "select", "extend-select"]), Some("select"));
        assert_eq!(nearest("qqq", ["ignore", "select"]), None);
    }
}
