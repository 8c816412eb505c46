//! Every template of this crate in both languages: no missing text, well-formed HTML.

use kernel::Lang;

use super::page;
use crate::failure::{FailurePage, FailurePart};
use crate::styleguide::sample;
use crate::{Form, LOCALES, Page};

/// Elements that have no end tag.
const VOID: &[&str] = &[
    "area", "br", "circle", "hr", "img", "input", "link", "meta", "path", "use",
];

/// Every page of this crate, by name.
fn all(lang: Lang) -> Vec<(&'static str, String)> {
    let page = || page(lang);
    let text = page().t("err-bug");
    let failure = FailurePage {
        hint: page().t("hint-ours"),
        page: Page {
            who: None,
            ..page()
        },
        status: 500,
        text: text.clone(),
        ours: true,
    };
    let part = FailurePart {
        page: page(),
        text,
        ours: true,
    };
    let titled = Page {
        title: page().t("styleguide"),
        ..page()
    };
    let form = crate::styleguide::filled(lang);
    let drawn = |template: &dyn askama::DynTemplate| template.dyn_render().unwrap();
    let mut pages = vec![
        ("failure", drawn(&failure)),
        ("failure_part", drawn(&part)),
        ("styleguide", drawn(&sample(titled.clone(), form))),
        ("styleguide_empty", drawn(&sample(titled, Form::empty()))),
        ("reference", drawn(&crate::reference::sample(page()))),
    ];
    pages.extend(crate::account::samples(&page(), lang));
    pages.extend(crate::office::samples(&page()));
    pages
}

/// What is wrong with the nesting of `html`, in words.
fn malformed(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, next) = after.split_once('>')?;
        rest = next;
        let name = tag
            .trim_start_matches('/')
            .split([' ', '\n', '/'])
            .next()
            .unwrap_or_default();
        if tag.starts_with('!') || tag.ends_with('/') || VOID.contains(&name) {
            continue;
        }
        if !tag.starts_with('/') {
            open.push(name);
        } else if open.pop() != Some(name) {
            return Some(format!("</{name}> closes another element"));
        }
    }
    open.pop().map(|name| format!("<{name}> is not closed"))
}

#[test]
fn every_page_in_both_languages() {
    for lang in Lang::ALL {
        for (name, html) in all(lang) {
            assert!(!html.contains('⟦'), "{name} in {lang}: {}", missing(&html));
            assert_eq!(malformed(&html), None, "{name} in {lang}");
            for forbidden in [" style=", "<style", " onclick=", "javascript:"] {
                assert!(!html.contains(forbidden), "{name} has {forbidden}");
            }
            if let Some(folder) = std::env::var_os("ALOR_PAGES") {
                let path = std::path::Path::new(&folder).join(format!("{name}.{lang}.html"));
                std::fs::write(path, html).unwrap();
            }
        }
    }
}

fn missing(html: &str) -> String {
    let keys = html
        .split('⟦')
        .skip(1)
        .filter_map(|rest| rest.split('⟧').next());
    keys.collect::<Vec<_>>().join(", ")
}

#[test]
fn ids_are_used_once() {
    for (name, html) in all(Lang::En) {
        let mut ids: Vec<_> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        ids.sort_unstable();
        let before = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), before, "{name} uses an id twice: {ids:?}");
    }
}

#[test]
fn both_languages_have_every_key_with_the_same_mentions() {
    assert_eq!(crate::gaps(LOCALES), Vec::<String>::new());
}

#[test]
fn malformed_html_is_seen() {
    assert!(malformed("<p><b>x</p></b>").is_some());
    assert!(malformed("<p>").is_some());
    assert_eq!(malformed("<p><br><img src=\"x\"><use/></p>"), None);
}

#[test]
fn numbers_dates_and_ages_follow_the_reader() {
    use kernel::{BdTime, Birth, Taka};
    let (bn, en) = (page(Lang::Bn), page(Lang::En));
    assert_eq!(bn.n(1_234_567_i64), "১২,৩৪,৫৬৭");
    assert_eq!(en.t1("ago-minutes", "n", 1_i64), "1 minute ago");
    assert_eq!(bn.moment(bn.now), "২৪ নভেম্বর ২০২৬, ১৪:০৭");
    assert_eq!(bn.duration_clock(161 * BdTime::SECOND), "২ মি. ৪১ সে.");
    assert_eq!(en.duration_clock(185 * BdTime::MINUTE), "3 h 05 min");
    let about = Birth::About {
        age: 24,
        on: bn.now.date(),
    };
    assert_eq!(bn.age(about), "২৪ বছর (আনুমানিক)");
    assert_eq!(en.age(about), "24 years (estimated)");
    assert_eq!(bn.as_typed("2026-12-26"), "২৬/১২/২০২৬");
    assert_eq!(en.as_typed("26.12"), "26.12", "what somebody typed stays");
    assert_eq!(bn.taka(Taka(125_050)), "৳১,২৫০.৫০");
    assert_eq!(bn.ago(bn.now.plus(-3 * BdTime::DAY)), "৩ দিন আগে");
    assert_eq!(en.ago(bn.now.plus(-30 * BdTime::DAY)), "25 October 2026");
}

/// The main part of one page, for a reviewer to read.
fn main_part(name: &str, lang: Lang) -> String {
    let pages = all(lang);
    let (_, html) = pages.iter().find(|(known, _)| *known == name).unwrap();
    let (_, rest) = html.split_once("<section").unwrap();
    rest.rsplit_once("</section>").unwrap().0.to_owned()
}

#[test]
fn pages_read_as_they_should() {
    insta::assert_snapshot!("failure_bn", main_part("failure", Lang::Bn));
    insta::assert_snapshot!("login_en", main_part("login", Lang::En));
    insta::assert_snapshot!("users_bn", main_part("users", Lang::Bn));
}
