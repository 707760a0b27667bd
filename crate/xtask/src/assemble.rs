//! dist/extension from its sources, and the packed forms of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;

use crate::Packing;
use crate::archive;
use crate::keys::Key;
use crate::project::{Project, pretty};
use crate::wasm::{MODULES, PAGES};
use crate::{categories, packs, parts, sites, wasm};

type Files = BTreeMap<String, Vec<u8>>;

/// Folders that ship as they are, and where. The shim and the pages lie at the top: `popup.html?tab=ID`.
const FOLDERS: [(&str, &str); 4] = [("background", ""), ("pages", ""), ("icons", "icons/"), ("_locales", "_locales/")];

/// Where the extension updates from while nobody has said where: this machine, for trying it out.
const TRY_OUT: &str = "http://127.0.0.1:8000/update.xml";

pub(crate) fn assemble(project: &Project, packing: &Packing) -> Result<()> {
    let key = Key::get(project, packing.key.as_deref())?;
    let mut files = Files::new();
    for (folder, place) in FOLDERS {
        for name in project.tree(&project.source().join(folder))? {
            if ships(&name) {
                let content = project.read_bytes(&project.source().join(folder).join(&name))?;
                if folder == "_locales" {
                    let (texts, of_pages) = texts(&name, &content)?;
                    let language = name.split('/').next().unwrap_or_default();
                    files.insert(format!("words/{language}.json"), of_pages);
                    files.insert(format!("{place}{name}"), texts);
                } else {
                    files.insert(format!("{place}{name}"), content);
                }
            }
        }
    }
    files.insert("managed_schema.json".into(), project.read_bytes(&project.source().join("managed_schema.json"))?);
    files.extend(content_script(project)?);
    files.extend(page_scripts(project)?);
    files.extend(packs::files(&packs::compile(project)?)?);
    files.extend(sites::files(project, &sites::read(project)?)?);
    files.extend(categories::files(&categories::read(project)?)?);
    files.extend(wasm_files(project)?);
    files.insert("third-party.txt".into(), parts::notices(&parts::parts(project)?).into_bytes());

    let mut manifest = read_manifest(project)?;
    manifest.insert("key".to_owned(), key.manifest().into());
    if let Some(url) = &packing.update_url {
        manifest.insert("update_url".to_owned(), url.clone().into());
    }
    check_manifest(&manifest, &files)?;
    files.insert("manifest.json".into(), pretty(&manifest)?.into_bytes());

    let built = project.built();
    for (name, content) in &files {
        project.write(&built.join(name), content)?;
    }
    for name in project.tree(&built)? {
        if !files.contains_key(&name) {
            std::fs::remove_file(built.join(&name)).with_context(|| format!("cannot remove dist/extension/{name}"))?;
        }
    }
    let size: usize = files.values().map(Vec::len).sum();
    println!("dist/extension {} files, {} KB, id {}", files.len(), size / 1000, key.id());
    Ok(())
}

/// The extension, packed.
pub(crate) struct Packed {
    pub(crate) id: String,
    pub(crate) version: String,
    /// Where it will be served.
    pub(crate) folder: String,
    pub(crate) zip: Vec<u8>,
    pub(crate) crx: Vec<u8>,
}

/// dist/lanyard.zip for the Web Store, dist/lanyard.crx and dist/update.xml for self-hosting.
pub(crate) fn pack(project: &Project, packing: &Packing) -> Result<Packed> {
    let key = Key::get(project, packing.key.as_deref())?;
    let built = project.built();
    let mut files = Files::new();
    for name in project.tree(&built)? {
        let content = project.read_bytes(&built.join(&name))?;
        files.insert(name, content);
    }
    let manifest =
        files.get("manifest.json").ok_or_else(|| anyhow!("dist/extension is not built: run `cargo xtask all`"))?;
    let mut manifest: serde_json::Map<String, Value> = serde_json::from_slice(manifest)?;
    if manifest.get("key").and_then(Value::as_str) != Some(&key.manifest()) {
        bail!("dist/extension was put together with another key: run `cargo xtask assemble` with this one first");
    }
    let version = text(&manifest, "version")?.to_owned();

    let crx = archive::crx(&archive::zip(&files)?, &key);
    project.write(&project.dist().join("lanyard.crx"), &crx)?;

    let update_url = packing.update_url.as_deref().unwrap_or(TRY_OUT);
    let folder = update_url.rsplit_once('/').map_or(update_url, |(folder, _)| folder);
    let xml = archive::update_xml(&key.id(), &version, &format!("{folder}/lanyard.crx"));
    project.write(&project.dist().join("update.xml"), xml.as_bytes())?;

    // The Web Store has keys and addresses of its own and refuses these.
    manifest.remove("key");
    manifest.remove("update_url");
    files.insert("manifest.json".into(), pretty(&manifest)?.into_bytes());
    let zip = archive::zip(&files)?;
    project.write(&project.dist().join("lanyard.zip"), &zip)?;

    println!("dist/lanyard.zip {} KB, for the Web Store", zip.len() / 1000);
    println!("dist/lanyard.crx {} KB, sha256 {}", crx.len() / 1000, archive::sha256(&crx));
    println!("dist/update.xml for {folder}/lanyard.crx");
    println!("extension id {}", key.id());
    Ok(Packed { id: key.id(), version, folder: folder.to_owned(), zip, crx })
}

/// Sources, notes and tests stay behind.
fn ships(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let behind = [".ts", ".mjs", ".md", ".toml", ".map", "tsconfig.json", "jsconfig.json"];
    !file.starts_with('.') && !file.contains(".test.") && !behind.iter().any(|ending| file.ends_with(ending))
}

