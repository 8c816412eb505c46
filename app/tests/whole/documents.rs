//! Papers in `docs/` that are written from the program: the settings, the command line, the schema, the API.
//! `cargo xtask generate` runs the tests whose names end in `is_fresh`, and they write.

use std::path::{Path, PathBuf};

use db::Engine;

use crate::house::{House, alor, words};

const COMMANDS: [&[&str]; 13] = [
    &[],
    &["serve"],
    &["demo"],
    &["migrate"],
    &["import"],
    &["backup"],
    &["restore"],
    &["verify"],
    &["names"],
    &["names", "score"],
    &["user"],
    &["user", "add"],
    &["user", "list"],
];

fn docs(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs")
        .join(name)
}

#[test]
fn the_schema_is_fresh() {
    let migrations = testkit::migrations(&[pids::system()]);
    testkit::assert_fresh(docs("schema.sql"), &testkit::schema_text(&migrations));
}

#[test]
fn the_page_of_the_command_line_is_fresh() {
    let mut text =
        "# The command line\n\nWhat `alor … --help` says. `cargo xtask generate` writes it.\n"
            .to_owned();
    for command in COMMANDS {
        let help: Vec<_> = command.iter().copied().chain(["--help"]).collect();
        let done = alor(&help);
        assert!(done.status.success(), "{command:?}");
        let title: Vec<_> = std::iter::once("alor")
            .chain(command.iter().copied())
            .collect();
        let said: Vec<String> = words(&done)
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        let (title, said) = (title.join(" "), said.join("\n"));
        text.extend(["\n## ", &title, "\n\n```text\n", said.trim_end(), "\n```\n"]);
    }
    testkit::assert_fresh(docs("command-line.md"), &text);
}

#[test]
fn the_description_of_the_api_is_fresh() {
    let house = House::served(Engine::Sqlite);
    let text = format!(
        "{}\n",
        serde_json::to_string_pretty(&house.openapi()).unwrap()
    );
    testkit::assert_fresh(docs("openapi.json"), &text);
}

#[test]
fn every_subcommand_is_in_the_command_line() {
    let said = words(&alor(&["--help"]));
    let commands = said
        .split("Commands:")
        .nth(1)
        .unwrap()
        .split("Options:")
        .next()
        .unwrap();
    for line in commands
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
    {
        let name = line.split_whitespace().next().unwrap();
        if name == "help" {
            continue;
        }
        assert!(
            COMMANDS
                .iter()
                .any(|command| command.first() == Some(&name)),
            "{name} has no page"
        );
    }
}

const CONFIG_HEAD: &str = "# Settings

An installation's settings stand in `alor.toml` in its folder. Everything may be left out; a setting that does not
exist is an error. The command line comes before the environment, and the environment before the file. This page is
written from the program by `cargo xtask generate`.

| in `alor.toml` | command line | environment | what |
| --- | --- | --- | --- |
";

#[test]
fn the_page_of_the_settings_is_fresh() {
    let source = include_str!("../../src/config.rs");
    let body = source
        .split("pub(crate) struct File {")
        .nth(1)
        .unwrap()
        .split("\n}")
        .next()
        .unwrap();
    let serve = words(&alor(&["serve", "--help"]));
    let mut text = CONFIG_HEAD.to_owned();
    text += "| | `--data` | `ALOR_DATA` | The folder of the installation. |\n";
    let mut said: Vec<&str> = Vec::new();
    for line in body.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            said.push(words.trim());
        } else if let Some((name, _)) = line
            .strip_prefix("pub(crate) ")
            .and_then(|line| line.split_once(':'))
        {
            let key = name.replace('_', "-");
            let flag = format!("--{key}");
            let variable = format!("ALOR_{}", name.to_uppercase());
            let shown = |text: String| {
                if serve.contains(&text) {
                    format!("`{text}`")
                } else {
                    String::new()
                }
            };
            let (flag, variable) = (shown(flag), shown(variable));
            let cells = [format!("`{key}`"), flag, variable, said.join(" ")];
            text.extend(["| ", &cells.join(" | "), " |\n"]);
            said.clear();
        }
    }
    testkit::assert_fresh(docs("config.md"), &text);
}
