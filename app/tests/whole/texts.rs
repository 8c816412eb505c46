//! The words of the whole product: every page of every role in both languages has all of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use db::Engine;
use kernel::Lang;

use crate::client::Client;
use crate::house::House;

/// Pages of one kind that a reader opens: two people's files say what a thousand would.
const OF_A_KIND_MAX: usize = 2;

fn locales() -> Vec<web::Locale> {
    let systems = [pids::system()];
    let theirs = systems.iter().flat_map(|system| system.locales).copied();
    web::LOCALES.iter().copied().chain(theirs).collect()
}

#[test]
fn every_key_is_in_both_languages_and_mentions_the_same() {
    let gaps = web::gaps(&locales());
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
}

#[test]
fn no_key_is_there_twice() {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (lang, source) in locales() {
        let keys = source
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
        for key in keys.filter_map(|line| line.split_once(" =")) {
            *counts.entry((lang.code(), key.0)).or_default() += 1;
        }
    }
    assert!(
        counts.len() > 1_000,
        "the texts were not read: {}",
        counts.len()
    );
    let twice: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn every_page_of_every_role_has_its_words_in_bangla() {
    crawled(Lang::Bn);
}

#[test]
fn every_page_of_every_role_has_its_words_in_english() {
    crawled(Lang::En);
}

/// Follows every link from the first page on, as each role.
fn crawled(lang: Lang) {
    let house = House::served(Engine::Sqlite);
    let (mut seen, mut wrong) = (0, Vec::new());
    for login in house
        .logins
        .iter()
        .filter(|login| login.role != "api_client")
    {
        let mut reader = house
            .login(&login.login)
            .with_cookie(web::cookies::LANG, lang.code());
        seen += crawl(&mut reader, &login.role, lang, &mut wrong);
    }
    let mut door = house
        .stranger()
        .with_cookie(web::cookies::LANG, lang.code());
    seen += crawl(&mut door, "nobody", lang, &mut wrong);
    wrong.extend(house.missing_words());
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(seen > 100, "only {seen} pages were found");
    println!("{lang}: {seen} pages");
}

fn crawl(reader: &mut Client, role: &str, lang: Lang, wrong: &mut Vec<String>) -> usize {
    let mut of_a_kind: BTreeMap<String, usize> = BTreeMap::new();
    let (mut known, mut queue) = (
        BTreeSet::new(),
        VecDeque::from([("/".to_owned(), String::new())]),
    );
    let mut seen = 0;
    while let Some((path, from)) = queue.pop_front() {
        let answer = reader.get(&path).unwrap();
        if answer.status == 303 {
            queue.push_back((answer.location().to_owned(), path));
            continue;
        }
        seen += 1;
        let page = answer.body.as_str();
        if answer.status != 200 {
            wrong.push(format!(
                "{role}: {from} leads to {path}, which answers {}",
                answer.status
            ));
        }
        if let Some((_, rest)) = page.split_once('⟦') {
            let key = rest.split('⟧').next().unwrap_or_default();
            wrong.push(format!("{role}: {path} lacks {key}"));
        }
        if page.starts_with("<!doctype")
            && !page.contains(&format!("<html lang=\"{}\"", lang.code()))
        {
            wrong.push(format!("{role}: {path} is in another language"));
        }
        for link in links(page) {
            let kind = kind(&link);
            let count = of_a_kind.entry(kind).or_default();
            if *count < OF_A_KIND_MAX && known.insert(link.clone()) {
                *count += 1;
                queue.push_back((link, path.clone()));
            }
        }
    }
    seen
}

/// Where a page leads within the house, but for what is no page.
fn links(page: &str) -> impl Iterator<Item = String> {
    let hrefs = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let pages = hrefs.filter(|href| href.starts_with('/') && !href.starts_with("//"));
    let others = ["/static/", "/lang/", "/theme/"];
    pages
        .filter(move |href| {
            !others.iter().any(|other| href.starts_with(other)) && !href.contains(".pdf")
        })
        .map(|href| {
            href.split('#')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&")
                .replace("&#38;", "&")
        })
}

/// A link with its ids and values left out.
fn kind(link: &str) -> String {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let parts = path
        .split('/')
        .map(|part| if part.len() >= 32 { "*" } else { part });
    let names = query
        .split('&')
        .map(|pair| pair.split('=').next().unwrap_or_default());
    format!(
        "{}?{}",
        parts.collect::<Vec<_>>().join("/"),
        names.collect::<Vec<_>>().join("&")
    )
}
