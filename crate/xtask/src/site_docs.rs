//! The tables of docs/sites.md: what the site files have, and the tests that name each surface. The words
//! around them are written by hand.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use lanyard_core::observation::Kind;
use serde_json::Value;

use crate::categories;
use crate::generated::Generated;
use crate::project::Project;
use crate::sites;

const PAGE: &str = "docs/sites.md";
const BEGIN: &str =
    "<!-- Made by `cargo xtask generate` from extension/sites and tests. Change those, not what is between here";
const END: &str = "<!-- and here. -->";
/// Lists of hosts where people talk to each other: what of them has no site file is known by its address alone.
const ADDRESS_ONLY: [&str; 3] = ["social", "chat", "dating"];

/// The page with its tables as they should be.
pub(crate) fn generate(project: &Project) -> Result<Generated> {
    let page = project.read(&project.root.join(PAGE))?;
    let sites = sites::read(project)?;
    let tests = tests(project)?;
    let mut table = String::from(
        "| site | surface | what it is | confidence | last verified | held against a second way | tests |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for site in &sites {
        let header = &site.header;
        let file = project.read(&project.root.join(format!("extension/sites/{}.json", header.id)))?;
        let file: Value = serde_json::from_str(&file)?;
        for surface in &header.surfaces {
            let named = naming(&tests, &format!("{}/{}", header.id, surface.name));
            if named.is_empty() {
                bail!("{}/{}: no test names it: put it into tests/replicas/surfaces.mjs", header.id, surface.name);
            }
            let _ = writeln!(
                table,
                "| {} | `{}` | {} | {:?} | {} | {} | {} |",
                header.name,
                surface.name,
                what(surface.kind),
                header.confidence,
                header.verified,
                sure(&file, &surface.name),
                named.join(", ")
            );
        }
    }
    let _ = write!(table, "\nOnly use of the site is checked on these, by their address:\n\n");
    for list in categories::read(project)?.iter().filter(|list| ADDRESS_ONLY.contains(&list.id.as_str())) {
        let own = |host: &&String| !sites.iter().any(|site| site.header.hosts.contains(host));
        let hosts: Vec<String> = list.hosts.iter().filter(own).map(|host| format!("`{host}`")).collect();
        let _ = writeln!(table, "- {} ({}): {}", list.title, list.date, hosts.join(", "));
    }
    let page = with_labels(project, &page, &sites)?;
    let (before, rest) = page.split_once(BEGIN).context("docs/sites.md has no mark where its table begins")?;
    let (_, after) = rest.split_once(END).context("docs/sites.md has no mark where its table ends")?;
    Ok(Generated { path: PAGE.into(), text: format!("{before}{BEGIN} -->\n\n{table}\n{END}{after}") })
}

/// Each test file by its name below `tests`, with its text.
fn tests(project: &Project) -> Result<Vec<(String, String)>> {
    let root = project.root.join("tests");
    let mut files = Vec::new();
    for folder in ["", "content", "e2e", "replicas"] {
        let mut paths: Vec<PathBuf> = project.list(&root.join(folder), "mjs")?;
        paths.sort();
        for path in paths {
            let text = project.read(&path)?;
            files.push((name(&root, &path), text));
        }
    }
    Ok(files)
}

fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The tests that name this surface, `SITE/SURFACE`; a row of the table of all surfaces may name the test
/// that has the real service instead.
fn naming(tests: &[(String, String)], surface: &str) -> Vec<String> {
    let is_named = |text: &str| {
        text.match_indices(surface).any(|(at, _)| {
            let end = text.get(at + surface.len()..).and_then(|rest| rest.chars().next());
            let start = text.get(..at).and_then(|before| before.chars().next_back());
            matches!(end, Some('\'' | '"' | '`' | '#')) && matches!(start, Some('\'' | '"' | '`'))
        })
    };
    let mut named = Vec::new();
    for (file, text) in tests.iter().filter(|(_, text)| is_named(text)) {
        let own = file == "replicas/surfaces.mjs";
        let row = text.lines().find(|line| own && line.contains(&format!("'{surface}'"))).unwrap_or_default();
        match row.split_once("by: '").and_then(|(_, rest)| rest.split_once('\'')) {
            Some((by, _)) => named.push(by.to_owned()),
            None if own => named.push("content/every.test.mjs".to_owned()),
            None => named.push(file.clone()),
        }
    }
    named.sort();
    named.dedup();
    named.into_iter().map(|file| format!("[`{file}`](../tests/{file})")).collect()
}

