//! Takes pieces out of the worker's Wasm that are loaded when they are first needed.
//!
//! A piece begins with functions that are named here. What only they need, code and data, goes with
//! them; the rest stays. The pieces share memory, table and stack with the main module: a piece has its
//! own entries of the table and its own bytes of memory, and takes what else it needs from the main
//! module's exports. So a function keeps its number in the table, and whoever has a pointer to it or
//! a `dyn Trait` of it is none the wiser. What calls it before the piece is there traps.
//!
//! Done between wasm-bindgen and wasm-opt: the linker has said what refers to what (`linked`), the
//! glue is written, and each module is optimised by itself.

mod linked;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, anyhow, bail, ensure};
use walrus::ir::{Call, CallIndirect, Const, Instr, InstrSeq, Value, VisitorMut, dfs_pre_order_mut};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, FunctionId, FunctionKind, GlobalKind, ImportedFunction, Module,
    TableId, TypeId,
};

use linked::Plan;
pub(crate) use linked::plan;

/// A piece, and where it begins: paths of functions, as their beginning and their end.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) name: &'static str,
    pub(crate) begins: &'static [(&'static str, &'static str)],
}

impl Piece {
    fn begins_with(&self, path: &str) -> bool {
        self.begins.iter().any(|(start, end)| path.starts_with(start) && path.ends_with(end))
    }
}

/// The name by which pieces import from the main module.
const MAIN: &str = "m";
/// Gaps between pieces of data that are not worth a segment of their own.
const GAP: u32 = 24;

/// The main module and its pieces.
pub(crate) fn split(bound: &[u8], plan: &Plan, pieces: &[Piece]) -> Result<(Vec<u8>, Vec<Vec<u8>>)> {
    let mut main = Module::from_buffer(bound)?;
    let layout = Layout::of(&main, plan)?;
    let mut needed = BTreeSet::new();
    let mut made = Vec::new();
    for at in 0..pieces.len() {
        let mut piece = Module::from_buffer(bound)?;
        layout.reduce_to(&mut piece, at, plan)?;
        needed.extend(piece.imports.iter().map(|import| import.name.clone()));
        made.push(piece.emit_wasm());
    }
    layout.reduce_main(&mut main, &needed, plan)?;
    Ok((main.emit_wasm(), made))
}

/// The functions of the pieces and their places in the table, by their index: that is the same in every copy of
/// the module, which an id is not.
struct Layout {
    owners: BTreeMap<usize, usize>,
    slots: BTreeMap<usize, u64>,
    /// Entries of the table that the pieces have beyond what the linker made.
    more: u64,
}

impl Layout {
    fn of(module: &Module, plan: &Plan) -> Result<Self> {
        let mut owners = BTreeMap::new();
        let mut roots = Vec::new();
        for function in module.funcs.iter() {
            let Some((name, owner)) = function.name.as_ref().and_then(|name| plan.functions.get_key_value(name)) else {
                continue;
            };
            owners.insert(function.id().index(), *owner);
            if plan.roots.contains(name) {
                roots.push(function.id().index());
            }
        }
        let missing = plan.functions.len() - owners.len();
        ensure!(missing == 0, "{missing} functions of the pieces are not in what wasm-bindgen made");
        let mut slots = BTreeMap::new();
        for element in module.elements.iter() {
            let (start, functions) = entries(element)?;
            for (slot, function) in (start..).zip(functions) {
                if owners.contains_key(&function.index()) {
                    slots.insert(function.index(), slot);
                }
            }
        }
        let first = module.tables.get(table_of(module)?).initial;
        let mut more = 0;
        for root in roots {
            slots.entry(root).or_insert_with(|| {
                more += 1;
                first + more - 1
            });
        }
        Ok(Self { owners, slots, more })
    }

