//! The reference pages: configuration keys, rules, policies.

use std::collections::BTreeMap;
use std::fmt::Write;

use lanyard_core::catalogue;
use lanyard_core::config::Config;
use lanyard_core::config::keys::KEYS;
use lanyard_core::engine::Engine;
use lanyard_core::observation::Kind;
use lanyard_core::policy::{Check, Policy};
use lanyard_core::rules::options::REMEMBER_DAYS;
use lanyard_core::rules::{Entry, REGISTRY};

use crate::generated::Generated;

pub(crate) fn generate(policies: &[Policy]) -> Vec<Generated> {
    let pages = REGISTRY
        .iter()
        .map(|entry| Generated { path: format!("docs/rules/{}.md", entry.id).into(), text: page(entry, policies) });
    let mut files = vec![
        Generated { path: "docs/configuration.md".into(), text: configuration() },
        Generated { path: "docs/rules.md".into(), text: rules(policies) },
        Generated { path: "docs/policies.md".into(), text: list_of_policies(policies) },
    ];
    files.extend(pages);
    files
}

fn made_from(source: &str) -> String {
    format!("<!-- Made by `cargo xtask docs` from {source}. Change that, not this. -->\n\n")
}

fn configuration() -> String {
    let mut text = made_from("crate/core/src/config/keys.rs");
    text += "# Configuration\n\n\
        A school sets Lanyard up with managed configuration: in the Google Admin console under the extension's\n\
        \"Policy for extensions\", or as `3rdparty` policy on other systems. Every key is text. Where a key holds\n\
        more than one thing, its text is JSON or a list, as the table says.\n\n\
        A value that cannot be read costs that key alone: the rest works, and the popup's set-up line says what is\n\
        wrong, where, and what to write instead.\n\n\
        Managed configuration can be read by everyone whom it reaches. It holds no person's name, no individual\n\
        address and no reason in words.\n\n";
    text += "| key | title | takes | |\n| --- | --- | --- | --- |\n";
    for key in KEYS {
        let state = if key.acts { "" } else { "read and checked; nothing acts on it yet" };
        let _ = writeln!(
            text,
            "| [`{}`](#{}) | {} | {} | {state} |",
            key.name,
            key.name.to_lowercase(),
            key.title,
            key.shape.describe()
        );
    }
    text += "\n## For the Admin console\n\nThe console wants each value wrapped in `Value`:\n\n```json\n{\n  \
        \"school\": { \"Value\": \"tudhoe\" },\n  \
        \"schoolDomains\": { \"Value\": \"oakfield.sch.uk\" },\n  \
        \"staffAccounts\": { \"Value\": \"*@oakfield.sch.uk\" },\n  \
        \"configKeys\": { \"Value\": \"school, schoolDomains, staffAccounts\" }\n}\n```\n\n\
        Chrome drops a key whose value is not text, and does not say so. `configKeys` names the keys that were\n\
        written, so that Lanyard can say which one never arrived.\n\n## The keys\n";
    for key in KEYS {
        let _ = write!(
            text,
            "\n### {}\n\n{}. {}\n\nTakes {}. Example:\n\n```text\n{}\n```\n",
            key.name,
            key.title,
            key.description,
            key.shape.describe(),
            key.example
        );
        if !key.acts {
            text += "\nThis version reads and checks it; nothing acts on it yet.\n";
        }
    }
    text
}

fn rules(policies: &[Policy]) -> String {
    let mut text = made_from("crate/core/src/rules");
    text += "# Rules\n\n\
        A rule is on where a school's own document has a clause for it, and off everywhere else. Its id is the same\n\
        in the file name, here, in the settings and in the popup.\n\n\
        | rule | what it is about | looks at | schools |\n| --- | --- | --- | --- |\n";
    for entry in REGISTRY {
        let kinds: Vec<String> = entry.kinds.iter().map(word).collect();
        let schools: Vec<&str> =
            policies.iter().filter(|policy| is_on(policy, entry)).map(|policy| policy.school.id.as_str()).collect();
        let schools = if schools.is_empty() { "none".to_owned() } else { schools.join(", ") };
        let _ = writeln!(
            text,
            "| [`{0}`](rules/{0}.md) | {1} | {2} | {schools} |",
            entry.id,
            title(entry.id),
            looks_at(&kinds)
        );
    }
    text += "\n## Not built yet\n\n\
        The rest of the shared catalogue. Clauses that name one of these are reminders, cannot be seen by a browser,\n\
        or say `pending` in their pack ([policies](policies.md)).\n\n| rule | what it is about |\n| --- | --- |\n";
    for listed in catalogue::RULES.iter().filter(|listed| !catalogue::is_built(listed.id)) {
        let _ = writeln!(text, "| `{}` | {} |", listed.id, listed.title);
    }
    text
}

/// A switch looks at nothing.
fn looks_at(kinds: &[String]) -> String {
    if kinds.is_empty() { "nothing".to_owned() } else { kinds.join(", ") }
}