/// The content script in its parts.
fn content_script(project: &Project) -> Result<Files> {
    let out = project.target().join("xtask/content");
    bundle(project, "extension/content/build.mjs", &[&out])?;
    let names = ["content.js", "read.js", "show.js", "mail.js", "files.js", "evict.js", "back.js", "sent.js"];
    bundled(project, &out, names.map(str::to_owned))
}

/// The pages' scripts, each with the glue of its Wasm.
fn page_scripts(project: &Project) -> Result<Files> {
    let (out, glue) = (project.target().join("xtask/pages"), project.target().join("xtask"));
    bundle(project, "extension/pages/build.mjs", &[&out, &glue])?;
    bundled(project, &out, PAGES.map(|name| format!("{name}.js")))
}

fn bundle(project: &Project, script: &str, folders: &[&Path]) -> Result<()> {
    let status = Command::new("node")
        .current_dir(&project.root)
        .arg(script)
        .args(folders)
        .status()
        .context("cannot run node")?;
    if !status.success() {
        bail!("{script} failed");
    }
    Ok(())
}

fn bundled(project: &Project, folder: &Path, names: impl IntoIterator<Item = String>) -> Result<Files> {
    let read = |name: String| Ok((name.clone(), project.read_bytes(&folder.join(&name))?));
    names.into_iter().map(read).collect()
}

/// Texts of pages that the worker and the popup do without: they ship beside the others, and whoever
/// wakes while somebody waits does not read them.
const OF_PAGES: [&str; 7] = ["admin_", "checkup_", "concern_", "first_", "handbook_", "health_", "sees_"];

/// The texts without the notes for translators, which are half of them; those of pages apart.
fn texts(name: &str, json: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut texts: BTreeMap<String, serde_json::Map<String, Value>> =
        serde_json::from_slice(json).with_context(|| format!("_locales/{name}"))?;
    for text in texts.values_mut() {
        text.retain(|key, _| key == "message");
    }
    let (of_pages, texts): (BTreeMap<_, _>, BTreeMap<_, _>) =
        texts.into_iter().partition(|(key, _)| OF_PAGES.iter().any(|prefix| key.starts_with(prefix)));
    Ok((serde_json::to_vec(&texts)?, serde_json::to_vec(&of_pages)?))
}

fn wasm_files(project: &Project) -> Result<Files> {
    let folder = project.built().join("wasm");
    let mut files = Files::new();
    for name in MODULES.iter().flat_map(|(_, name)| wasm::files(name)) {
        let content =
            project.read_bytes(&folder.join(&name)).context("the Wasm is not built: run `cargo xtask wasm`")?;
        files.insert(format!("wasm/{name}"), content);
    }
    Ok(files)
}

fn read_manifest(project: &Project) -> Result<serde_json::Map<String, Value>> {
    let text = project.read(&project.root.join("manifest.json"))?;
    serde_json::from_str(&text).context("manifest.json")
}

fn text<'a>(manifest: &'a serde_json::Map<String, Value>, key: &str) -> Result<&'a str> {
    manifest.get(key).and_then(Value::as_str).ok_or_else(|| anyhow!("manifest.json: `{key}`: expected a text"))
}

/// A file that the manifest names and that is not there would only be noticed in the browser.
fn check_manifest(manifest: &serde_json::Map<String, Value>, files: &Files) -> Result<()> {
    let version = text(manifest, "version")?;
    if version != env!("CARGO_PKG_VERSION") {
        bail!(
            "manifest.json: `version`: expected {}, the version in Cargo.toml; found {version}",
            env!("CARGO_PKG_VERSION")
        );
    }
    let mut named = Vec::new();
    for value in manifest.values() {
        file_names(value, &mut named);
    }
    for name in named {
        if !files.contains_key(name) {
            bail!("manifest.json names {name}, which is not among the files of the extension");
        }
    }
    Ok(())
}

fn file_names<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => {
            let ending = text.rsplit_once('.').map(|(_, ending)| ending);
            let is_file = matches!(ending, Some("js" | "html" | "css" | "png" | "svg" | "json"));
            if is_file && !text.contains([' ', '*', ':']) {
                found.push(text.trim_start_matches('/'));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| file_names(item, found)),
        Value::Object(map) => map.values().for_each(|item| file_names(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_ship_without_the_notes_for_translators() {
        let all = br#"{"b":{"message":"B","description":"note"},"a":{"message":"A"},"admin_c":{"message":"C"}}"#;
        let (shipped, of_pages) = texts("en/messages.json", all).unwrap();
        assert_eq!(shipped, br#"{"a":{"message":"A"},"b":{"message":"B"}}"#);
        assert_eq!(of_pages, br#"{"admin_c":{"message":"C"}}"#);
        let error = format!("{:#}", texts("en/messages.json", b"[]").unwrap_err());
        assert!(error.contains("_locales/en/messages.json"), "{error}");
    }

    #[test]
    fn sources_stay_behind() {
        for name in ["worker.js", "popup.html", "en/messages.json", "icon-128.png"] {
            assert!(ships(name), "{name}");
        }
        for name in ["a/main.ts", "build.mjs", "worker.test.js", "README.md", ".DS_Store", "tsconfig.json"] {
            assert!(!ships(name), "{name}");
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_noticed() {
        let version = env!("CARGO_PKG_VERSION");
        let manifest = serde_json::json!({ "version": version, "action": { "default_popup": "pages/popup.html" } });
        let manifest = manifest.as_object().expect("an object");
        let error = check_manifest(manifest, &Files::new()).expect_err("no popup");
        assert!(error.to_string().contains("pages/popup.html"), "{error}");
        let files = Files::from([("pages/popup.html".to_owned(), Vec::new())]);
        assert!(check_manifest(manifest, &files).is_ok());
    }
}
