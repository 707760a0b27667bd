//! TypeScript declarations of what crosses the border between worker and content script.

use std::collections::BTreeMap;

use lanyard_core::observation::{Kind, Observation};
use lanyard_core::protocol::{FromPage, PROTOCOL, ToPage};
use ts_rs::{Config, TS, TypeVisitor};

use crate::generated::Generated;

pub(crate) fn generate() -> Generated {
    let mut found = Found { config: Config::new().with_large_int("number"), types: BTreeMap::new() };
    found.visit::<FromPage>();
    found.visit::<ToPage>();
    found.visit::<Observation>();
    found.visit::<Kind>();

    let mut text = "// Made by `cargo xtask types` from crate/core/src. Change that, not this.\n\n".to_owned();
    text += &format!(
        "/** Version of the protocol between content script and worker. */\nexport const PROTOCOL = {PROTOCOL};\n"
    );
    for declaration in found.types.values() {
        text += "\n";
        text += declaration;
    }
    Generated { path: "extension/content/types/protocol.ts".into(), text }
}

/// Every type that is declared, by name: those asked for and those that they hold.
struct Found {
    config: Config,
    types: BTreeMap<String, String>,
}

impl TypeVisitor for Found {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types of our own have a place to be written to.
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        if self.types.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = format!("{docs}export {}\n", T::decl(&self.config));
        self.types.insert(name, tidy(&declaration));
        T::visit_dependencies(self);
    }
}

/// ts-rs writes one long line a type, broken by comments. Here: a line a field, comments of one
/// line on one line.
fn tidy(declaration: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut body = false;
    for line in declaration.replace(", };", ",\n};").replace(", } |", ",\n} |").lines() {
        let line = line.trim();
        if line == "*/" && lines.len() > 1 && lines[lines.len() - 2].trim() == "/**" {
            let only = lines.pop().unwrap_or_default();
            let indent = if body { "  " } else { "" };
            lines.pop();
            lines.push(format!("{indent}/** {} */", only.trim().trim_start_matches("* ")));
            continue;
        }
        let indent = match (body && !line.starts_with('}'), line.starts_with('*')) {
            (true, true) => "   ",
            (true, false) => "  ",
            (false, true) => " ",
            (false, false) => "",
        };
        lines.push(format!("{indent}{line}"));
        body |= line.starts_with("export type") && line.contains('{');
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_is_laid_out() {
        let written =
            tidy("/**\n * A.\n */\nexport type A = {\n/**\n * B.\n * C.\n */\nb: string,\n/**\n * D.\n */\nd: B, };\n");
        assert_eq!(
            written,
            "/** A. */\nexport type A = {\n  /**\n   * B.\n   * C.\n   */\n  b: string,\n  /** D. */\n  d: B,\n};\n"
        );
    }

    #[test]
    fn every_message_of_the_port_is_declared() {
        let text = generate().text;
        for name in ["FromPage", "ToPage", "Observation", "Shown", "Kind", "SiteFile"] {
            assert!(text.contains(name), "{name}");
        }
        assert!(!text.contains("bigint"));
    }
}
