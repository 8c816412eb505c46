//! A lint is silenced with `#[expect(…, reason = "…")]`; where only `#[allow]` serves (a macro's
//! expansion), it too says why.

use super::{Finding, Repository};

/// The places, from 1, of `allow` attributes without a reason.
fn without_reason(text: &str) -> Vec<usize> {
    [concat!("#[all", "ow("), concat!("#![all", "ow(")]
        .iter()
        .flat_map(|opening| text.match_indices(opening))
        .filter(|(at, _)| {
            let attribute = text.get(*at..).unwrap_or_default();
            let end = attribute.find(")]").unwrap_or(attribute.len());
            let attribute = attribute.get(..end).unwrap_or_default();
            !attribute.contains("reason")
        })
        .map(|(at, _)| text.get(..at).unwrap_or_default().lines().count().max(1))
        .collect()
}

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in repository
        .files
        .iter()
        .filter(|file| file.has_extension("rs"))
    {
        for line in without_reason(&file.text) {
            found.push(Finding::new(
                &file.path,
                line,
                "an `allow` without a reason",
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::without_reason;

    #[test]
    fn a_reason_is_asked_for_over_several_lines_too() {
        let bare = concat!("fn a() {}\n#[all", "ow(dead_code)]\nfn b() {}");
        assert_eq!(without_reason(bare).len(), 1);
        let reasoned = concat!(
            "#[all",
            "ow(\n  dead_code,\n  reason = \"why\"\n)]\nfn b() {}"
        );
        assert!(without_reason(reasoned).is_empty());
    }
}
