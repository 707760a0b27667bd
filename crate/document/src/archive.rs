//! A zip: an Office document, an OpenDocument, or files.

use lanyard_core::file::{FileFormat, Place, Protection, Reason};

use crate::collect::Job;
use crate::open::open_inner;
use crate::source::{Memory, Source, Stop};
use crate::zip::{Entry, Zip};
use crate::{limit, odf, ooxml};

/// Bytes of a picture that hold what its camera wrote.
const PICTURE: usize = 256 << 10;

pub(crate) fn read(source: &dyn Source, job: &mut Job<'_>, depth: u8) -> Result<(), Stop> {
    job.format = FileFormat::Archive;
    let zip = Zip::read(source, &job.budget)?;
    if zip.has("[Content_Types].xml") {
        return ooxml::read(&zip, job, depth);
    }
    if zip.has("META-INF/manifest.xml") && zip.has("mimetype") {
        return odf::read(&zip, job, depth);
    }
    files(&zip, job, depth)
}

/// Files that somebody packed together.
fn files(zip: &Zip<'_>, job: &mut Job<'_>, depth: u8) -> Result<(), Stop> {
    let files: Vec<&Entry> = zip.entries.iter().filter(|entry| !entry.is_folder()).collect();
    let locked = files.iter().filter(|entry| entry.encrypted).count();
    job.protection = match locked {
        0 => Protection::None,
        _ if locked == files.len() => Protection::Protected,
        _ => Protection::Partly,
    };
    if job.protection == Protection::Protected {
        return Err(Stop::Because(Reason::Protected));
    }
    zip.want(files.iter().copied().filter(|entry| !entry.encrypted))?;
    let mut shut = locked;
    for entry in &files {
        if !entry.encrypted && inner(zip, entry, job, depth)? == Protection::Protected {
            shut += 1;
        }
    }
    // A zip of protected files is as good as a protected zip.
    if shut > 0 {
        job.protection = if shut == files.len() { Protection::Protected } else { Protection::Partly };
    }
    Ok(())
}

/// Reads one entry as a file of its own.
pub(crate) fn inner(zip: &Zip<'_>, entry: &Entry, job: &mut Job<'_>, depth: u8) -> Result<Protection, Stop> {
    let run = match zip.open(entry) {
        Ok(run) => run,
        Err(stop) => return job.bear(Err(stop)).map(|()| Protection::Unknown),
    };
    let is_picture = is_picture(&entry.name);
    let unpacked = if is_picture { run.first(PICTURE) } else { run.whole(limit::INNER as usize) };
    match unpacked {
        Ok(bytes) => open_inner(&Memory(&bytes), job, depth + 1),
        // One file that is too large does not keep the others from being looked at.
        Err(Stop::Because(reason)) => {
            job.left_out(reason);
            Ok(Protection::Unknown)
        }
        Err(stop) => Err(stop),
    }
}

pub(crate) fn is_picture(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "jpg" | "jpeg" | "png" | "heic" | "heif" | "webp" | "tif" | "tiff")
}

/// Pictures and files inside an Office document.
pub(crate) fn embedded(zip: &Zip<'_>, folders: &[&str], job: &mut Job<'_>, depth: u8) -> Result<(), Stop> {
    let of_ours = |entry: &&Entry| !entry.is_folder() && folders.iter().any(|folder| entry.name.contains(folder));
    let mut files = 0;
    for entry in zip.entries.iter().filter(of_ours) {
        let picture = is_picture(&entry.name);
        // Drawings, sounds and fonts hold nothing that is looked for.
        let ending = entry.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let file = matches!(
            ending.as_str(),
            "xlsx" | "xlsm" | "docx" | "pptx" | "xls" | "doc" | "ppt" | "pdf" | "bin" | "csv" | "zip"
        );
        if picture || file {
            inner(zip, entry, job, depth)?;
            files += u32::from(file);
        }
    }
    job.part(Place::Inside, files);
    Ok(())
}
