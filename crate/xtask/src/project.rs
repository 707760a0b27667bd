//! Where things are, and reading and writing them with the file's name in every error.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub(crate) struct Project {
    pub(crate) root: PathBuf,
}

impl Project {
    /// The source tree that this program was built from.
    pub(crate) fn find() -> Self {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: crates.ancestors().nth(2).unwrap_or(crates).to_owned() }
    }

    pub(crate) fn source(&self) -> PathBuf {
        self.root.join("extension")
    }

    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The unpacked extension.
    pub(crate) fn built(&self) -> PathBuf {
        self.dist().join("extension")
    }

    /// Cargo's output; `CARGO_TARGET_DIR` moves it.
    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from)
    }

    /// The path as messages name it: from the root, with slashes.
    pub(crate) fn name(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }

    pub(crate) fn read(&self, path: &Path) -> Result<String> {
        fs::read_to_string(path).with_context(|| format!("cannot read {}", self.name(path)))
    }

    pub(crate) fn read_bytes(&self, path: &Path) -> Result<Vec<u8>> {
        fs::read(path).with_context(|| format!("cannot read {}", self.name(path)))
    }

    /// Writes where the content differs, so that times stay and nothing is built twice.
    pub(crate) fn write(&self, path: &Path, content: &[u8]) -> Result<bool> {
        if fs::read(path).is_ok_and(|there| there == content) {
            return Ok(false);
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", self.name(parent)))?;
        }
        fs::write(path, content).with_context(|| format!("cannot write {}", self.name(path)))?;
        Ok(true)
    }

    /// Files directly in `folder` with this ending, sorted.
    pub(crate) fn list(&self, folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", self.name(folder)))? {
            let path = entry?.path();
            if path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// All files under `folder`, as paths from it with slashes, sorted. A folder that is not there has none.
    pub(crate) fn tree(&self, folder: &Path) -> Result<Vec<String>> {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            if !next.is_dir() {
                continue;
            }
            for entry in fs::read_dir(&next).with_context(|| format!("cannot list {}", self.name(&next)))? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let inside = path.strip_prefix(folder).unwrap_or(&path);
                    files.push(inside.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        files.sort();
        Ok(files)
    }
}

/// JSON as it is committed and shipped: two spaces, a line break at the end.
pub(crate) fn pretty(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
