//! Looking into files, and making them.

#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{Cursor, Write};

use lanyard_core::file::FileFacts;
use lanyard_core::text::{Around, scan};
use lanyard_document::{Memory, inspect};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What is known of a file. Of what the text scanner sees, pupil numbers and addresses.
pub(crate) fn facts(bytes: &[u8]) -> FileFacts {
    inspect(&Memory(bytes), &mut |text, each| {
        for (kind, count) in scan(text, &Around::default()).counts() {
            if ["upn", "email"].contains(&kind.id()) {
                each(kind.id(), count as u32);
            }
        }
    })
    .expect("nothing is missing in memory")
}

/// Everything that is known of a file, in one line.
pub(crate) fn told(bytes: &[u8]) -> String {
    let facts = facts(bytes);
    let mut line = format!("{} {}", id(&facts.format), id(&facts.protection));
    if let Some(reason) = facts.unchecked {
        line += &format!(" unchecked:{}", id(&reason));
    }
    for part in &facts.parts {
        line += &format!(" +{}:{}", id(&part.place), part.count);
    }
    for held in &facts.holds {
        line += &format!(" {}/{}:{}", id(&held.place), held.kind, held.count);
    }
    line
}

fn id(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// A zip of these files.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with one sheet of these rows as XML, and more files.
pub(crate) fn workbook(rows: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let mut files: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", br#"<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    files.extend(more);
    zipped(&files)
}

/// A compound file with these streams, each padded to sectors of its own.
pub(crate) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const SECTOR: usize = 512;
    let mut body: Vec<u8> = Vec::new();
    let mut chains: Vec<u32> = Vec::new();
    let mut entries = vec![entry("Root Entry", 5, 0xffff_fffe, 0)];
    for (name, content) in streams {
        // Streams under 4,096 bytes would go elsewhere.
        let mut content = content.to_vec();
        content.resize(content.len().max(4096).div_ceil(SECTOR) * SECTOR, 0);
        entries.push(entry(name, 2, chains.len() as u32, content.len() as u64));
        chain(&mut chains, content.len() / SECTOR);
        body.extend(content);
    }
    let directory = chains.len() as u32;
    let mut list = entries.concat();
    list.resize(list.len().div_ceil(SECTOR) * SECTOR, 0);
    chain(&mut chains, list.len() / SECTOR);
    body.extend(list);
    let table = chains.len() as u32;
    chains.push(0xffff_fffd);
    chains.resize(SECTOR / 4, 0xffff_ffff);
    body.extend(chains.iter().flat_map(|next| next.to_le_bytes()));

    let mut head = vec![0_u8; SECTOR];
    head[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    let mut put = |at: usize, bytes: &[u8]| head[at..at + bytes.len()].copy_from_slice(bytes);
    put(26, &3_u16.to_le_bytes());
    put(30, &9_u16.to_le_bytes());
    put(32, &6_u16.to_le_bytes());
    put(44, &1_u32.to_le_bytes());
    put(48, &directory.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &0xffff_fffe_u32.to_le_bytes());
    put(68, &0xffff_fffe_u32.to_le_bytes());
    put(76, &table.to_le_bytes());
    for n in 1..109 {
        put(76 + 4 * n, &0xffff_ffff_u32.to_le_bytes());
    }
    [head, body].concat()
}

fn chain(chains: &mut Vec<u32>, count: usize) {
    let from = chains.len() as u32;
    chains.extend((1..count as u32).map(|n| from + n));
    chains.push(0xffff_fffe);
}

fn entry(name: &str, kind: u8, first: u32, size: u64) -> Vec<u8> {
    let mut entry = vec![0_u8; 128];
    for (n, unit) in name.encode_utf16().enumerate() {
        entry[2 * n..2 * n + 2].copy_from_slice(&unit.to_le_bytes());
    }
    entry[64..66].copy_from_slice(&(2 * name.len() as u16 + 2).to_le_bytes());
    entry[66] = kind;
    entry[116..120].copy_from_slice(&first.to_le_bytes());
    entry[120..128].copy_from_slice(&size.to_le_bytes());
    entry
}
