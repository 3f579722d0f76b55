//! Every slot of every vtable, and every function that a provider exports or is handed: order,
//! number, names, calling convention, and the types of parameters and of what comes back.

use crate::left_out;
use crate::source::{Declared, name_in_header};
use crate::tables::{Row, number, parameters, plain, table};
use std::collections::BTreeMap;
use syn::{ReturnType, Type};

/// A function as the tables have it.
struct Function {
    /// `C` or `system`.
    convention: &'static str,
    /// In the tables' notation, the object first.
    parameters: Vec<String>,
    returns: String,
    /// What the parameters take on a 32-bit stack.
    bytes: u64,
}

/// A method at its slot.
struct Slot {
    method: String,
    /// The comment above it.
    doc: String,
    function: Function,
}

/// From the cells of slot, method, interface that introduced it, parameters, and what comes back.
fn slot([slot, method, introduced_by, all, returns]: [&str; 5], bytes: u64) -> Slot {
    let (names, kinds): (Vec<_>, Vec<_>) = parameters(all).into_iter().unzip();
    let function = Function {
        convention: "system",
        parameters: std::iter::once("*void".to_owned()).chain(kinds.into_iter().map(plain)).collect(),
        returns: plain(returns),
        bytes,
    };
    let doc = format!("`{introduced_by}::{method}`, slot {slot}: `({})`.", names.join(", "));
    Slot { method: method.to_owned(), doc, function }
}

/// `IMalloc` is COM's own and in no table: from slot 3 on, with the bytes its parameters take on a
/// 32-bit stack.
const IMALLOC: [(&str, &str, &str, u64); 6] = [
    ("Alloc", "cb:usize", "*void", 8),
    ("Realloc", "pv:*void, cb:usize", "*void", 12),
    ("Free", "pv:*void", "void", 8),
    ("GetSize", "pv:*void", "usize", 8),
    ("DidAlloc", "pv:*void", "i32", 8),
    ("HeapMinimize", "", "void", 4),
];

/// The methods of each interface that the shapes have, in slot order.
fn interfaces() -> BTreeMap<String, Vec<Slot>> {
    let mut interfaces: BTreeMap<String, Vec<Slot>> = BTreeMap::new();
    for row in table("vtables") {
        let cells = ["slot", "method", "introduced_by", "params", "ret"].map(|column| &*row[column]);
        let mut names = vec![row["interface"].clone()];
        if row["interface"] == "IUnknown" {
            names.push("IMalloc".to_owned());
        }
        for name in names {
            let slots = interfaces.entry(name).or_default();
            assert_eq!(number(&row["slot"]), slots.len() as u64, "the table is not in slot order");
            slots.push(slot(cells, number(&row["x86_ret_pop"])));
        }
    }
    for row in table("interfaces") {
        assert_eq!(interfaces[&row["interface"]].len() as u64, number(&row["slots"]), "{row:?}");
    }
    let malloc = (3..).zip(IMALLOC).map(|(number, (method, all, returns, bytes))| {
        slot([&format!("{number}"), method, "IMalloc", all, returns], bytes)
    });
    interfaces.get_mut("IMalloc").unwrap().extend(malloc);
    interfaces.retain(|name, _| !left_out::is_interface(name));
    interfaces
}

/// What is wrong with the vtables.
pub fn faults(declared: &Declared) -> Vec<String> {
    let mut faults = Vec::new();
    let interfaces = interfaces();
    for (interface, slots) in &interfaces {
        let Some(found) = declared.slots(&format!("{interface}Vtbl")) else {
            faults.push(format!("{interface}: missing"));
            continue;
        };
        if found.len() != slots.len() {
            faults.push(format!("{interface}: {} slots, not {}", found.len(), slots.len()));
        }
        for (number, (slot, (name, doc, kind))) in slots.iter().zip(&found).enumerate() {
            let place = format!("{interface}, slot {number}, {}", slot.method);
            if name.replace('_', "") != slot.method.to_lowercase() {
                faults.push(format!("{place}: holds {name}"));
            }
            if *doc != slot.doc {
                faults.push(format!("{place}: its comment says {doc}"));
            }
            compare(declared, &place, &slot.function, kind, &mut faults);
        }
    }
    let tables = declared.shapes.keys().filter_map(|name| name.strip_suffix("Vtbl"));
    let unknown = tables.filter(|name| !interfaces.contains_key(*name));
    faults.extend(unknown.map(|name| format!("{name}: no table has it")));
    faults
}

