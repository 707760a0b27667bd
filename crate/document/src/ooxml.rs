//! Office documents of the newer kind: xlsx, docx, pptx.

mod shared;
mod sheet;

use lanyard_core::file::{FileFormat, Place, Protection, Reason};

use crate::archive::embedded;
use crate::collect::Job;
use crate::markup::{attribute, flow, properties};
use crate::source::Stop;
use crate::xml::{Token, Xml};
use crate::zip::{Entry, Zip};
use shared::Shared;

/// A sheet of a workbook, and where it shows.
struct Listed {
    id: String,
    place: Place,
}

pub(crate) fn read(zip: &Zip<'_>, job: &mut Job<'_>, depth: u8) -> Result<(), Stop> {
    job.protection = Protection::None;
    if zip.entries.iter().any(|entry| entry.encrypted) {
        job.protection = Protection::Partly;
    }
    let wanted = zip.entries.iter().filter(|entry| !entry.is_folder() && is_read(&entry.name));
    if let Some(main) = find(zip, "xl/", "workbook.xml") {
        job.format = FileFormat::Spreadsheet;
        zip.want(wanted)?;
        let result = workbook(zip, main, job);
        job.bear(result)?;
    } else if zip.has("word/document.xml") {
        job.format = FileFormat::Document;
        zip.want(wanted)?;
        word(zip, job)?;
    } else if zip.has("ppt/presentation.xml") {
        job.format = FileFormat::Presentation;
        zip.want(wanted)?;
        slides(zip, job)?;
    } else {
        return Err(Stop::Because(Reason::Format));
    }
    for entry in zip.entries.iter().filter(|entry| entry.name.starts_with("docProps/") && entry.name.ends_with(".xml"))
    {
        each(zip, entry, job, properties)?;
    }
    embedded(zip, &["/embeddings/", "/media/"], job, depth)
}

/// Styles, themes, fonts, layouts: nothing that somebody wrote for this file.
fn is_read(name: &str) -> bool {
    !["/theme/", "/slideLayouts/", "/slideMasters/", "/fonts/", "/printerSettings/", "/styles", "/activeX/"]
        .iter()
        .any(|folder| name.contains(folder))
}

fn find<'e>(zip: &'e Zip<'_>, folder: &str, name: &str) -> Option<&'e Entry> {
    zip.get(&format!("{folder}{name}"))
}

/// Reads one entry with `read`; a damaged one does not keep the others from being read.
fn each(
    zip: &Zip<'_>,
    entry: &Entry,
    job: &mut Job<'_>,
    read: impl FnOnce(Xml<'_>, &mut Job<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let result = zip.open(entry).and_then(|run| read(Xml::new(run), job));
    job.bear(result)
}

fn all<'e>(zip: &'e Zip<'_>, begins: &'e str) -> impl Iterator<Item = &'e Entry> {
    zip.entries.iter().filter(move |entry| entry.name.starts_with(begins) && entry.name.ends_with(".xml"))
}

