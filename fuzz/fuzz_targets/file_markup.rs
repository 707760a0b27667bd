//! Any bytes as the XML inside an Office document or an OpenDocument, in a zip that is in order.

#![no_main]

use lanyard_document::{Memory, inspect};
use libfuzzer_sys::fuzz_target;

const KINDS: [&[(&str, &[u8])]; 4] = [
    &[("[Content_Types].xml", b""), ("word/document.xml", b"?")],
    &[("[Content_Types].xml", b""), ("ppt/presentation.xml", b""), ("ppt/slides/slide1.xml", b"?")],
    &[
        ("[Content_Types].xml", b""),
        ("xl/workbook.xml", b"<a><sheet name='A' r:id='r'/></a>"),
        ("xl/_rels/workbook.xml.rels", b"<a><Relationship Id='r' Target='s.xml'/></a>"),
        ("xl/sharedStrings.xml", b"?"),
        ("xl/s.xml", b"?"),
        ("xl/comments1.xml", b"?"),
        ("xl/pivotCache/a.xml", b"?"),
        ("docProps/core.xml", b"?"),
    ],
    &[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b""),
        ("content.xml", b"?"),
        ("meta.xml", b"?"),
    ],
];

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, content) = input;
    let files = KINDS[usize::from(kind) % KINDS.len()];
    let file = stored(files, content);
    inspect(&Memory(&file), &mut |_, _| {}).expect("nothing is missing in memory");
});

/// A zip whose entries are as they are; `?` stands for the content.
fn stored(files: &[(&str, &[u8])], content: &[u8]) -> Vec<u8> {
    let (mut zip, mut list) = (Vec::new(), Vec::new());
    for (name, own) in files {
        let data = if *own == b"?" { content } else { own };
        let mut head = vec![0_u8; 26];
        let size = (data.len() as u32).to_le_bytes();
        head[14..18].copy_from_slice(&size);
        head[18..22].copy_from_slice(&size);
        head[22..24].copy_from_slice(&(name.len() as u16).to_le_bytes());
        list.extend(b"PK\x01\x02\0\0");
        list.extend(&head);
        list.extend([0; 10]);
        list.extend((zip.len() as u32).to_le_bytes());
        list.extend(name.as_bytes());
        zip.extend(b"PK\x03\x04");
        zip.extend(&head);
        zip.extend(name.as_bytes());
        zip.extend(data);
    }
    let (at, count) = (zip.len() as u32, files.len() as u16);
    zip.extend(&list);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend(count.to_le_bytes());
    zip.extend(count.to_le_bytes());
    zip.extend((list.len() as u32).to_le_bytes());
    zip.extend(at.to_le_bytes());
    zip.extend([0; 2]);
    zip
}
