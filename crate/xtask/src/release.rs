//! What is handed out: the packed extension under its version, with sums, the list of its parts and
//! their licences. The same sources and the same key make the same bytes.

use anyhow::Result;

use crate::project::{Project, pretty};
use crate::{Packing, archive, assemble, parts, wasm};

pub(crate) fn release(project: &Project, packing: &Packing) -> Result<()> {
    wasm::build(project)?;
    assemble::assemble(project, packing)?;
    let packed = assemble::pack(project, packing)?;
    let version = &packed.version;
    let parts = parts::parts(project)?;
    let crx = format!("lanyard-{version}.crx");
    let xml = archive::update_xml(&packed.id, version, &format!("{}/{crx}", packed.folder));
    let files: Vec<(String, Vec<u8>)> = vec![
        (format!("lanyard-{version}.zip"), packed.zip),
        (crx, packed.crx),
        ("update.xml".to_owned(), xml.into_bytes()),
        ("sbom.cdx.json".to_owned(), pretty(&parts::bill(&parts, version))?.into_bytes()),
        ("third-party.txt".to_owned(), parts::notices(&parts).into_bytes()),
    ];
    let folder = project.dist().join("release");
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    let mut sums = String::new();
    for (name, content) in &files {
        project.write(&folder.join(name), content)?;
        sums += &format!("{}  {name}\n", archive::sha256(content));
    }
    project.write(&folder.join("SHA256SUMS"), sums.as_bytes())?;
    print!("dist/release\n{sums}");
    Ok(())
}
