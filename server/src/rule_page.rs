//! The manual pages of the rules: the same for the terminal, the web and an editor.

use numpy_capi_analysis::{FixAvailability, Rule, rules};

/// The rule that a user means by a code or a name. Codes are shown in capitals, names in small letters, and nobody
/// remembers which.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    [code_or_name, &code_or_name.to_uppercase(), &code_or_name.to_lowercase()].into_iter().find_map(rules::find)
}

/// The manual page of a rule as Markdown.
pub fn markdown(rule: &Rule) -> String {
    let blocks = [
        format!("# {} ({})", rule.name, rule.code),
        rule.summary.to_owned(),
        status(rule),
        rule.page.trim().to_owned(),
        example("Wrong", rule.bad),
        example("Right", rule.good),
    ];
    let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    blocks.join("\n\n") + "\n"
}

/// Group, severity, and whether the rule reports and repairs.
fn status(rule: &Rule) -> String {
    let state = if rule.default { "on by default" } else { "off by default" };
    let fix = match rule.fix {
        FixAvailability::Safe => "A safe fix is offered.",
        FixAvailability::Unsafe => "A fix is offered that may want a look.",
        FixAvailability::None => "There is no automatic fix.",
    };
    format!("Group `{}`, severity {}, {state}. {fix}", rule.group, rule.severity.word())
}

fn example(heading: &str, code: &str) -> String {
    if code.trim().is_empty() {
        return String::new();
    }
    format!("## {heading}\n\n```c\n{}\n```", code.trim_matches('\n'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn any_spelling_finds_the_rule() {
        for name in ["NPC203", "npc203", "early-return-leak", "Early-Return-Leak"] {
            assert_eq!(find(name).unwrap().code, "NPC203", "{name}");
        }
        assert!(find("NPC2").is_none());
    }

    #[test]
    fn a_page_shows_status_and_both_examples() {
        let rule = find("NPC203").unwrap();
        let page = markdown(rule);
        assert!(page.starts_with("# early-return-leak (NPC203)\n\n"));
        assert!(page.contains("\n\nGroup `ownership`, severity error, on by default. A safe fix is offered.\n\n"));
        let (wrong, right) = (page.find("## Wrong\n\n```c\n").unwrap(), page.find("## Right\n\n```c\n").unwrap());
        assert!(wrong < right && page.ends_with("```\n"));
        assert!(!page.contains("\n\n\n"));
    }
}