    /// Everything that no piece has; what the pieces need of it is exported.
    fn reduce_main(&self, module: &mut Module, needed: &BTreeSet<String>, plan: &Plan) -> Result<()> {
        self.call_through_the_table(module, None, plan)?;
        self.keep_entries(module, None)?;
        self.keep_data(module, None, plan)?;
        self.grow_table(module)?;
        for export in module.exports.iter() {
            if let walrus::ExportItem::Function(function) = export.item {
                ensure!(!self.owners.contains_key(&function.index()), "`{}` is exported and in a piece", export.name);
            }
        }
        let table = table_of(module)?;
        let functions: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        for function in functions.iter().copied() {
            let name = of_function(function);
            if needed.contains(&name) {
                module.exports.add(&name, function);
            }
        }
        for memory in module.memories.iter().map(|memory| memory.id()).collect::<Vec<_>>() {
            add(module, "m", needed, memory);
        }
        for other in module.tables.iter().map(|table| table.id()).collect::<Vec<_>>() {
            let name = format!("t{}", other.index());
            // As the table of functions is filled by others, it is exported at any rate.
            if other == table || needed.contains(&name) {
                module.exports.add(&name, other);
            }
        }
        for global in module.globals.iter().map(|global| global.id()).collect::<Vec<_>>() {
            add(module, &format!("g{}", global.index()), needed, global);
        }
        for function in functions {
            if self.owners.contains_key(&function.index()) {
                module.funcs.delete(function);
            }
        }
        finish(module);
        Ok(())
    }

    /// One piece: its functions, its entries of the table, its data. All else is imported.
    fn reduce_to(&self, module: &mut Module, piece: usize, plan: &Plan) -> Result<()> {
        self.call_through_the_table(module, Some(piece), plan)?;
        self.keep_entries(module, Some(piece))?;
        self.keep_data(module, Some(piece), plan)?;
        self.grow_table(module)?;
        module.start = None;
        for export in module.exports.iter().map(|export| export.id()).collect::<Vec<_>>() {
            module.exports.delete(export);
        }
        for import in module.imports.iter().map(|import| import.id()).collect::<Vec<_>>() {
            module.imports.delete(import);
        }
        for function in module.funcs.iter().map(|function| function.id()).collect::<Vec<_>>() {
            if self.owners.get(&function.index()) == Some(&piece) {
                continue;
            }
            let import = module.imports.add(MAIN, &of_function(function), function);
            let function = module.funcs.get_mut(function);
            function.kind = FunctionKind::Import(ImportedFunction { ty: function.ty(), import });
        }
        for memory in module.memories.iter().map(|memory| memory.id()).collect::<Vec<_>>() {
            let import = module.imports.add(MAIN, "m", memory);
            module.memories.get_mut(memory).import = Some(import);
        }
        for table in module.tables.iter().map(|table| table.id()).collect::<Vec<_>>() {
            let import = module.imports.add(MAIN, &format!("t{}", table.index()), table);
            module.tables.get_mut(table).import = Some(import);
        }
        for global in module.globals.iter().map(|global| global.id()).collect::<Vec<_>>() {
            let import = module.imports.add(MAIN, &format!("g{}", global.index()), global);
            module.globals.get_mut(global).kind = GlobalKind::Import(import);
        }
        finish(module);
        Ok(())
    }

    /// What belongs to somebody else is called by its number in the table. Only where a piece begins may that be:
    /// anything else would be called before the piece is there.
    fn call_through_the_table(&self, module: &mut Module, own: Option<usize>, plan: &Plan) -> Result<()> {
        let mut names = BTreeMap::new();
        let mut types = BTreeMap::new();
        for function in module.funcs.iter() {
            names.insert(function.id().index(), function.name.clone());
            types.insert(function.id().index(), function.ty());
        }
        let mut calls = Calls { layout: self, own, types, table: table_of(module)?, called: BTreeSet::new() };
        for (id, function) in module.funcs.iter_local_mut() {
            if self.owners.get(&id.index()).copied() == own {
                let start = function.entry_block();
                dfs_pre_order_mut(&mut calls, function, start);
            }
        }
        for callee in calls.called {
            let name = names.get(&callee).cloned().flatten().unwrap_or_default();
            ensure!(plan.roots.contains(&name), "{name} is called from outside its piece");
        }
        Ok(())
    }