fn workbook(zip: &Zip<'_>, main: &Entry, job: &mut Job<'_>) -> Result<(), Stop> {
    let sheets = listed(Xml::new(zip.open(main)?))?;
    for (place, kind) in [Place::HiddenSheet, Place::VeryHiddenSheet].map(|place| (place, place)) {
        job.part(kind, sheets.iter().filter(|sheet| sheet.place == place).count() as u32);
    }
    let targets = match zip.get("xl/_rels/workbook.xml.rels") {
        Some(entry) => relations(Xml::new(zip.open(entry)?))?,
        None => Vec::new(),
    };
    let shared = match zip.get("xl/sharedStrings.xml") {
        Some(entry) => Shared::read(Xml::new(zip.open(entry)?), job)?,
        None => Shared::default(),
    };
    for sheet in sheets {
        let Some((_, target)) = targets.iter().find(|(id, _)| *id == sheet.id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        // Chart sheets and macros have no rows.
        if let Some(entry) = zip.get(&path) {
            each(zip, entry, job, |xml, job| sheet::read(xml, &shared, sheet.place, job))?;
        }
    }
    drop(shared);
    for entry in zip.entries.iter().filter(|entry| {
        let name = entry.name.as_str();
        name.starts_with("xl/")
            && name.ends_with(".xml")
            && (name.contains("/comments") || name.contains("/threadedComments/"))
    }) {
        each(zip, entry, job, |xml, job| flow(xml, job, Place::Comment))?;
    }
    for entry in all(zip, "xl/drawings/").chain(all(zip, "xl/charts/")).filter(|entry| !entry.name.contains("/_rels/"))
    {
        each(zip, entry, job, |xml, job| flow(xml, job, Place::Visible))?;
    }
    for entry in all(zip, "xl/pivotCache/") {
        each(zip, entry, job, cache)?;
    }
    for entry in all(zip, "xl/externalLinks/") {
        job.part(Place::ExternalLink, 1);
        each(zip, entry, job, |xml, job| flow(xml, job, Place::Cache))?;
    }
    Ok(())
}

fn listed(mut xml: Xml<'_>) -> Result<Vec<Listed>, Stop> {
    let mut sheets = Vec::new();
    while let Some(token) = xml.next()? {
        let Token::Start(tag) = token else { continue };
        if tag.name == b"sheet" && sheets.len() < 1_000 {
            let place = match tag.get(b"state") {
                Some(b"hidden") => Place::HiddenSheet,
                Some(b"veryHidden") => Place::VeryHiddenSheet,
                _ => Place::Visible,
            };
            sheets.push(Listed { id: attribute(tag.get(b"id")), place });
        }
    }
    Ok(sheets)
}

fn relations(mut xml: Xml<'_>) -> Result<Vec<(String, String)>, Stop> {
    let mut targets = Vec::new();
    while let Some(token) = xml.next()? {
        let Token::Start(tag) = token else { continue };
        if tag.name == b"Relationship" && targets.len() < 5_000 {
            targets.push((attribute(tag.get(b"Id")), attribute(tag.get(b"Target"))));
        }
    }
    Ok(targets)
}

/// What a pivot table keeps of its data: values are attributes here.
fn cache(mut xml: Xml<'_>, job: &mut Job<'_>) -> Result<(), Stop> {
    while let Some(token) = xml.next()? {
        let Token::Start(tag) = token else { continue };
        match tag.name {
            b"pivotCacheDefinition" => job.part(Place::Cache, 1),
            b"s" | b"d" | b"n" => {
                let text = attribute(tag.get(b"v"));
                if tag.name != b"n" || text.len() > 5 {
                    job.line(Place::Cache, &text);
                }
            }
            b"cacheField" => job.line(Place::Cache, &attribute(tag.get(b"name"))),
            _ => {}
        }
    }
    Ok(())
}

fn word(zip: &Zip<'_>, job: &mut Job<'_>) -> Result<(), Stop> {
    for entry in all(zip, "word/").filter(|entry| !entry.name.contains("/_rels/")) {
        let name = entry.name.strip_prefix("word/").unwrap_or_default();
        let place = match name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.') {
            _ if name.starts_with("header") || name.starts_with("footer") => Place::Header,
            _ if name.starts_with("comments") && !name.contains("Ext") && !name.contains("Ids") => Place::Comment,
            _ if name.starts_with("charts/") || name.starts_with("diagrams/data") => Place::Visible,
            _ if matches!(name, "document.xml" | "footnotes.xml" | "endnotes.xml") => Place::Visible,
            _ => continue,
        };
        each(zip, entry, job, |xml, job| flow(xml, job, place))?;
    }
    Ok(())
}

fn slides(zip: &Zip<'_>, job: &mut Job<'_>) -> Result<(), Stop> {
    for entry in all(zip, "ppt/").filter(|entry| !entry.name.contains("/_rels/")) {
        let folder =
            entry.name.strip_prefix("ppt/").and_then(|name| name.split_once('/')).map_or("", |(folder, _)| folder);
        let place = match folder {
            "slides" | "charts" | "diagrams" => Place::Visible,
            "notesSlides" => Place::Notes,
            "comments" => Place::Comment,
            _ => continue,
        };
        each(zip, entry, job, |xml, job| flow(xml, job, place))?;
    }
    Ok(())
}
