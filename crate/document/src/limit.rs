//! How much of a file is looked at. The limits hold for a file and everything inside it together.

/// Largest file that is looked at, in bytes.
pub const FILE: u64 = 40 << 20;

/// Bytes that are unpacked in all.
pub const UNPACKED: u64 = 60 << 20;

/// How much larger than packed an entry may be, once it is larger than [`FREE`].
pub const RATIO: u64 = 300;

/// Unpacked size below which the ratio is not looked at: long runs of one byte are common in small files.
pub const FREE: u64 = 4 << 20;

/// Entries of one archive.
pub const ENTRIES: usize = 20_000;

/// Files inside files.
pub const DEPTH: u8 = 3;

/// Size of a packed file inside a file that is unpacked to be looked at.
pub const INNER: u64 = 12 << 20;

/// Text that a workbook's cells share, in bytes.
pub const SHARED: usize = 28 << 20;

/// Elements inside elements.
pub const NESTING: usize = 256;

/// Longest tag, in bytes; a longer one is not XML that anybody wrote.
pub const TAG: usize = 1 << 16;

/// Text that is given to the scanner at once, in bytes.
pub const SEGMENT: usize = 16 << 10;

/// Columns of a table that are looked at.
pub const COLUMNS: usize = 512;

/// Objects of a PDF.
pub const OBJECTS: usize = 200_000;

/// Pages of a PDF.
pub const PAGES: usize = 5_000;