    /// The entries of the table that are this module's own.
    fn keep_entries(&self, module: &mut Module, own: Option<usize>) -> Result<()> {
        let mut runs: Vec<(u64, Vec<FunctionId>)> = Vec::new();
        let mut place = |slot: u64, function: FunctionId| match runs.last_mut() {
            Some((start, run)) if *start + run.len() as u64 == slot => run.push(function),
            _ => runs.push((slot, vec![function])),
        };
        let table = table_of(module)?;
        let placed = module.funcs.iter().map(|function| function.id());
        let mut all: BTreeMap<u64, FunctionId> =
            placed.filter_map(|id| Some((*self.slots.get(&id.index())?, id))).collect();
        for element in module.elements.iter() {
            let (start, functions) = entries(element)?;
            all.extend((start..).zip(functions.iter().copied()));
        }
        for (slot, function) in all {
            if self.owners.get(&function.index()).copied() == own {
                place(slot, function);
            }
        }
        for element in module.elements.iter().map(|element| element.id()).collect::<Vec<_>>() {
            module.elements.delete(element);
        }
        module.tables.get_mut(table).elem_segments.clear();
        for (start, functions) in runs {
            let offset = ConstExpr::Value(Value::I32(start as i32));
            let kind = ElementKind::Active { table, offset };
            let element = module.elements.add(kind, ElementItems::Functions(functions));
            module.tables.get_mut(table).elem_segments.insert(element);
        }
        Ok(())
    }

    /// The bytes of memory that are this module's own. Small gaps are closed: with what stays anyway, or, between
    /// constants, with the same bytes again.
    fn keep_data(&self, module: &mut Module, own: Option<usize>, plan: &Plan) -> Result<()> {
        let mut kept: Vec<(u32, Vec<u8>)> = Vec::new();
        for data in module.data.iter() {
            let DataKind::Active { offset: ConstExpr::Value(Value::I32(address)), .. } = data.kind else {
                bail!("a segment of data without its address");
            };
            let address = address as u32;
            let end = address + data.value.len() as u32;
            let foreign = |piece: usize| own.is_some_and(|own| own != piece);
            let mut owned: Vec<(u32, u32)> = Vec::new();
            let mut at = address;
            for (range, piece) in plan.data.iter().filter(|(range, _)| range.start < end && range.end > address) {
                match own {
                    Some(_) if foreign(*piece) => {}
                    Some(_) => owned.push((range.start, range.end)),
                    None => {
                        if range.start > at {
                            owned.push((at, range.start));
                        }
                        at = range.end;
                    }
                }
            }
            if own.is_none() && at < end {
                owned.push((at, end));
            }
            let constant = plan.constant.iter().any(|range| range.start <= address && end <= range.end);
            let mut runs: Vec<(u32, u32)> = Vec::new();
            for (start, stop) in owned {
                match runs.last_mut() {
                    Some((_, last)) if start - *last == 0 || start - *last <= GAP && (own.is_none() || constant) => {
                        *last = stop;
                    }
                    _ => runs.push((start, stop)),
                }
            }
            for (start, stop) in runs {
                let bytes = data.value.get((start - address) as usize..(stop - address) as usize);
                kept.push((start, bytes.context("a piece beyond its segment")?.to_vec()));
            }
        }
        let memory = module.memories.iter().next().context("a module without memory")?.id();
        for data in module.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
            module.data.delete(data);
        }
        module.memories.get_mut(memory).data_segments.clear();
        for (start, bytes) in kept {
            let offset = ConstExpr::Value(Value::I32(start as i32));
            let data = module.data.add(DataKind::Active { memory, offset }, bytes);
            module.memories.get_mut(memory).data_segments.insert(data);
        }
        Ok(())
    }

    fn grow_table(&self, module: &mut Module) -> Result<()> {
        let table = table_of(module)?;
        let table = module.tables.get_mut(table);
        table.initial += self.more;
        table.maximum = table.maximum.map(|most| most + self.more);
        Ok(())
    }
}

struct Calls<'a> {
    layout: &'a Layout,
    own: Option<usize>,
    types: BTreeMap<usize, TypeId>,
    table: TableId,
    called: BTreeSet<usize>,
}

