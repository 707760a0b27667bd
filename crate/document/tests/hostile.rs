//! Files made to do harm: each is answered in time, in bounds and without a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod common;

use std::path::Path;
use std::time::{Duration, Instant};

use common::{compound, facts, told, workbook, zipped};
use lanyard_core::file::Reason;

/// Debug builds are some thirty times slower than what ships.
const SOON: Duration = Duration::from_secs(20);

#[track_caller]
fn ends(bytes: &[u8]) -> Option<Reason> {
    let start = Instant::now();
    let facts = facts(bytes);
    assert!(start.elapsed() < SOON, "took {:?}", start.elapsed());
    facts.unchecked
}

#[test]
fn a_bomb_of_noughts_is_not_unpacked() {
    let noughts = vec![b'0'; 80 << 20];
    let bomb = zipped(&[("a.txt", &noughts)]);
    assert!(bomb.len() < 200_000);
    assert_eq!(ends(&bomb), Some(Reason::Unpacks));
    let inside = zipped(&[("b.zip", &bomb)]);
    assert_eq!(ends(&inside), Some(Reason::Unpacks));
}

#[test]
fn a_sheet_that_unpacks_without_end_is_checked_in_part() {
    // Rows that differ enough for a ratio that honest sheets have too.
    let rows: String = (0..1_300_000_u64)
        .map(|n| format!("<row><c><v>{}</v></c><c><v>{}</v></c></row>", n.wrapping_mul(0x9e37_79b9_7f4a_7c15), n * 7))
        .collect();
    let first = "<row><c t='str'><v>a@example.org</v></c></row>";
    let book = workbook(&format!("{first}{rows}"), &[]);
    assert_eq!(told(&book), "spreadsheet none unchecked:too-large visible/email:1");
}

#[test]
fn entries_that_share_their_bytes_are_refused() {
    let mut zip = zipped(&[("a.txt", b"one"), ("b.txt", b"two")]);
    let second = memchr::memmem::rfind(&zip, b"PK\x01\x02").unwrap();
    // The second entry's place becomes the first's.
    zip[second + 42..second + 46].fill(0);
    assert_eq!(ends(&zip), Some(Reason::Unpacks));
}

#[test]
fn zips_inside_zips_have_an_end() {
    let mut bytes = zipped(&[("a.txt", b"a@example.org")]);
    for _ in 0..8 {
        bytes = zipped(&[("a.zip", &bytes)]);
    }
    assert_eq!(ends(&bytes), Some(Reason::TooDeep));
}

#[test]
fn elements_inside_elements_have_an_end() {
    let deep = "<p>".repeat(300_000);
    let letter = zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", deep.as_bytes())]);
    assert_eq!(ends(&letter), Some(Reason::TooDeep));
    let page = format!("<html>{}", "<div>".repeat(300_000));
    assert_eq!(ends(page.as_bytes()), None);
}

#[test]
fn an_entity_flood_is_nothing() {
    let flood = "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><document><body><p><r><t>&b;&b;</t></r></p></body></document>";
    let letter = zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", flood.as_bytes())]);
    assert_eq!(told(&letter), "document none");
}

#[test]
fn a_million_rows_and_huge_dimensions_end() {
    let rows = "<row r='1048576'><c r='XFD1048576' t='str'><v>x</v></c></row>".repeat(200_000);
    assert_eq!(ends(&workbook(&rows, &[])), None);
    let wide = format!("<row>{}</row>", "<c><v>1234567</v></c>".repeat(500_000));
    assert_eq!(ends(&workbook(&wide, &[])), None);
    let content = "<document-content><table><table-row number-rows-repeated='4294967295'><table-cell number-columns-repeated='4294967295'><p>a@example.org</p></table-cell></table-row></table></document-content>";
    let sheet = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content.as_bytes()),
    ]);
    assert_eq!(told(&sheet), "spreadsheet none visible/email:1");
}

#[test]
fn a_pdf_that_goes_round_in_circles_ends() {
    let circle = b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj 2 0 obj <</Kids [2 0 R 3 0 R 3 0 R] /Resources 9 0 R>> endobj\n\
        3 0 obj <</Type /Page /Contents [4 0 R 4 0 R] /Resources <</XObject <</F 5 0 R>>>>>> endobj\n\
        4 0 obj <</Length 6 0 R>> stream\n/F Do /F Do\nendstream endobj\n5 0 obj <</Subtype /Form /Resources <</XObject <</F 5 0 R>>>> /Length 5>> stream\n/F Do\nendstream endobj\n\
        6 0 obj 7 0 R endobj 7 0 obj 6 0 R endobj 9 0 obj 9 0 R endobj trailer <</Root 1 0 R /Encrypt null /Prev 0>>";
    assert_eq!(ends(circle), None);
}

#[test]
fn a_pdf_of_brackets_ends() {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    for n in 0..20_000 {
        pdf.extend(format!("{n} 0 obj <</Type /ObjStm /N 100000 /First 1 [[[[").into_bytes());
    }
    ends(&pdf);
    let mut pdf = b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 1 0 R /Kids [".to_vec();
    pdf.extend(b"1 0 R ".repeat(100_000));
    ends(&pdf);
    let mut pdf = b"%PDF-1.4\n".to_vec();
    pdf.extend(b"trailer <<".repeat(100_000));
    ends(&pdf);
}

#[test]
fn a_chain_of_sectors_that_bites_its_tail_ends() {
    let mut file = compound(&[("Workbook", &[9, 8, 4, 0, 0, 6, 5, 0])]);
    let table = file.len() - 512;
    for n in 0..128_usize {
        file[table + 4 * n..table + 4 * n + 4].copy_from_slice(&((n as u32 + 1) % 3).to_le_bytes());
    }
    ends(&file);
}

/// Every fixture, cut off and with bytes changed: nothing panics and nothing takes long.
#[test]
fn broken_fixtures_are_survived() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below.max(1) as u64) as usize
    };
    let mut tried = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for _ in 0..12 {
            let mut broken = bytes.clone();
            if random(2) == 0 {
                broken.truncate(random(bytes.len()));
            }
            for _ in 0..random(8) {
                let at = random(broken.len());
                if let Some(byte) = broken.get_mut(at) {
                    *byte = random(256) as u8;
                }
            }
            ends(&broken);
            tried += 1;
        }
    }
    assert!(tried > 400);
}