const LABELS: &str = "<!-- Made from tests/labels.json -->";
const LABELS_END: &str = "<!-- end of labels -->";

/// The page with its table of the languages that labels are known in.
fn with_labels(project: &Project, page: &str, sites: &[sites::Site]) -> Result<String> {
    let known: Value = serde_json::from_str(&project.read(&project.root.join("tests/labels.json"))?)?;
    let mut table = String::from("| site | languages of its labels | from, or why no more |\n| --- | --- | --- |\n");
    for site in sites {
        let of = &known["sites"][&site.header.id];
        let languages = of["words"]
            .as_object()
            .map_or_else(|| "en".to_owned(), |words| words.keys().cloned().collect::<Vec<_>>().join(", "));
        if let Some(why) = of["source"].as_str().or_else(|| of["why"].as_str()) {
            let _ = writeln!(table, "| {} | {languages} | {why} |", site.header.name);
        }
    }
    let (before, rest) =
        page.split_once(LABELS).context("docs/sites.md has no mark where its table of labels begins")?;
    let (_, after) = rest.split_once(LABELS_END).context("docs/sites.md has no mark where its table of labels ends")?;
    Ok(format!("{before}{LABELS}\n\n{table}\n{LABELS_END}{after}"))
}

/// What of a surface is looked for in two ways that do not rest on each other.
fn sure(file: &Value, surface: &str) -> String {
    let surfaces = file["surfaces"].as_array().into_iter().flatten();
    let sure = surfaces.filter(|one| one["name"] == surface).filter_map(|one| one["sure"].as_object());
    let words = sure.flatten().map(|(what, _)| match what.as_str() {
        "hold" => "the button".to_owned(),
        "state" => "the switch".to_owned(),
        "to" | "cc" | "bcc" => {
            let (first, rest) = what.split_at(1);
            format!("{}{rest}", first.to_uppercase())
        }
        other => format!("the {other}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::ComposeMail => "a message being written",
        Kind::ConnectionRequest => "a request, received or begun",
        Kind::PostAudience => "a post being written",
        Kind::PrivacySetting => "a privacy setting",
        Kind::ComposeMessage => "a chat with somebody",
        Kind::ProfileField => "a field of a profile or sign-up",
        Kind::PageVisit => "the page as a whole",
        Kind::ReceivedMail => "a message that came",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_found_by_the_name_of_the_surface_and_no_other() {
        let tests = [
            ("e2e/a.test.mjs".to_owned(), "surface === 'x/post#1'".to_owned()),
            ("e2e/b.test.mjs".to_owned(), "'x/post-more#1' and ax/post#1".to_owned()),
            (
                "replicas/surfaces.mjs".to_owned(),
                "  'x/post': { at: 'https://x.com/' },\n  'y/a': { by: 'e2e/c.test.mjs' },".to_owned(),
            ),
        ];
        let found = naming(&tests, "x/post").join(" ");
        assert!(found.contains("e2e/a.test.mjs") && found.contains("content/every.test.mjs"), "{found}");
        assert!(!found.contains("e2e/b.test.mjs"), "{found}");
        assert_eq!(naming(&tests, "y/a"), ["[`e2e/c.test.mjs`](../tests/e2e/c.test.mjs)"]);
        assert!(naming(&tests, "z/a").is_empty());
    }
}