impl VisitorMut for Calls<'_> {
    fn start_instr_seq_mut(&mut self, sequence: &mut InstrSeq) {
        let layout = self.layout;
        let foreign = |function: &FunctionId| {
            let owner = layout.owners.get(&function.index()).copied();
            owner.is_some() && owner != self.own
        };
        if !sequence.instrs.iter().any(|(instr, _)| matches!(instr, Instr::Call(Call { func }) if foreign(func))) {
            return;
        }
        let mut instrs = Vec::with_capacity(sequence.instrs.len() + 4);
        for (instr, place) in std::mem::take(&mut sequence.instrs) {
            match &instr {
                Instr::Call(Call { func }) if foreign(func) => {
                    self.called.insert(func.index());
                    // What has no place is no beginning either, which is found out afterwards.
                    let slot = layout.slots.get(&func.index()).copied().unwrap_or_default();
                    if let Some(ty) = self.types.get(&func.index()) {
                        instrs.push((Instr::Const(Const { value: Value::I32(slot as i32) }), place));
                        instrs.push((Instr::CallIndirect(CallIndirect { ty: *ty, table: self.table }), place));
                    }
                }
                _ => instrs.push((instr, place)),
            }
        }
        sequence.instrs = instrs;
    }
}

fn table_of(module: &Module) -> Result<TableId> {
    module.tables.main_function_table()?.context("a module without a table of functions")
}

fn entries(element: &walrus::Element) -> Result<(u64, &[FunctionId])> {
    match (&element.kind, &element.items) {
        (
            ElementKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. },
            ElementItems::Functions(functions),
        ) => Ok((*start as u64, functions)),
        _ => Err(anyhow!("entries of a table that are not known")),
    }
}

fn add<T: Into<walrus::ExportItem>>(module: &mut Module, name: &str, needed: &BTreeSet<String>, item: T) {
    if needed.contains(name) {
        module.exports.add(name, item);
    }
}

/// The name by which a piece imports a function.
fn of_function(function: FunctionId) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let (mut rest, mut name) = (function.index(), String::from("_"));
    loop {
        name.push(char::from(DIGITS[rest % 36]));
        rest /= 36;
        if rest == 0 {
            return name;
        }
    }
}

