//! A template holds no words of its own, no style and no script: words are keys of the Fluent files,
//! looks are tokens of the one stylesheet, and the pages' security policy forbids the rest.

use super::{File, Finding, Repository};

/// Attributes that a reader sees or hears.
const SPOKEN: [&str; 5] = ["alt", "aria-label", "label", "placeholder", "title"];
/// Elements whose text is not language: names of keys, of commands and of formats.
const NOT_LANGUAGE: [&str; 3] = ["code", "kbd", "samp"];

/// A piece of a page: what stands between tags, or one tag.
#[derive(Debug)]
enum Piece<'a> {
    Text(usize, &'a str),
    Tag(usize, &'a str),
}

/// Replaces what the template engine reads by spaces, so that lines keep their numbers.
fn without_expressions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let openings = [("{#", "#}"), ("{{", "}}"), ("{%", "%}"), ("<!--", "-->")];
        let next = openings
            .iter()
            .filter_map(|(open, close)| rest.find(open).map(|at| (at, *close)))
            .min();
        let Some((at, close)) = next else {
            out.push_str(rest);
            return out;
        };
        let (before, inside) = rest.split_at(at);
        let end = inside
            .find(close)
            .map_or(inside.len(), |end| end + close.len());
        let (inside, after) = inside.split_at(end);
        out.push_str(before);
        out.extend(inside.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = after;
    }
}

/// Cuts a page, without expressions, into its pieces with the line on which each begins.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut line, mut rest) = (1, text);
    while !rest.is_empty() {
        let is_tag = rest.starts_with('<');
        let end = if is_tag {
            end_of_tag(rest)
        } else {
            rest.find('<').unwrap_or(rest.len())
        };
        let (piece, after) = rest.split_at(end);
        pieces.push(if is_tag {
            Piece::Tag(line, piece)
        } else {
            Piece::Text(line, piece)
        });
        line += piece.matches('\n').count();
        rest = after;
    }
    pieces
}

/// Where the tag at the start of `text` ends; a `>` inside quotes does not end it.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether `text` has letters outside entities such as `&nbsp;`.
fn has_words(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        if before.contains(char::is_alphabetic) {
            return true;
        }
        rest = entity.split_once(';').map_or(entity, |(_, after)| after);
    }
    rest.contains(char::is_alphabetic)
}

/// The attributes of a tag with their values.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let inside = tag.trim_matches(['<', '>', '/']);
    let mut rest = inside
        .split_once(char::is_whitespace)
        .map_or("", |(_, rest)| rest);
    let mut found = Vec::new();
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.split_whitespace().last().unwrap_or_default();
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let quoted = after.get(1..).unwrap_or_default();
                quoted.split_once(quote).unwrap_or((quoted, ""))
            }
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        found.push((name, value));
        rest = next;
    }
    found
}

fn element(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    name.split(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .next()
        .unwrap_or_default()
}

fn look_at_tag(tag: &str) -> Vec<String> {
    let attributes = attributes(tag);
    let mut found = Vec::new();
    if element(tag) == "style" && !tag.starts_with("</") {
        found.push("a style belongs in the stylesheet".to_owned());
    }
    let is_script = element(tag) == "script" && !tag.starts_with("</");
    if is_script && !attributes.iter().any(|(name, _)| *name == "src") {
        found.push("a script belongs in a file of its own".to_owned());
    }
    for (name, value) in attributes {
        if name == "style" {
            found.push("a style belongs in the stylesheet".to_owned());
        }
        if name.starts_with("on") || value.trim_start().starts_with("javascript:") {
            found.push(format!("`{name}` holds a script"));
        }
        if SPOKEN.contains(&name) && has_words(value) {
            found.push(format!("`{name}` holds words: `{value}`"));
        }
    }
    found
}

/// What stands between tags: words, or in a macro the attributes of another's tag.
fn look_at_text(text: &str) -> Vec<String> {
    if text.contains("=\"") {
        return look_at_tag(&format!("<macro {text}>"));
    }
    vec![format!("words belong in the Fluent files: `{text}`")]
}

fn look_at(file: &File) -> Vec<Finding> {
    let text = without_expressions(&file.text);
    let mut found = Vec::new();
    let mut inside = "";
    for piece in pieces(&text) {
        match piece {
            Piece::Tag(line, tag) => {
                inside = if tag.starts_with("</") {
                    ""
                } else {
                    element(tag)
                };
                let words = look_at_tag(tag);
                found.extend(
                    words
                        .into_iter()
                        .map(|words| Finding::new(&file.path, line, words)),
                );
            }
            Piece::Text(_, text) if NOT_LANGUAGE.contains(&inside) || !has_words(text) => {}
            Piece::Text(line, text) => {
                let blank = text.len() - text.trim_start().len();
                let before = text.get(..blank).unwrap_or_default();
                let line = line + before.matches('\n').count();
                let words = look_at_text(text.trim());
                found.extend(
                    words
                        .into_iter()
                        .map(|words| Finding::new(&file.path, line, words)),
                );
            }
        }
    }
    found
}

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .files
        .iter()
        .filter(|file| file.has_extension("html") && file.path.contains("/templates/"))
        .flat_map(look_at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::look_at;

    fn lines(text: &str) -> Vec<usize> {
        let found = look_at(&file("base/web/templates/a.html", text));
        found.into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_page_of_keys_is_clean() {
        let page = "{# a note with <b>tags</b> #}\n<p title=\"{{ page.t(\"a\") }}\">{{ page.t(\"b\") }}&nbsp;· 12</p>\n\
            {% if a > b %}<kbd>Ctrl K</kbd>{% endif %}\n<input required value=\"x\" class=a>\n\
            {% macro m() %} aria-invalid=\"true\" id=\"{{ name }}-error\"{% endmacro %}\
            <script type=\"module\" src=\"{{ page.asset(\"app.js\") }}\"></script>";
        assert!(lines(page).is_empty(), "{:?}", look_at(&file("a", page)));
    }

    #[test]
    fn words_styles_and_scripts_are_found_where_they_stand() {
        assert_eq!(lines("<p>\n\n  Save\n</p>"), [3]);
        assert_eq!(lines("<p>সংরক্ষণ</p>"), [1]);
        assert_eq!(
            lines("<b>{{ x }}</b>\n<img alt=\"A photo\" src=\"a\">"),
            [2]
        );
        assert_eq!(lines("<a style=\"color: red\">{{ x }}</a>"), [1]);
        assert_eq!(lines("<a\n onclick='go()'>{{ x }}</a>"), [1]);
        assert_eq!(lines("<a href=\"javascript:go()\">1</a>"), [1]);
        assert_eq!(lines("<script>go()</script>").len(), 2);
    }
}
