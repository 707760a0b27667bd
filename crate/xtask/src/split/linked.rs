//! What refers to what in a linked module, from the relocations that the linker leaves in it.
//!
//! From there: which functions and which bytes only a piece needs.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, anyhow, bail, ensure};
use wasmparser::{
    DataKind, ExternalKind, KnownCustom, Linking, Name, Operator, Parser, Payload, RelocationEntry, RelocationType,
    SymbolInfo, TypeRef,
};

use super::Piece;

/// What belongs to which piece, by its place in the list of pieces. The rest is the main module's.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Plan {
    /// By the function's name.
    pub(crate) functions: BTreeMap<String, usize>,
    /// Functions that the main module, or another piece, may call.
    pub(crate) roots: BTreeSet<String>,
    /// Ranges of addresses, in order.
    pub(crate) data: Vec<(Range<u32>, usize)>,
    /// Ranges of addresses that nothing writes to.
    pub(crate) constant: Vec<Range<u32>>,
}

/// A function by its index, or a piece of data by its symbol's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Function(u32),
    Data(usize),
}

/// A segment of data: where it lies in memory, and in the file.
struct Segment {
    address: u32,
    file: Range<usize>,
    name: String,
}

#[derive(Default)]
struct Linked {
    imported: u32,
    names: BTreeMap<u32, String>,
    /// Exported functions, and the one that starts the module.
    exported: Vec<u32>,
    /// Of functions that are defined here: the file's bytes.
    bodies: Vec<Range<usize>>,
    segments: Vec<Segment>,
    symbols: Vec<Option<Node>>,
    /// Symbols of data, by index: segment, offset, size.
    data: BTreeMap<usize, (u32, u32, u32)>,
    /// Start of the section, by its number.
    sections: Vec<usize>,
    relocations: Vec<(usize, RelocationEntry)>,
}

pub(crate) fn plan(wasm: &[u8], pieces: &[Piece]) -> Result<Plan> {
    let linked = read(wasm)?;
    let edges = linked.edges()?;
    let mut roots: BTreeMap<Node, usize> = BTreeMap::new();
    for (index, name) in &linked.names {
        // Imports have no code of their own.
        if *index < linked.imported {
            continue;
        }
        let path = format!("{:#}", rustc_demangle::demangle(name));
        if let Some(piece) = pieces.iter().position(|piece| piece.begins_with(&path)) {
            roots.insert(Node::Function(*index), piece);
        }
    }
    for (at, piece) in pieces.iter().enumerate() {
        ensure!(roots.values().any(|root| *root == at), "no function begins the piece `{}`", piece.name);
    }
    let reach = |from: Vec<Node>, stop: &dyn Fn(&Node) -> bool| {
        let mut seen = BTreeSet::new();
        let mut next = from;
        while let Some(node) = next.pop() {
            if seen.insert(node) {
                next.extend(edges.get(&node).into_iter().flatten().copied().filter(|to| !stop(to)));
            }
        }
        seen
    };
    let main = reach(linked.exported.iter().copied().map(Node::Function).collect(), &|node| roots.contains_key(node));
    // What two pieces share is the main module's: which of them comes first is not known.
    let mut owners: BTreeMap<Node, usize> = BTreeMap::new();
    let mut shared = BTreeSet::new();
    for at in 0..pieces.len() {
        let from = roots.iter().filter(|(_, piece)| **piece == at).map(|(node, _)| *node).collect();
        for node in reach(from, &|node| roots.get(node).is_some_and(|piece| *piece != at)) {
            if !main.contains(&node) && owners.insert(node, at).is_some_and(|before| before != at) {
                shared.insert(node);
            }
        }
    }
    owners.retain(|node, _| !shared.contains(node));
    linked.named(&owners, &roots)
}

impl Linked {
    /// What each function and each piece of data refers to.
    fn edges(&self) -> Result<BTreeMap<Node, BTreeSet<Node>>> {
        let mut edges: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
        let mut places: Vec<(Range<usize>, Node)> = Vec::new();
        for (body, index) in self.bodies.iter().zip(self.imported..) {
            places.push((body.clone(), Node::Function(index)));
        }
        for (symbol, (segment, offset, size)) in &self.data {
            let start = self.segments.get(*segment as usize).context("a symbol without its segment")?.file.start;
            let start = start + *offset as usize;
            places.push((start..start + *size as usize, Node::Data(*symbol)));
        }
        places.sort_by_key(|(range, node)| (range.start, range.end, *node));
        let longest = places.iter().map(|(range, _)| range.len()).max().unwrap_or_default();
        for (section, entry) in &self.relocations {
            let at = self.sections.get(*section).context("relocations of no section")? + entry.offset as usize;
            let is_type = entry.ty == RelocationType::TypeIndexLeb;
            let to =
                if is_type { None } else { *self.symbols.get(entry.index as usize).context("an unknown symbol")? };
            let Some(to) = to else { continue };
            // Pieces of data may lie in one another: all of them refer to it.
            let after = places.partition_point(|(range, _)| range.start <= at);
            let near = places.iter().take(after).rev().take_while(|(range, _)| range.start + longest > at);
            let mut found = false;
            for (_, node) in near.filter(|(range, _)| range.contains(&at)) {
                edges.entry(*node).or_default().insert(to);
                found = true;
            }
            ensure!(found, "a reference from nowhere, at byte {at} of the linked module");
        }
        Ok(edges)
    }

