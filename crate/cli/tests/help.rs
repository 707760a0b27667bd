//! docs/command-line.md holds every help text as it is. `LANYARD_UPDATE=1 cargo test -p
//! lanyard-cli --test help` writes it.

mod common;

use common::Folder;

const INTRODUCTION: &str = "<!-- Made from the program's own help by crate/cli/tests/help.rs. Change that, not this. -->\n\n\
    # Command line\n\n\
    `lanyard` is the extension's core on the command line: an administrator tries a policy before it is pushed,\n\
    looks into files, and makes the roster. It sends nothing anywhere.\n\n\
    ```sh\n\
    cargo run --release -p lanyard-cli -- check --policy tudhoe OBSERVATION.json\n\
    ```\n\n\
    Exit 0: judged, findings or not. 1: a checking command found problems. 2: bad input, each mistake with its file,\n\
    line, column and key. 3: an error of Lanyard's own.\n\n\
    In a browser the roster is not loaded unless the configuration says whose it is (`staffAccounts` or\n\
    `accountCheck`). Here `--roster` is taken at its word, and the difference is said.\n";

#[test]
fn the_help_is_documented() {
    let folder = Folder::new();
    let mut text = INTRODUCTION.to_owned();
    let commands = [
        "",
        "check",
        "simulate",
        "site",
        "site test",
        "site redact",
        "policy",
        "policy build",
        "policy check",
        "policy diff",
        "policy explain",
        "policy new",
        "config",
        "config check",
        "completions",
        "coverage",
        "evaluate",
        "inspect",
        "scan",
        "schema",
        "roster",
        "roster build",
        "roster keys",
        "roster seal",
        "roster verify",
    ];
    // Those that the program itself lists, each with its own.
    let mut listed = vec![String::new()];
    let mut at = 0;
    while let Some(command) = listed.get(at).cloned() {
        let help = folder.run(&format!("{command} --help")).ok();
        let under = help.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
        let names = under.lines().filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
        listed.extend(names.map(|name| format!("{command} {name}").trim().to_owned()));
        at += 1;
    }
    let mut known: Vec<&str> = commands.to_vec();
    known.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, known, "a command without its help in docs/command-line.md, or none any more");
    for command in commands {
        let line = format!("lanyard {command}");
        text += &format!("\n## {}\n\n```text\n", line.trim());
        for line in folder.run(&format!("{command} --help")).ok().lines() {
            text += &format!("{}\n", line.trim_end());
        }
        text += "```\n";
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/command-line.md");
    if std::env::var_os("LANYARD_UPDATE").is_some() {
        std::fs::write(file, &text).expect("docs/command-line.md can be written");
    }
    let there = std::fs::read_to_string(file).unwrap_or_default();
    assert_eq!(there, text, "docs/command-line.md is stale: LANYARD_UPDATE=1 cargo test -p lanyard-cli --test help");
}
