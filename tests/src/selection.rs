//! Comments that ask for rules which are off by themselves: `// select: NPC605, NPC701`.

use numpy_capi_analysis::{RuleSelection, Settings};

const MARK: &str = "// select: ";

/// The settings that a text is checked with: the defaults, and the rules that its comments ask for.
pub fn settings_of(text: &str) -> Settings {
    let asked = text.lines().filter_map(|line| line.strip_prefix(MARK)).flat_map(|codes| codes.split(", "));
    let rules =
        RuleSelection { extend_select: asked.map(|code| code.trim().to_owned()).collect(), ..Default::default() };
    Settings { rules, ..Settings::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_a_comment_asks_for() {
        assert_eq!(settings_of("int x;\n"), Settings::default());
        let settings = settings_of("/* Text. */\n// select: NPC605, NPC701\nint x;\n");
        assert_eq!(settings.rules.extend_select, ["NPC605", "NPC701"]);
    }
}
