//! The templates in the binary, as parsed sources.

use printing::Template;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

/// A file that templates can name: its id in the typesetter, from a path below the root.
pub(crate) fn file_id(path: &str) -> FileId {
    #[expect(
        clippy::expect_used,
        reason = "only constants come here, and the tests print every template"
    )]
    let path = VirtualPath::new(path).expect("a path below the root");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Parses all templates and what they import, once for the life of the process.
pub(crate) fn all() -> Vec<Source> {
    let own = Template::ALL
        .into_iter()
        .map(|template| Source::new(main_id(template), text(template).to_owned()));
    let shared = Source::new(
        file_id("lib.typ"),
        include_str!("../templates/lib.typ").to_owned(),
    );
    own.chain([shared]).collect()
}

/// The file that a job of this template starts from.
pub(crate) fn main_id(template: Template) -> FileId {
    file_id(&format!("{template}.typ"))
}

fn text(template: Template) -> &'static str {
    match template {
        Template::HistoryTicket => include_str!("../templates/history-ticket.typ"),
        Template::AdmissionSlip => include_str!("../templates/admission-slip.typ"),
        Template::PropertyReceipt => include_str!("../templates/property-receipt.typ"),
        Template::NominalRoll => include_str!("../templates/nominal-roll.typ"),
        Template::HeadCount => include_str!("../templates/head-count.typ"),
    }
}