/// Without what nothing needs any more, and what was only for taking it apart.
fn finish(module: &mut Module) {
    for name in ["linking", "reloc.CODE", "reloc.DATA"] {
        module.customs.remove_raw(name);
    }
    let debug: Vec<String> = module.customs.iter().map(|(_, section)| section.name().to_owned()).collect();
    for name in debug.iter().filter(|name| name.starts_with("reloc.") || name.starts_with(".debug")) {
        module.customs.remove_raw(name);
    }
    walrus::passes::gc::run(module);
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, RefType};

    const PIECES: [Piece; 1] = [Piece { name: "later", begins: &[("begin", "")] }];

    /// `start` calls `begin`, which calls `inner`; `method` is in the table at 1, `begin` nowhere. `stray`: `start`
    /// calls `inner` by itself, too.
    fn made(stray: bool) -> Vec<u8> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        module.exports.add("memory", memory);
        let mut function = |name: &str, calls: &[FunctionId]| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name(name.to_owned());
            for callee in calls {
                builder.func_body().call(*callee);
            }
            builder.finish(Vec::new(), &mut module.funcs)
        };
        let shared = function("shared", &[]);
        let inner = function("inner", &[shared]);
        let method = function("method", &[inner]);
        let begin = function("begin", &[inner]);
        let calls = if stray { vec![begin, inner] } else { vec![begin] };
        let start = function("start", &calls);
        module.exports.add("start", start);
        let table = module.tables.add_local(false, 3, Some(3), RefType::FUNCREF);
        let offset = ConstExpr::Value(Value::I32(1));
        let kind = ElementKind::Active { table, offset };
        let element = module.elements.add(kind, ElementItems::Functions(vec![method, shared]));
        module.tables.get_mut(table).elem_segments.insert(element);
        let offset = ConstExpr::Value(Value::I32(1024));
        let data = module.data.add(DataKind::Active { memory, offset }, (0..200).collect());
        module.memories.get_mut(memory).data_segments.insert(data);
        module.emit_wasm()
    }

    fn plan() -> Plan {
        Plan {
            functions: ["begin", "inner", "method"].map(|name| (name.to_owned(), 0)).into(),
            roots: ["begin", "method"].map(str::to_owned).into(),
            data: vec![(1064..1164, 0), (1170..1180, 0)],
            constant: std::iter::once(1024..1224).collect(),
        }
    }

    fn names(module: &Module) -> Vec<&str> {
        let local = module.funcs.iter_local().filter_map(|(id, _)| module.funcs.get(id).name.as_deref());
        let mut names: Vec<&str> = local.collect();
        names.sort_unstable();
        names
    }

    /// Numbers in the table, with the names of what is there.
    fn table(module: &Module) -> Vec<(u64, String)> {
        let mut all = Vec::new();
        for element in module.elements.iter() {
            let (start, functions) = entries(element).expect("entries");
            let name = |id: &FunctionId| module.funcs.get(*id).name.clone().unwrap_or_default();
            all.extend((start..).zip(functions.iter().map(name)));
        }
        all
    }

    fn data(module: &Module) -> Vec<(i32, usize, u8)> {
        let each = module.data.iter().map(|data| match data.kind {
            DataKind::Active { offset: ConstExpr::Value(Value::I32(at)), .. } => (at, data.value.len(), data.value[0]),
            _ => panic!("a passive segment"),
        });
        each.collect()
    }

    #[test]
    fn a_piece_has_its_functions_its_numbers_in_the_table_and_its_bytes() {
        let (main, pieces) = split(&made(false), &plan(), &PIECES).unwrap();
        let (main, piece) = (Module::from_buffer(&main).unwrap(), Module::from_buffer(&pieces[0]).unwrap());
        assert_eq!((names(&main), names(&piece)), (vec!["shared", "start"], vec!["begin", "inner", "method"]));
        // One entry more, for what is called from outside and had no number.
        assert_eq!(table(&main), [(2, "shared".to_owned())]);
        assert_eq!(table(&piece), [(1, "method".to_owned()), (3, "begin".to_owned())]);
        let sizes = |module: &Module| module.tables.iter().map(|table| (table.initial, table.maximum)).next();
        assert_eq!((sizes(&main), sizes(&piece)), (Some((4, Some(4))), Some((4, Some(4)))));
        assert_eq!(data(&main), [(1024, 40, 0), (1164, 60, 140)]);
        assert_eq!(data(&piece), [(1064, 116, 40)], "a gap between constants is closed");
        for import in piece.imports.iter() {
            assert!(main.exports.iter().any(|export| export.name == import.name), "{} is exported", import.name);
        }
        assert_eq!(piece.exports.iter().count(), 0);
        let twice = split(&made(false), &plan(), &PIECES).unwrap();
        assert_eq!(twice.1, pieces, "the same to the byte");
    }

    #[test]
    fn what_can_be_written_to_is_not_written_over() {
        let plan = Plan { constant: Vec::new(), ..plan() };
        let (_, pieces) = split(&made(false), &plan, &PIECES).unwrap();
        assert_eq!(data(&Module::from_buffer(&pieces[0]).unwrap()), [(1064, 100, 40), (1170, 10, 146)]);
    }

    #[test]
    fn a_call_past_the_way_in_is_found() {
        let error = split(&made(true), &plan(), &PIECES).expect_err("a stray call");
        assert!(error.to_string().contains("inner is called from outside its piece"), "{error}");
        let mut plan = plan();
        plan.functions.insert("start".to_owned(), 0);
        assert!(split(&made(false), &plan, &PIECES).expect_err("an export").to_string().contains("`start`"));
    }

    #[test]
    fn a_module_without_relocations_is_refused() {
        let error = linked::plan(&made(false), &PIECES).expect_err("no relocations");
        assert!(error.to_string().contains("--emit-relocs"), "{error}");
    }
}