/// One rule: its own documentation, its options, and the schools that use it with their clauses.
fn page(entry: &Entry, policies: &[Policy]) -> String {
    let mut text = made_from(&format!("crate/core/src/rules/{}.rs", entry.id.replace('-', "_")));
    let kinds: Vec<String> = entry.kinds.iter().map(word).collect();
    let _ =
        write!(text, "# {}\n\n{}. Looks at {}.\n\n{}\n", entry.id, title(entry.id), looks_at(&kinds), entry.doc.trim());
    if !entry.options.is_empty() {
        text += "\n## Options\n\n| option | takes | what it does | set by |\n| --- | --- | --- | --- |\n";
        let kept = entry.kinds.contains(&Kind::ComposeMail).then_some(&REMEMBER_DAYS);
        for option in entry.options.iter().chain(kept) {
            let by = if option.configurable { "pack or configuration" } else { "pack" };
            let _ = writeln!(text, "| `{}` | {} | {} | {by} |", option.name, option.takes, option.description);
        }
    }
    text += "\n## Schools\n\n";
    let using: Vec<&Policy> = policies.iter().filter(|policy| is_on(policy, entry)).collect();
    if using.is_empty() {
        text += "No document that comes with Lanyard has a clause for it.\n";
        return text;
    }
    text += "| policy | clause | how strongly | in our words |\n| --- | --- | --- | --- |\n";
    for policy in using {
        let settings = policy.rules.get(entry.id);
        for clause in policy.clauses.iter().filter(|clause| settings.is_some_and(|all| cites(all, &clause.id))) {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} |",
                policy.school.id,
                clause.section.replace('|', "\\|"),
                clause.severity.id(),
                clause.text.en.replace('|', "\\|")
            );
        }
    }
    text += "\nWhere the same rule is on for several schools, each is judged by its own settings \
        and never by another's words.\n";
    text
}

/// Whether a rule's settings name this clause.
fn cites(settings: &serde_json::Value, clause: &str) -> bool {
    match settings {
        serde_json::Value::String(text) => text == clause,
        serde_json::Value::Array(items) => items.iter().any(|item| cites(item, clause)),
        serde_json::Value::Object(fields) => fields.values().any(|value| cites(value, clause)),
        _ => false,
    }
}

fn list_of_policies(policies: &[Policy]) -> String {
    let mut text = made_from("extension/policies/*.toml");
    text += "# Policies\n\n\
        The documents that come with Lanyard, clause by clause in our own words. A school whose document is not here\n\
        writes a pack of its own.\n\n\
        | policy | document | dated | clauses | watched | with the school's data | reminders | not visible | pending |\n\
        | --- | --- | --- | --: | --: | --: | --: | --: | --: |\n";
    for policy in policies {
        let count = |check: Check| policy.clauses.iter().filter(|clause| clause.check == check).count();
        let pending = policy.clauses.iter().filter(|clause| clause.pending).count();
        let _ = writeln!(
            text,
            "| [`{0}`](#{0}) | {1}, {2} | {3} | {4} | {5} | {6} | {7} | {8} | {pending} |",
            policy.school.id,
            policy.school.name,
            policy.school.policy,
            policy.school.dated,
            policy.clauses.len(),
            count(Check::Automatic),
            count(Check::Configured),
            count(Check::Reminder),
            count(Check::NotVisible),
        );
    }
    let total: usize = policies.iter().map(|policy| policy.clauses.len()).sum();
    let _ = write!(text, "\n{total} clauses in all. Pending: a browser could see it, and its rule is not built yet.\n");
    for policy in policies {
        let _ = write!(
            text,
            "\n## {}\n\n{}: {}. Binds: {}.\n\nRules that are on: ",
            policy.school.id,
            policy.school.name,
            policy.school.policy,
            policy.school.binds.join(", ")
        );
        let on: Vec<String> = REGISTRY
            .iter()
            .filter(|entry| is_on(policy, entry))
            .map(|entry| format!("[`{0}`](rules/{0}.md)", entry.id))
            .collect();
        text += &if on.is_empty() { "none".to_owned() } else { on.join(", ") };
        text += ".\n";
        let mut pending: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for clause in policy.clauses.iter().filter(|clause| clause.pending) {
            let sections = pending.entry(&clause.rule).or_default();
            if !sections.contains(&clause.section.as_str()) {
                sections.push(&clause.section);
            }
        }
        if !pending.is_empty() {
            text += "\n| pending rule | clauses |\n| --- | --- |\n";
            for (rule, sections) in pending {
                let _ = writeln!(text, "| `{rule}` | {} |", sections.join("; ").replace('|', "\\|"));
            }
        }
    }
    text
}

/// What the engine says, not what the pack says: settings that leave nothing to check are off.
fn is_on(policy: &Policy, entry: &Entry) -> bool {
    Engine::new(policy.clone(), Config::default(), None).0.rules().any(|rule| rule == entry.id)
}

fn title(rule: &str) -> &'static str {
    catalogue::RULES.iter().find(|listed| listed.id == rule).map_or("", |listed| listed.title)
}

fn word(kind: &impl serde::Serialize) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(|word| format!("`{word}`"))).unwrap_or_default()
}
