//! What tells one finding from all others, for services that follow it from run to run.

use std::collections::HashMap;

use super::json::JsonFinding;

/// One fingerprint per finding, in their order: 16 hexadecimal digits that stay where lines are added above.
pub fn fingerprints(findings: &[&JsonFinding]) -> Vec<String> {
    let mut seen: HashMap<u64, u64> = HashMap::new();
    let fingerprint = |finding: &&JsonFinding| {
        let function = finding.function.as_deref().unwrap_or_default();
        let parts = [finding.filename.as_str(), finding.code, function, &finding.message, &finding.source];
        let hash = hash(parts.join("\n").as_bytes());
        let count = seen.entry(hash).or_default();
        *count += 1;
        format!("{:016x}", hash.wrapping_add(*count - 1))
    };
    findings.iter().map(fingerprint).collect()
}

/// FNV-1a: fingerprints outlive a release of the program, and the standard library's hash does not promise to.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
