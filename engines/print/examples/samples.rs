//! Prints every sample in both languages, to look at: `cargo run -p print --example samples -- FOLDER`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use print::Renderer;
use printing::Template;

#[path = "../tests/it/support.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the tests' helpers, and they use the rest"
)]
mod support;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: samples FOLDER")?);
    fs::create_dir_all(&folder)?;
    let renderer = Renderer::new();
    for template in Template::ALL {
        for lang in support::LANGS {
            let document = support::sample(template, lang);
            let rendered = renderer.render(
                template,
                support::data(&document),
                support::photo(&document),
            )?;
            fs::write(
                folder.join(format!("{template}.{}.pdf", support::suffix(lang))),
                rendered.pdf,
            )?;
        }
    }
    Ok(())
}
