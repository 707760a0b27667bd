//! What the extension is made of beside our own code: the crates in its Wasm, their licences, and
//! the list of them that others can check (CycloneDX).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use crate::project::Project;
use crate::wasm::{MODULES, TARGET};

/// A crate that ships.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) version: String,
    /// SPDX expression.
    licence: String,
    /// Names and versions of the parts that it uses.
    uses: Vec<String>,
    /// Its licence files' texts.
    texts: Vec<String>,
    checksum: Option<String>,
}

impl Part {
    fn id(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

/// The crates of others in the Wasm that ships, by name and version. What only runs while it is
/// built (macros, build scripts) is not in it.
pub(crate) fn parts(project: &Project) -> Result<Vec<Part>> {
    let metadata = metadata(project)?;
    let packages: BTreeMap<&str, &Value> =
        list(&metadata, "packages").filter_map(|package| Some((text(package, "id")?, package))).collect();
    let nodes: BTreeMap<&str, &Value> = metadata
        .get("resolve")
        .map(|resolve| list(resolve, "nodes").filter_map(|node| Some((text(node, "id")?, node))).collect())
        .unwrap_or_default();
    let is_macro = |id: &str| {
        let kinds = packages.get(id).into_iter().flat_map(|package| list(package, "targets"));
        kinds.flat_map(|target| list(target, "kind")).any(|kind| kind == "proc-macro")
    };
    let own: BTreeSet<&str> = MODULES.iter().map(|(package, _)| *package).collect();
    let mut open: Vec<&str> = packages
        .iter()
        .filter(|(_, package)| text(package, "name").is_some_and(|name| own.contains(name)))
        .map(|(id, _)| *id)
        .collect();
    let mut seen: BTreeSet<&str> = open.iter().copied().collect();
    let mut used: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    while let Some(id) = open.pop() {
        let Some(node) = nodes.get(id) else { continue };
        for dependency in list(node, "deps") {
            let Some(other) = text(dependency, "pkg") else { continue };
            let ships = list(dependency, "dep_kinds").any(|kind| kind.get("kind").is_none_or(Value::is_null));
            if !ships || is_macro(other) {
                continue;
            }
            used.entry(id).or_default().push(other);
            if seen.insert(other) {
                open.push(other);
            }
        }
    }
    let checksums = checksums(&project.read(&project.root.join("Cargo.lock"))?);
    let name_of = |id: &str| {
        let package = packages.get(id)?;
        Some(format!("{} {}", text(package, "name")?, text(package, "version")?))
    };
    let mut parts = Vec::new();
    for id in seen {
        let Some(package) = packages.get(id).filter(|package| package.get("source").is_some_and(Value::is_string))
        else {
            continue;
        };
        let name = text(package, "name").unwrap_or_default().to_owned();
        let version = text(package, "version").unwrap_or_default().to_owned();
        let licence = text(package, "license")
            .ok_or_else(|| anyhow!("{name} {version} names no licence: it may not ship"))?
            .to_owned();
        let folder = text(package, "manifest_path").and_then(|path| Path::new(path).parent()).unwrap_or(Path::new("."));
        let mut uses: Vec<String> = used.get(id).into_iter().flatten().filter_map(|id| name_of(id)).collect();
        uses.sort();
        uses.dedup();
        let checksum = checksums.get(&format!("{name} {version}")).cloned();
        parts.push(Part { texts: licence_texts(folder, &licence)?, name, version, licence, uses, checksum });
    }
    // The whole workspace turns features on that these modules do without.
    let built = built(project)?;
    parts.retain(|part: &Part| built.contains(&part.id()));
    parts.sort_by_key(Part::id);
    // What is used is listed, or it is one of our own.
    let listed: BTreeSet<String> = parts.iter().map(Part::id).collect();
    for part in &mut parts {
        part.uses.retain(|id| listed.contains(id));
    }
    Ok(parts)
}

fn metadata(project: &Project) -> Result<Value> {
    let arguments = ["metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET];
    Ok(serde_json::from_slice(&cargo(project, &arguments)?)?)
}

/// Names and versions of what is built into the modules.
fn built(project: &Project) -> Result<BTreeSet<String>> {
    let kinds = "normal,no-proc-macro";
    let mut arguments =
        vec!["tree", "--locked", "--target", TARGET, "--edges", kinds, "--prefix", "none", "--format", "{p}"];
    for (package, _) in MODULES {
        arguments.extend(["--package", package]);
    }
    let text = String::from_utf8_lossy(&cargo(project, &arguments)?).into_owned();
    let named = |line: &str| {
        let mut words = line.split_whitespace();
        Some(format!("{} {}", words.next()?, words.next()?.trim_start_matches('v')))
    };
    Ok(text.lines().filter_map(named).collect())
}

fn cargo(project: &Project, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&project.root)
        .args(arguments)
        .output()
        .context("cannot run cargo")?;
    if !output.status.success() {
        let what = arguments.first().unwrap_or(&"");
        bail!("cargo {what} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.stdout)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

/// SHA-256 of each crate as it came, by name and version.
fn checksums(lock: &str) -> BTreeMap<String, String> {
    let field = |part: &str, key: &str| {
        let line = part.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.map(|rest| rest.trim_end_matches('"').to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|part| {
            Some((format!("{} {}", field(part, "name")?, field(part, "version")?), field(part, "checksum")?))
        })
        .collect()
}

/// The licences' own texts. Of a choice that has MIT in it, that one is taken.
fn licence_texts(folder: &Path, licence: &str) -> Result<Vec<String>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot look into {}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            path.is_file()
                && ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"].iter().any(|word| name.starts_with(word))
        })
        .collect();
    files.sort();
    let named = |path: &&std::path::PathBuf| path.to_string_lossy().to_uppercase().ends_with("MIT");
    if licence.contains("MIT")
        && let Some(mit) = files.iter().find(named)
    {
        files = vec![mit.clone()];
    }
    let read = |path: &std::path::PathBuf| {
        std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
    };
    Ok(files.iter().map(read).collect::<std::io::Result<_>>()?)
}

/// What has to go with every copy: who made the parts, under which licence. Texts that are the same
/// stand once.
pub(crate) fn notices(parts: &[Part]) -> String {
    let mut all = String::from(
        "Lanyard is MIT OR Apache-2.0. Its Wasm holds code of these crates and of the Rust standard library\n\
         (MIT OR Apache-2.0, The Rust Project Contributors). Nothing of npm ships.\n\n",
    );
    for part in parts {
        all += &format!("{} {}, {}\n", part.name, part.version, part.licence);
    }
    let mut texts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for part in parts {
        for text in &part.texts {
            texts.entry(text.trim()).or_default().push(part.id());
        }
    }
    let mut grouped: Vec<(Vec<String>, &str)> = texts.into_iter().map(|(text, of)| (of, text)).collect();
    grouped.sort();
    for (of, text) in grouped {
        all += &format!("\n{}\n{}\n\n{text}\n", "-".repeat(76), of.join(", "));
    }
    all
}

/// The list of parts as CycloneDX has it. Nothing in it tells when or where it was made.
pub(crate) fn bill(parts: &[Part], version: &str) -> Value {
    let reference = |part: &Part| format!("pkg:cargo/{}@{}", part.name, part.version);
    let known: BTreeMap<String, String> = parts.iter().map(|part| (part.id(), reference(part))).collect();
    let component = |part: &Part| {
        let mut component = json!({
            "type": "library",
            "bom-ref": reference(part),
            "name": part.name,
            "version": part.version,
            "purl": reference(part),
            "licenses": [{ "expression": part.licence.replace('/', " OR ") }],
        });
        if let (Some(checksum), Value::Object(fields)) = (&part.checksum, &mut component) {
            fields.insert("hashes".to_owned(), json!([{ "alg": "SHA-256", "content": checksum }]));
        }
        component
    };
    let uses = |part: &Part| {
        let on: Vec<&String> = part.uses.iter().filter_map(|id| known.get(id)).collect();
        json!({ "ref": reference(part), "dependsOn": on })
    };
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": "lanyard",
            "name": "lanyard",
            "version": version,
            "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        } },
        "components": parts.iter().map(component).collect::<Vec<_>>(),
        "dependencies": parts.iter().map(uses).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_is_listed_with_its_licence_and_what_only_builds_is_not() {
        let parts = parts(&Project::find()).expect("the parts");
        let named = |name: &str| parts.iter().find(|part| part.name == name);
        for name in ["wasm-bindgen", "serde_json", "js-sys", "web-sys", "gloo-events"] {
            assert!(named(name).is_some(), "{name}");
        }
        for name in ["serde_derive", "wasm-bindgen-macro", "clap", "syn", "lanyard-core", "rsa", "schemars", "ts-rs"] {
            assert!(named(name).is_none(), "{name}");
        }
        let allowed = [
            "MIT",
            "Apache-2.0",
            "BSD-3-Clause",
            "BSD-2-Clause",
            "Zlib",
            "Unlicense",
            "MPL-2.0",
            "0BSD",
            "Unicode-3.0",
        ];
        for part in &parts {
            let words =
                part.licence.split([' ', '/', '(', ')']).filter(|word| !["OR", "AND", "WITH", ""].contains(word));
            assert!(words.clone().any(|word| allowed.contains(&word)), "{} is {}", part.id(), part.licence);
            assert!(part.checksum.is_some(), "{}", part.id());
        }
        let notices = notices(&parts);
        let bill = bill(&parts, "1");
        assert_eq!(bill["components"].as_array().map(Vec::len), Some(parts.len()));
        for part in &parts {
            assert!(notices.contains(&format!("{} {}, ", part.name, part.version)));
        }
        assert!(notices.contains("Permission is hereby granted"));
    }

    #[test]
    fn a_lock_file_tells_what_came() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"x\"\nchecksum = \"ff\"\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n";
        assert_eq!(checksums(lock), BTreeMap::from([("a 1.0.0".to_owned(), "ff".to_owned())]));
    }
}
