//! The tables beside `tests/abi/write.py`, as rows of named cells, and their notation of types.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// One line of a table: its cells by the heading above them.
pub type Row = BTreeMap<String, String>;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn table(name: &str) -> Vec<Row> {
    let text = fs::read_to_string(root().join(format!("tests/abi/{name}.tsv"))).unwrap();
    let mut lines = text.lines();
    let heads: Vec<_> = lines.next().unwrap().split('\t').map(str::to_owned).collect();
    let rows: Vec<Row> = lines
        .map(|line| {
            let cells: Vec<_> = line.split('\t').map(str::to_owned).collect();
            assert_eq!(cells.len(), heads.len(), "{name}: {line}");
            heads.iter().cloned().zip(cells).collect()
        })
        .collect();
    assert!(rows.len() > 50, "{name}: only {} rows", rows.len());
    rows
}

/// Whether a header defines it: the documentation and other programs name more.
pub fn is_in_a_header(row: &Row) -> bool {
    row["sources"].split('+').any(|source| ["ms", "mingw"].contains(&source))
}

pub fn number(cell: &str) -> u64 {
    match cell.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).unwrap(),
        None => cell.parse().unwrap(),
    }
}

/// `cb:u32, lpb:*u8` as names and types.
pub fn parameters(cell: &str) -> Vec<(&str, &str)> {
    cell.split(", ").filter(|part| !part.is_empty()).map(|part| part.split_once(':').unwrap()).collect()
}

/// What a type of the tables is for the binary interface: `const`, the names of plain numbers and
/// the kind of an object behind a pointer go. Strings whose width a flag decides, and structs that
/// the shapes do not have, are `void`.
pub fn plain(kind: &str) -> String {
    let kind = kind.replace("*const ", "*");
    let base = kind.trim_start_matches('*');
    let stars = &kind[..kind.len() - base.len()];
    let base = match base {
        "hresult" | "scode" | "bool32" => "i32",
        "char8" => "u8",
        "wchar16" => "u16",
        "LARGE_INTEGER" => "i64",
        "GUID" => "u8[16]",
        "tchar" | "ADRPARM" | "OPTIONDATA" => "void",
        handle if handle.starts_with("handle:") => "*void",
        interface if is_interface(interface) => "void",
        other => other,
    };
    format!("{stars}{base}")
}

fn is_interface(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next() == Some('I')
        && letters.next().is_some_and(char::is_uppercase)
        && name.chars().any(char::is_lowercase)
}
