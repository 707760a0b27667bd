//! The Wasm of service worker and pages: cargo, then wasm-bindgen's glue, then wasm-opt.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::project::Project;
use crate::split::{self, Piece};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Small, and small when compressed. Never `--all-features`: what it writes is refused by
/// Chromium 156; the features that the module was built for are named inside it.
///
/// Functions with one caller stay functions, 30 bytes and less aside: one huge function of what
/// were many compresses badly (148 → 139 KB brotli, for 2 KB more raw). The lowest kilobyte of memory is the
/// far end of the stack, so that no address there is ever computed from: offsets fold into loads.
const OPTIMISE: [&str; 6] = [
    "-Oz",
    "--converge",
    "--one-caller-inline-max-function-size=30",
    "--low-memory-unused",
    "--strip-debug",
    "--strip-producers",
];

/// Package and the name that its files get.
pub(crate) const MODULES: [(&str, &str); 5] = [
    ("lanyard-background", "background"),
    ("lanyard-popup", "popup"),
    ("lanyard-staff", "staff"),
    ("lanyard-setup", "setup"),
    ("lanyard-reader", "reader"),
];

/// Pages: their glue is bundled into the page's own script and does not ship beside the Wasm.
pub(crate) const PAGES: [&str; 3] = ["popup", "staff", "setup"];

/// What of the worker is loaded when it is first needed, and where it begins: the ways in, and what a rule does
/// only with an observation. (`crate/background/src/host/pieces`)
pub(crate) const PIECES: [Piece; 2] = [
    Piece {
        name: "surfaces",
        begins: &[
            ("lanyard_background::host::pieces::surfaces::", ""),
            ("<lanyard_core::rules::", " as lanyard_core::rules::Rule>::check"),
            ("<lanyard_core::rules::", " as lanyard_core::rules::Rule>::counts"),
        ],
    },
    Piece { name: "answers", begins: &[("lanyard_background::host::pieces::answers::", "")] },
];

/// What is loaded whenever the worker starts may not be larger. The budget of the issue: 450 KB.
const LIMIT: usize = 450_000;

/// What ships of a module.
pub(crate) fn files(name: &str) -> Vec<String> {
    let mut files = vec![format!("{name}_bg.wasm")];
    if !PAGES.contains(&name) {
        files.push(format!("{name}.js"));
    }
    if name == "background" {
        files.extend(PIECES.iter().map(|piece| format!("{}.wasm", piece.name)));
    }
    files
}

pub(crate) fn build(project: &Project) -> Result<()> {
    compile(project)?;
    for (package, name) in MODULES {
        let artifact = package.replace('-', "_");
        let module = project.target().join(TARGET).join("wasm").join(format!("{artifact}.wasm"));
        let folder = bind(project, &module, name)?;
        for file in files(name) {
            let content = project.read_bytes(&folder.join(&file))?;
            println!("wasm/{file} {} bytes", content.len());
            if file == "background_bg.wasm" && content.len() > LIMIT {
                bail!("wasm/{file} is larger than {LIMIT} bytes: see \"What is loaded when\" in docs/architecture.md");
            }
            project.write(&project.built().join("wasm").join(&file), &content)?;
        }
    }
    Ok(())
}

/// One cargo call for both, so that the core is compiled once.
fn compile(project: &Project) -> Result<()> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(&project.root).args(["build", "--profile", "wasm", "--target", TARGET]);
    for (package, _) in MODULES {
        cargo.args(["-p", package]);
    }
    // A machine without rustup's target builds the standard library itself: its flags come in here.
    cargo.args(std::env::var("LANYARD_CARGO_FLAGS").unwrap_or_default().split_whitespace());
    // Same bytes from any folder, and no home folder inside.
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let mut flags = vec![format!("--remap-path-prefix={}=/src", project.root.display())];
    if let Some(home) = cargo_home {
        flags.push(format!("--remap-path-prefix={}=/cargo", home.display()));
        // Packages lie in a folder that is named after the registry they came from.
        let mut registries: Vec<PathBuf> = std::fs::read_dir(home.join("registry/src"))
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        registries.sort();
        flags.extend(registries.iter().map(|from| format!("--remap-path-prefix={}=/cargo/src", from.display())));
    }
    cargo.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    let status = cargo.status().context("cannot run cargo")?;
    if !status.success() {
        bail!("cargo could not build the Wasm, see above");
    }
    Ok(())
}

/// Glue and optimised module in a folder of their own. wasm-opt takes most of the time of a
/// rebuild: a module whose input has not changed is not optimised again.
fn bind(project: &Project, module: &Path, name: &str) -> Result<PathBuf> {
    let done = project.target().join("xtask").join(name);
    let stamp = done.join("stamp");
    let optimiser = project.root.join("node_modules/.bin/wasm-opt");
    let state = state(project, module, &optimiser)?;
    if std::fs::read_to_string(&stamp).is_ok_and(|last| last == state) {
        return Ok(done);
    }
    // Two builds at once must not write into each other's files.
    let folder = project.target().join("xtask").join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;

    let mut bindgen = Bindgen::new();
    // The worker's shim drops an instance that has trapped and makes another.
    bindgen
        .input_path(module)
        .out_name(name)
        .typescript(false)
        // Functions are known by the linker's names.
        .demangle(false)
        .omit_default_module_path(false)
        .reset_state_function(true);
    bindgen.web(true)?;
    bindgen.generate(&folder).with_context(|| format!("wasm-bindgen cannot read {}", project.name(module)))?;

    if name == "background" {
        take_apart(project, module, &folder)?;
    }
    for file in files(name).iter().filter(|file| file.ends_with(".wasm")) {
        let status = Command::new(&optimiser)
            .args(OPTIMISE)
            .arg(folder.join(file))
            .arg("-o")
            .arg(folder.join(file))
            .status()
            .context("cannot run node_modules/.bin/wasm-opt (`npm ci --ignore-scripts` brings it)")?;
        if !status.success() {
            bail!("wasm-opt could not optimise {file}");
        }
    }
    std::fs::write(folder.join("stamp"), state)?;
    let _ = std::fs::remove_dir_all(&done);
    std::fs::rename(&folder, &done)?;
    Ok(done)
}

/// The worker's pieces out of its module.
fn take_apart(project: &Project, linked: &Path, folder: &Path) -> Result<()> {
    let plan = split::plan(&project.read_bytes(linked)?, &PIECES)?;
    let bound = folder.join("background_bg.wasm");
    let (main, pieces) = split::split(&project.read_bytes(&bound)?, &plan, &PIECES)?;
    std::fs::write(&bound, main)?;
    for (piece, content) in PIECES.iter().zip(pieces) {
        std::fs::write(folder.join(format!("{}.wasm", piece.name)), content)?;
    }
    Ok(())
}

/// What the result depends on: the module, how this file treats it, and the optimiser's version.
fn state(project: &Project, module: &Path, optimiser: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(include_bytes!("wasm.rs"));
    hash.update(include_bytes!("split/mod.rs"));
    hash.update(include_bytes!("split/linked.rs"));
    hash.update(project.read_bytes(module)?);
    if let Some(package) = optimiser.ancestors().nth(2).map(|modules| modules.join("binaryen/package.json")) {
        hash.update(std::fs::read(package).unwrap_or_default());
    }
    let digest = hash.finalize();
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}
