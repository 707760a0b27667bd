//! Reading files, and saying what is wrong with them: file, line, column, key, what was
//! expected, what to do.

use std::fmt;
use std::io::Read;
use std::path::Path;

use lanyard_core::problem::{Mistake, Problem};
use serde::de::DeserializeOwned;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::locate::{find, position};

/// Largest file that is read, in bytes: far above 100,000 people, far below what a machine has.
const LARGEST: u64 = 256 * 1024 * 1024;

/// One thing that is wrong with an input.
#[derive(Debug)]
pub(crate) struct Bad {
    file: String,
    place: Option<(usize, usize)>,
    problem: Box<Problem>,
}

impl Bad {
    /// About the file as a whole.
    pub(crate) fn file(file: &str, expected: &str, suggestion: Option<&str>) -> Self {
        let problem = Problem::new("file", "", expected).suggest(suggestion.map(str::to_owned));
        Self { file: file.to_owned(), place: None, problem: Box::new(problem) }
    }

    /// About an argument of the command line.
    pub(crate) fn argument(name: &str, expected: &str, suggestion: Option<String>) -> Self {
        Self {
            file: "lanyard".to_owned(),
            place: None,
            problem: Box::new(Problem::new("argument", name, expected).suggest(suggestion)),
        }
    }

    /// What was expected, without the place.
    pub(crate) fn plain(&self) -> String {
        format!("{} ({})", self.problem.expected, self.file)
    }

    pub(crate) fn at(file: &str, place: (usize, usize), problem: Problem) -> Self {
        Self { file: file.to_owned(), place: Some(place), problem: Box::new(problem) }
    }
}

impl From<Mistake> for Bad {
    fn from(Mistake { file, line, column, problem }: Mistake) -> Self {
        Self { file, place: (line > 0).then_some((line, column)), problem: Box::new(problem) }
    }
}

/// As the reports of checking commands have it.
impl Serialize for Bad {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Bad", 7)?;
        fields.serialize_field("file", &self.file)?;
        fields.serialize_field("line", &self.place.map(|(line, _)| line))?;
        fields.serialize_field("column", &self.place.map(|(_, column)| column))?;
        fields.serialize_field("code", &self.problem.code)?;
        fields.serialize_field("path", &self.problem.path)?;
        fields.serialize_field("expected", &self.problem.expected)?;
        fields.serialize_field("suggestion", &self.problem.suggestion)?;
        fields.end()
    }
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        let path = &self.problem.path;
        if path.is_empty() {
            write!(f, ": expected {}", self.problem.expected)?;
            return self.problem.suggestion.as_ref().map_or(Ok(()), |suggestion| write!(f, " ({suggestion})"));
        }
        write!(f, ": {}", self.problem)
    }
}

/// A text file and its name.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Source {
    /// Reads a file; `-` is what is piped in.
    pub(crate) fn read(path: &Path) -> Result<Self, Bad> {
        let (name, bytes) = bytes(path)?;
        let text = decode(bytes).map_err(|found| {
            Bad::file(&name, &format!("text in UTF-8; found {found}"), Some("in Excel: Save as, \"CSV UTF-8\""))
        })?;
        Ok(Self { name, text })
    }

    /// Reads JSON of this shape.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Bad> {
        let mut json = serde_json::Deserializer::from_str(&self.text);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            self.shape(&path, error.inner())
        })?;
        json.end().map_err(|error| self.shape("", &error))?;
        Ok(value)
    }

    /// What serde says of the value at `path`, with its place.
    pub(crate) fn shape(&self, path: &str, error: &serde_json::Error) -> Bad {
        let said = error.to_string();
        let message = said.split(" at line ").next().unwrap_or(&said);
        // serde_path_to_error writes `.` for the whole and `?` for a part that it could not name.
        let path = if path == "." { "" } else { path.trim_end_matches('?').trim_end_matches('.') };
        if error.is_syntax() || error.is_eof() {
            // Brackets without end have a path without end.
            let path = if path.len() > 100 { "" } else { path };
            let expected = format!("JSON that can be read: {message}");
            return Bad::at(&self.name, (error.line(), error.column()), Problem::new("json", path, &expected));
        }
        let said = lanyard_pack::explain(message);
        let mut path = path.to_owned();
        if let Some(key) = said.key.filter(|key| path.rsplit('.').next() != Some(key.as_str())) {
            path = if path.is_empty() { key } else { format!("{path}.{key}") };
        }
        let problem = Problem::new("shape", &path, &said.expected).suggest(said.suggestion);
        self.locate(problem)
    }

    /// The problem with the place that its path leads to.
    pub(crate) fn locate(&self, problem: Problem) -> Bad {
        let place = position(&self.text, find(&self.text, &problem.path));
        Bad::at(&self.name, place, problem)
    }
}

/// The name and the bytes of a file; `-` is what is piped in.
pub(crate) fn bytes(path: &Path) -> Result<(String, Vec<u8>), Bad> {
    let name = path.display().to_string();
    let bytes = if name == "-" { piped() } else { from_disk(path) };
    let bytes = bytes.map_err(|why| Bad::file(&name, &why, None))?;
    Ok((name, bytes))
}

fn piped() -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    std::io::stdin().take(LARGEST).read_to_end(&mut bytes).map_err(|error| format!("something piped in: {error}"))?;
    Ok(bytes)
}

fn from_disk(path: &Path) -> Result<Vec<u8>, String> {
    let about = std::fs::metadata(path).map_err(|error| format!("a file that can be read: {}", plain(&error)))?;
    if about.is_dir() {
        return Err("a file; this is a folder".to_owned());
    }
    if about.len() > LARGEST {
        return Err(format!("a file of at most {} MB", LARGEST / 1024 / 1024));
    }
    std::fs::read(path).map_err(|error| format!("a file that can be read: {}", plain(&error)))
}

/// The system's words without its number.
pub(crate) fn plain(error: &std::io::Error) -> String {
    let said = error.to_string();
    said.split(" (os error").next().unwrap_or(&said).to_lowercase()
}

fn decode(bytes: Vec<u8>) -> Result<String, &'static str> {
    match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err("UTF-16"),
        [first, 0, ..] | [0, first, ..] if first.is_ascii() => return Err("UTF-16, or a file that is no text"),
        [b'P', b'K', 3, 4, ..] => return Err("a spreadsheet or another zip file"),
        _ => {}
    }
    let text = String::from_utf8(bytes).map_err(|_| "another encoding, such as Windows-1252")?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
