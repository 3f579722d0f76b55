//! Every struct and union: fields in the header's order, under its names without their prefixes, of
//! its types, at its offsets, for 64-bit and for 32-bit.

use crate::left_out;
use crate::source::{Declared, Field, Shape, name_in_header};
use crate::tables::{Row, number, plain, table};

/// Bytes of a pointer, and how the tables' columns for it begin.
const WORDS: [(u64, &str); 2] = [(8, "x64"), (4, "x86")];

/// What is wrong with the structs.
pub fn faults(declared: &Declared) -> Vec<String> {
    let rows = table("structs");
    let wholes = rows.iter().filter(|row| row["field"].is_empty() && !left_out::STRUCTS.contains(&&*row["struct"]));
    let mut faults = Vec::new();
    let mut known = Vec::new();
    for whole in wholes {
        let name = &whole["struct"];
        let found = declared.shapes.iter().find(|(_, shape)| is_struct(shape) && name_in_header(&shape.doc) == name);
        let Some((rust, shape)) = found else {
            faults.push(format!("{name}: missing"));
            continue;
        };
        known.push(rust.clone());
        let fields: Vec<_> = rows.iter().filter(|row| row["struct"] == *name && !row["field"].is_empty()).collect();
        let (outer, arms): (Vec<_>, Vec<_>) = fields.into_iter().partition(|row| !row["field"].contains('.'));
        compare_whole(declared, name, shape, whole, &mut faults);
        if shape.is_union != (whole["kind"] == "union" && outer.len() > 1) {
            faults.push(format!("{name}: a union in one place and a struct in the other"));
        }
        compare_fields(declared, name, shape, &outer, &mut faults);
        let is_union = |row: &&Row| row["type"] == "<union>";
        if let Some((field, _)) = shape.fields.iter().zip(&outer).find(|(_, row)| is_union(row)) {
            let (inner_name, inner) = declared.shape_of(&field.kind);
            known.push(inner_name);
            if !inner.is_union {
                faults.push(format!("{name}.{}: no union", field.name));
            }
            compare_fields(declared, name, inner, &arms, &mut faults);
        }
    }
    let unknown = declared.shapes.iter().filter(|(name, shape)| is_struct(shape) && !known.contains(name));
    faults.extend(unknown.map(|(name, _)| format!("{name}: no table has it")));
    faults.extend(pointers(declared));
    faults
}

fn is_struct(shape: &Shape) -> bool {
    shape.file == "structs.rs"
}

impl Declared {
    fn shape_of(&self, kind: &syn::Type) -> (String, &Shape) {
        let syn::Type::Path(path) = kind else { panic!("a union without a name") };
        let name = path.path.segments.last().unwrap().ident.to_string();
        let shape = &self.shapes[&name];
        (name, shape)
    }
}

fn compare_whole(declared: &Declared, name: &str, shape: &Shape, row: &Row, faults: &mut Vec<String>) {
    for (word, side) in WORDS {
        let (_, layout) = declared.placed(shape, word);
        let wanted = (number(&row[&format!("{side}_size")]), number(&row[&format!("{side}_align")]));
        if (layout.size, layout.align) != wanted {
            faults.push(format!("{name} on {side}: {layout:?}, not {wanted:?}"));
        }
    }
}

fn compare_fields(declared: &Declared, name: &str, shape: &Shape, rows: &[&Row], faults: &mut Vec<String>) {
    if shape.fields.len() != rows.len() {
        faults.push(format!("{name}: {} fields, not {}", shape.fields.len(), rows.len()));
    }
    for (field, row) in shape.fields.iter().zip(rows) {
        let kind = declared.notation(&field.kind);
        if row["type"] != "<union>" && kind != plain(&row["type"]) {
            faults.push(format!("{name}.{}: {kind}, not {}", row["field"], row["type"]));
        }
        if !is_called(field, row) {
            faults.push(format!("{name}.{}: called {}", row["field"], field.name));
        }
    }
    for (word, side) in WORDS {
        let offsets = declared.placed(shape, word).0;
        // The arms of a union within a struct are counted from the struct's beginning.
        let start = if shape.is_union { rows.first().map_or(0, |row| number(&row[&format!("{side}_off")])) } else { 0 };
        for ((field, row), offset) in shape.fields.iter().zip(rows).zip(offsets) {
            let layout = declared.layout(&field.kind, word);
            let found = [offset + start, layout.size, layout.align];
            let wanted = ["off", "size", "align"].map(|column| number(&row[&format!("{side}_{column}")]));
            if found != wanted {
                faults.push(format!("{name}.{} on {side}: {found:?}, not {wanted:?}", row["field"]));
            }
        }
    }
}

/// The header's name ends in ours: `lpszComponent` is `component`. One field has another name.
fn is_called(field: &Field, row: &Row) -> bool {
    let header = row["field"].rsplit('.').next().unwrap().to_lowercase().replace('_', "");
    let ours = field.name.replace('_', "");
    match (&*row["struct"], &*row["field"]) {
        ("MAPINAMEID", "Kind") => ours == "value",
        _ => !ours.is_empty() && header.ends_with(&ours),
    }
}

/// Numbers and pointers that have a name of their own are no larger for it.
fn pointers(declared: &Declared) -> Vec<String> {
    let wanted = [
        ("Code", "i32", [4, 4]),
        ("PropTag", "u32", [4, 4]),
        ("Iid", "u8[16]", [16, 16]),
        ("This", "*void", [8, 4]),
        ("In", "*T", [8, 4]),
        ("Out", "*T", [8, 4]),
    ];
    let wanted = wanted.iter().filter(|(name, notation, sizes)| {
        let shape = &declared.shapes[*name];
        let of = |word| declared.placed(shape, word).1.size;
        declared.notation(&shape.fields.first().unwrap().kind) != *notation || [of(8), of(4)] != *sizes
    });
    let mut faults: Vec<_> = wanted.map(|(name, ..)| format!("{name}: not what the tables take it for")).collect();
    let others = declared.shapes.iter().filter(|(name, shape)| {
        let known = ["Code", "PropTag", "Iid", "This", "In", "Out"].contains(&&***name);
        !known && !is_struct(shape) && !name.ends_with("Vtbl")
    });
    faults.extend(others.map(|(name, _)| format!("{name}: no table has it")));
    faults
}
