//! Files made here, for what no fixture has.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod common;

use common::{compound, told, workbook, zipped};

const HEADING: &str =
    "<row><c t='str'><v>Surname</v></c><c t='str'><v>First name</v></c><c t='str'><v>Ethnicity</v></c></row>";

fn people(count: usize) -> String {
    (0..count)
        .map(|_| "<row><c t='str'><v>Field</v></c><c t='str'><v>Ada</v></c><c t='str'><v>x</v></c></row>")
        .collect()
}

#[test]
fn five_rows_under_a_heading_are_a_list_and_four_are_not() {
    let sheet = |count| told(&workbook(&(HEADING.to_owned() + &people(count)), &[]));
    assert_eq!(sheet(4), "spreadsheet none");
    assert_eq!(sheet(5), "spreadsheet none visible/class-list:1 visible/listed-person:5 visible/sensitive-column:5");
}

#[test]
fn a_timetable_and_a_price_list_are_no_class_lists() {
    for heading in [["Period", "Monday", "Tuesday"], ["Item", "Price", "Class"], ["Name", "Price", "Colour"]] {
        let cells: String = heading.iter().map(|cell| format!("<c t='str'><v>{cell}</v></c>")).collect();
        assert_eq!(
            told(&workbook(&format!("<row>{cells}</row>{}", people(30)), &[])),
            "spreadsheet none",
            "{heading:?}"
        );
    }
}

#[test]
fn what_a_pivot_table_and_a_link_keep_is_seen() {
    let book = workbook("", &[
        ("xl/pivotCache/pivotCacheDefinition1.xml", b"<pivotCacheDefinition><cacheFields><cacheField name='E-mail'><sharedItems><s v='ada.field@example.com'/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>"),
        ("xl/pivotCache/pivotCacheRecords1.xml", b"<pivotCacheRecords><r><s v='bo.marsh@example.com'/></r></pivotCacheRecords>"),
        ("xl/externalLinks/externalLink1.xml", b"<externalLink><externalBook><sheetDataSet><sheetData><row><cell t='str'><v>c@example.org</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>"),
    ]);
    assert_eq!(told(&book), "spreadsheet none +cache:1 +external-link:1 cache/email:3");
}

#[test]
fn a_workbook_inside_a_letter_is_looked_into() {
    let book = workbook(&(HEADING.to_owned() + &people(6)), &[]);
    let letter = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<document><body><p><r><t>Hello</t></r></p></body></document>"),
        ("word/embeddings/Microsoft_Excel_Sheet.xlsx", &book),
    ]);
    assert_eq!(
        told(&letter),
        "document none +inside:1 inside/class-list:1 inside/listed-person:6 inside/sensitive-column:6"
    );
}

#[test]
fn an_old_presentation_says_whether_it_is_encrypted() {
    let with = |token: u32| {
        let mut user = vec![0_u8; 12];
        user.extend(token.to_le_bytes());
        told(&compound(&[("Current User", &user), ("PowerPoint Document", &[0; 16])]))
    };
    assert_eq!(with(0xe391_c05f), "presentation none unchecked:old-format");
    assert_eq!(with(0xf3d1_c4df), "presentation protected unchecked:protected");
    assert_eq!(with(7), "presentation unknown unchecked:damaged");
}

#[test]
fn a_workbook_whose_structure_is_protected_is_not_encrypted() {
    // BOF, PROTECT, PASSWORD, EOF; then the same with FILEPASS.
    let bof = [9, 8, 4, 0, 0, 6, 5, 0];
    let open = [&bof[..], &[0x12, 0, 2, 0, 1, 0, 0x13, 0, 2, 0, 0xaa, 0xbb, 10, 0, 0, 0]].concat();
    let shut = [&bof[..], &[0x2f, 0, 2, 0, 1, 0, 10, 0, 0, 0]].concat();
    assert_eq!(told(&compound(&[("Workbook", &open)])), "spreadsheet none unchecked:old-format");
    assert_eq!(told(&compound(&[("Workbook", &shut)])), "spreadsheet protected unchecked:protected");
}

#[test]
fn text_is_read_whatever_it_is_called() {
    assert_eq!(told(b""), "text none");
    assert_eq!(told(b"Write to ada.field@example.com"), "text none visible/email:1");
    assert_eq!(told("Zo\u{eb} \u{2014} a@example.org".as_bytes()), "text none visible/email:1");
    assert_eq!(told(b"\0\0\0\0\x01"), "other unknown unchecked:format");
    assert_eq!(told(b"{\\rtf1 a@example.org}"), "other unknown unchecked:format");
    assert_eq!(told(b"Rar!\x1a\x07\x01\0"), "archive unknown unchecked:archive");
}

#[test]
fn quoted_fields_keep_their_commas_and_lines() {
    let table = "Name,Address,Notes\r\n".to_owned()
        + &"\"Field, Ada\",\"1 High Street\r\nOakfield\",\"said \"\"no\"\"\"\r\n".repeat(5);
    assert_eq!(told(table.as_bytes()), "text none visible/class-list:1 visible/listed-person:5");
}

#[test]
fn a_pdf_made_by_hand_with_every_way_of_showing_text() {
    let page = b"BT /F 12 Tf 1 0 0 1 10 700 Tm (a@exam) Tj (ple.org) Tj ET BT /F 9 Tf 10 600 Td [(b@exam) 20 (ple.org)] TJ T* (c@example.org) ' ET";
    let page = String::from_utf8_lossy(page);
    let pdf = format!(
        "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj 2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1 /Resources <</Font <</F 5 0 R>>>>>> endobj\n\
         3 0 obj <</Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [<</Contents (d@example.org)>>]>> endobj\n\
         4 0 obj <</Length {}>> stream\n{page}\nendstream endobj\n5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n\
         trailer <</Root 1 0 R>>",
        page.len()
    );
    assert_eq!(told(pdf.as_bytes()), "pdf none +comment:1 visible/email:3 comment/email:1");
}
