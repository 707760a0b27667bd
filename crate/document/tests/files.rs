//! Files as people's programs write them: what is seen, where. tests/files/README.md says how
//! each was made.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod common;

use std::path::Path;

use common::told;

/// Everything that is known of a file, in one line.
fn known(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    told(&bytes)
}

macro_rules! table {
    ($($test:ident { $($file:literal => $expected:literal,)+ })+) => {
        $(#[test]
        fn $test() {
            for (file, expected) in [$(($file, $expected)),+] {
                assert_eq!(known(file), expected, "{file}");
            }
        })+

        #[test]
        fn every_file_is_in_the_table() {
            let listed = [$($($file),+),+];
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
            for entry in std::fs::read_dir(folder).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                assert!(name == "README.md" || listed.contains(&name.as_str()), "{name} is in no table");
            }
        }
    };
}

table! {
    spreadsheets {
        "class-list.ods" => "spreadsheet none visible/class-list:1 visible/listed-person:7 visible/sensitive-column:6 visible/upn:7 properties/author:1",
        "class-list.xlsx" => "spreadsheet none visible/class-list:1 visible/listed-person:7 visible/sensitive-column:6 visible/upn:7 properties/author:1",
        "encrypted.ods" => "spreadsheet protected unchecked:protected",
        "encrypted.xlsx" => "other protected unchecked:protected",
        "hidden-places.ods" => "spreadsheet none +hidden-sheet:2 +hidden-row:1 +hidden-column:1 +comment:1 hidden-sheet/class-list:1 hidden-sheet/email:1 hidden-sheet/listed-person:7 hidden-sheet/sensitive-column:6 hidden-sheet/upn:7 hidden-row/email:1 hidden-column/email:1 comment/email:1 header/email:1 properties/author:2",
        "hidden-places.xlsx" => "spreadsheet none +hidden-sheet:1 +very-hidden-sheet:1 +hidden-row:1 +hidden-column:1 +comment:1 hidden-sheet/class-list:1 hidden-sheet/listed-person:7 hidden-sheet/sensitive-column:6 hidden-sheet/upn:7 very-hidden-sheet/email:1 hidden-row/email:1 hidden-column/email:1 comment/email:1 header/email:1 properties/author:2",
        "old-encrypted.xls" => "spreadsheet protected unchecked:protected",
        "old.xls" => "spreadsheet none unchecked:old-format",
        "page.xls" => "text none visible/class-list:1 visible/listed-person:7 visible/sensitive-column:6 visible/upn:7",
        "sheet-protected.xlsx" => "spreadsheet none",
    }
    texts {
        "encrypted.odt" => "document protected unchecked:protected",
        "letter.docx" => "document none +comment:1 +deleted:1 visible/class-list:1 visible/email:1 visible/listed-person:7 visible/sensitive-column:6 visible/upn:7 hidden-text/email:1 comment/email:1 deleted/email:1 deleted/upn:1 header/email:1 properties/author:2",
        "letter.odt" => "document none +comment:1 +deleted:1 visible/class-list:1 visible/email:1 visible/listed-person:7 visible/sensitive-column:6 visible/upn:7 hidden-text/email:1 comment/email:1 deleted/email:1 deleted/upn:1 header/email:1 properties/author:2",
        "old-encrypted.doc" => "document protected unchecked:protected",
        "old.doc" => "document none unchecked:old-format",
        "utf16.csv" => "text none visible/class-list:1 visible/listed-person:7 visible/sensitive-column:3 visible/upn:7",
        "utf8.csv" => "text none visible/class-list:1 visible/listed-person:7 visible/sensitive-column:3 visible/upn:7",
        "windows.csv" => "text none visible/class-list:1 visible/listed-person:7 visible/sensitive-column:3 visible/upn:7",
    }
    talks {
        "talk.odp" => "presentation none +hidden-slide:1 visible/class-list:1 visible/listed-person:7 hidden-slide/email:1 notes/email:1 properties/author:2",
        "talk.pptx" => "presentation none +hidden-slide:1 visible/class-list:1 visible/listed-person:7 hidden-slide/email:1 notes/email:1 properties/author:2",
    }
    pdfs {
        "letter.pdf" => "pdf none visible/class-list:1 visible/email:3 visible/listed-person:7 visible/sensitive-column:6 visible/upn:1 properties/author:1",
        "locked-r2.pdf" => "pdf protected unchecked:protected",
        "locked-r3.pdf" => "pdf protected unchecked:protected",
        "locked-r4.pdf" => "pdf protected unchecked:protected",
        "locked-r6.pdf" => "pdf protected unchecked:protected",
        "opens-r2.pdf" => "pdf opens-for-anyone visible/email:1 visible/upn:7 properties/author:1",
        "opens-r3.pdf" => "pdf opens-for-anyone visible/email:1 visible/upn:7 properties/author:1",
        "opens-r4.pdf" => "pdf opens-for-anyone visible/email:1 visible/upn:7 properties/author:1",
        "opens-r6.pdf" => "pdf opens-for-anyone visible/email:1 visible/upn:7 properties/author:1",
        "owner-empty-r3.pdf" => "pdf protected unchecked:protected",
        "owner-empty-r6.pdf" => "pdf opens-for-anyone visible/email:1 visible/upn:7 properties/author:1",
        "plain.pdf" => "pdf none visible/email:1 visible/upn:7 properties/author:1",
        "scan.pdf" => "pdf none unchecked:no-text",
    }
    archives {
        "aes.zip" => "archive protected unchecked:protected",
        "crypto.zip" => "archive protected unchecked:protected",
        "nested.zip" => "archive none properties/author:1 inside/class-list:1 inside/email:1 inside/listed-person:7 inside/sensitive-column:6 inside/upn:7",
        "of-protected.zip" => "archive protected",
        "partly.zip" => "archive partly",
        "plain.7z" => "archive unknown unchecked:archive",
        "plain.zip" => "archive none properties/author:1 inside/class-list:1 inside/email:1 inside/listed-person:7 inside/sensitive-column:6 inside/upn:7",
    }
    pictures {
        "place.heic" => "picture none picture/photo-camera:1 picture/photo-place:1",
        "place.jpg" => "picture none picture/photo-camera:1 picture/photo-place:1",
        "place.png" => "picture none picture/photo-camera:1 picture/photo-place:1",
        "place.webp" => "picture none picture/photo-camera:1 picture/photo-place:1",
        "plain.jpg" => "picture none",
    }
}