    /// The owners by names and addresses.
    fn named(&self, owners: &BTreeMap<Node, usize>, roots: &BTreeMap<Node, usize>) -> Result<Plan> {
        let mut plan = Plan::default();
        let mut bytes: BTreeMap<u32, Option<usize>> = BTreeMap::new();
        for (symbol, (segment, offset, size)) in &self.data {
            let segment = self.segments.get(*segment as usize).context("a symbol without its segment")?;
            let owner = owners.get(&Node::Data(*symbol)).copied();
            for at in segment.address + offset..segment.address + offset + size {
                // Bytes of two owners are nobody's alone.
                bytes
                    .entry(at)
                    .and_modify(|known| *known = known.filter(|known| Some(*known) == owner))
                    .or_insert(owner);
            }
        }
        for (at, owner) in bytes {
            let Some(owner) = owner else { continue };
            match plan.data.last_mut() {
                Some((range, known)) if range.end == at && *known == owner => range.end += 1,
                _ => plan.data.push((at..at + 1, owner)),
            }
        }
        for segment in &self.segments {
            if segment.name.starts_with(".rodata") {
                plan.constant.push(segment.address..segment.address + segment.file.len() as u32);
            }
        }
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        self.names.values().for_each(|name| *count.entry(name).or_default() += 1);
        for (node, owner) in owners {
            let Node::Function(index) = node else { continue };
            let name = self.names.get(index).ok_or_else(|| anyhow!("function {index} has no name"))?;
            if count.get(name.as_str()) != Some(&1) {
                bail!("two functions are called {name}");
            }
            plan.functions.insert(name.clone(), *owner);
            if roots.contains_key(node) {
                plan.roots.insert(name.clone());
            }
        }
        Ok(plan)
    }
}

fn read(wasm: &[u8]) -> Result<Linked> {
    let mut linked = Linked::default();
    let mut names_of_segments = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if let Some((_, range)) = payload.as_section() {
            linked.sections.push(range.start);
        }
        match payload {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    linked.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        linked.exported.push(export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => linked.exported.push(func),
            Payload::CodeSectionEntry(body) => linked.bodies.push(body.range()),
            Payload::DataSection(section) => {
                for segment in section {
                    let segment = segment?;
                    let DataKind::Active { offset_expr, .. } = segment.kind else { bail!("a passive segment of data") };
                    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
                        bail!("a segment of data without its address");
                    };
                    let start = segment.range.end - segment.data.len();
                    let file = start..segment.range.end;
                    linked.segments.push(Segment { address: value as u32, file, name: String::new() });
                }
            }
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Name(names) => {
                    for name in names {
                        if let Name::Function(functions) = name? {
                            for naming in functions {
                                let naming = naming?;
                                linked.names.insert(naming.index, naming.name.to_owned());
                            }
                        }
                    }
                }
                KnownCustom::Linking(linking) => {
                    for sub in linking {
                        match sub? {
                            Linking::SymbolTable(symbols) => {
                                for symbol in symbols {
                                    let node = node(symbol?, &mut linked);
                                    linked.symbols.push(node);
                                }
                            }
                            Linking::SegmentInfo(segments) => {
                                for segment in segments {
                                    names_of_segments.push(segment?.name.to_owned());
                                }
                            }
                            _ => {}
                        }
                    }
                }
                KnownCustom::Reloc(relocations) if matches!(section.name(), "reloc.CODE" | "reloc.DATA") => {
                    for entry in relocations.entries() {
                        linked.relocations.push((relocations.section_index() as usize, entry?));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    ensure!(!linked.relocations.is_empty(), "the linked module has no relocations (--emit-relocs)");
    for (segment, name) in linked.segments.iter_mut().zip(names_of_segments) {
        segment.name = name;
    }
    Ok(linked)
}

fn node(symbol: SymbolInfo<'_>, linked: &mut Linked) -> Option<Node> {
    match symbol {
        SymbolInfo::Func { index, .. } => Some(Node::Function(index)),
        SymbolInfo::Data { symbol: Some(place), .. } => {
            let at = linked.symbols.len();
            linked.data.insert(at, (place.index, place.offset, place.size));
            Some(Node::Data(at))
        }
        _ => None,
    }
}