impl Declared {
    /// The methods of a vtable, those of its base tables in their place: names, comments, types.
    fn slots(&self, table: &str) -> Option<Vec<(&str, &str, &Type)>> {
        let fields = self.shapes.get(table)?.fields.iter();
        let slots = fields.flat_map(|field| match &field.kind {
            Type::Path(path) => {
                let base = path.path.segments.last().unwrap().ident.to_string();
                self.slots(&base).unwrap_or_default()
            }
            _ => vec![(&*field.name, &*field.doc, &field.kind)],
        });
        Some(slots.collect())
    }
}

fn compare(declared: &Declared, place: &str, wanted: &Function, kind: &Type, faults: &mut Vec<String>) {
    let Type::FnPtr(function) = kind else {
        faults.push(format!("{place}: no function"));
        return;
    };
    let convention = function.abi.as_ref().and_then(|abi| abi.name.as_ref()).map(syn::LitStr::value);
    if convention.as_deref() != Some(wanted.convention) || function.unsafety.is_none() || function.variadic.is_some() {
        faults.push(format!("{place}: extern {convention:?}, not {}", wanted.convention));
    }
    let found: Vec<_> = function.inputs.iter().map(|input| declared.notation(&input.ty)).collect();
    if found != wanted.parameters {
        faults.push(format!("{place}: takes {found:?}, not {:?}", wanted.parameters));
    }
    let returns = match &function.output {
        ReturnType::Default => "void".to_owned(),
        ReturnType::Type(_, kind) => declared.notation(kind),
    };
    if returns != wanted.returns {
        faults.push(format!("{place}: returns {returns}, not {}", wanted.returns));
    }
    let bytes: u64 = function.inputs.iter().map(|input| declared.layout(&input.ty, 4).size.next_multiple_of(4)).sum();
    if bytes != wanted.bytes {
        faults.push(format!("{place}: {bytes} bytes on a 32-bit stack, not {}", wanted.bytes));
    }
}

/// What is wrong with the function types.
pub fn entry_faults(declared: &Declared) -> Vec<String> {
    let rows = table("entrypoints").into_iter().filter(|row| row["kind"] != "mapi-export");
    let rows: Vec<Row> = rows.filter(|row| !left_out::FUNCTIONS.contains(&&*row["name"])).collect();
    let mut faults = Vec::new();
    for row in &rows {
        let name = &row["name"];
        let found = declared.functions.values().find(|(doc, _)| name_in_header(doc) == name);
        let Some((doc, kind)) = found else {
            faults.push(format!("{name}: missing"));
            continue;
        };
        let (names, kinds): (Vec<_>, Vec<_>) = parameters(&row["params"]).into_iter().unzip();
        if !doc.ends_with(&format!(": `({})`.", names.join(", "))) {
            faults.push(format!("{name}: its comment says {doc}"));
        }
        let wanted = Function {
            convention: if row["conv_x86"] == "cdecl" { "C" } else { "system" },
            parameters: kinds.into_iter().map(plain).collect(),
            returns: plain(&row["ret"]),
            bytes: number(&row["x86_arg_bytes"]),
        };
        compare(declared, name, &wanted, kind, &mut faults);
    }
    let is_known = |doc: &str| rows.iter().any(|row| row["name"] == name_in_header(doc));
    let unknown = declared.functions.iter().filter(|(_, (doc, _))| !is_known(doc));
    faults.extend(unknown.map(|(name, _)| format!("{name}: no table has it")));
    faults
}
