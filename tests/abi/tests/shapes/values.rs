//! Every identifier, property tag, result code and flag: its name and value, none missing, none
//! that no table has.

use crate::left_out;
use crate::source::{Constant, Declared, name_in_header};
use crate::tables::{is_in_a_header, number, table};
use std::collections::BTreeMap;
use syn::{Expr, Lit};

/// What a constant must be, by the header's name: the name in Rust, the type, and the numbers in
/// its value.
type Wanted = BTreeMap<String, (String, String, Vec<u64>)>;

/// The numbers of a value: one, or the bytes of an identifier.
fn numbers(value: &Expr) -> Option<Vec<u64>> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => Some(vec![number.base10_parse().ok()?]),
            _ => None,
        },
        Expr::Array(array) => Some(array.elems.iter().map(numbers).collect::<Option<Vec<_>>>()?.concat()),
        // `Self(…)`, `Iid(…)` and `PropTag(…)`.
        Expr::Call(call) if call.args.len() == 1 => numbers(call.args.first()?),
        // A code is written without its sign.
        Expr::Cast(cast) => numbers(&cast.expr),
        _ => None,
    }
}

fn compare(declared: &Declared, file: &str, mut wanted: Wanted, name: fn(&Constant) -> &str) -> Vec<String> {
    let mut faults = Vec::new();
    for constant in declared.constants.iter().filter(|constant| constant.file == file) {
        let header = name(constant);
        let syn::Type::Path(kind) = &constant.kind else { panic!("{header}: no type with a name") };
        let kind = kind.path.segments.last().unwrap().ident.to_string();
        let found = (constant.name.clone(), kind, numbers(&constant.value).unwrap_or_default());
        match wanted.remove(header) {
            Some(wanted) if wanted == found => {}
            Some(wanted) => faults.push(format!("{header}: {found:X?}, not {wanted:X?}")),
            None => faults.push(format!("{file}: {}: no table has it, or it stands here twice", constant.name)),
        }
    }
    faults.extend(wanted.into_keys().map(|name| format!("{name}: missing")));
    faults
}

fn by_comment(constant: &Constant) -> &str {
    name_in_header(&constant.doc)
}

/// COM's own identifiers, which no MAPI header has.
const COM: [(&str, &str); 4] = [
    ("IID_IMalloc", "00000002-0000-0000-C000-000000000046"),
    ("IID_ISequentialStream", "0C733A30-2A1C-11CE-ADE5-00AA0044773D"),
    ("IID_IStorage", "0000000B-0000-0000-C000-000000000046"),
    ("IID_IStream", "0000000C-0000-0000-C000-000000000046"),
];

/// The 16 bytes of a GUID in memory: its first three numbers stand with their low byte first.
fn bytes(guid: &str) -> Vec<u64> {
    let digits =
        |part: &str| (0..part.len()).step_by(2).map(|at| number(&format!("0x{}", &part[at..at + 2]))).collect();
    let parts: Vec<Vec<u64>> = guid.split('-').map(digits).collect();
    let turned = parts.into_iter().enumerate().map(|(number, mut part)| {
        if number < 3 {
            part.reverse();
        }
        part
    });
    turned.collect::<Vec<_>>().concat()
}

/// What is wrong with the identifiers.
pub fn iid_faults(declared: &Declared) -> Vec<String> {
    let rows = table("iids").into_iter().filter(|row| is_in_a_header(row) && !left_out::is_iid(row));
    let in_table = rows.map(|row| {
        let hex: String = bytes(&row["guid"]).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, row["bytes"], "{}: the table contradicts itself", row["name"]);
        (row["name"].clone(), row["guid"].clone())
    });
    let com = COM.map(|(name, guid)| (name.to_owned(), guid.to_owned()));
    let guids: BTreeMap<_, _> = in_table.chain(com).collect();
    let is_told = |constant: &&Constant| {
        let guid = guids.get(&constant.name).map(String::as_str).unwrap_or_default();
        constant.doc == format!("`{}`: {guid}", constant.name)
    };
    let constants = declared.constants.iter().filter(|constant| constant.file == "iid.rs");
    let untold = constants.filter(|constant| !is_told(constant));
    let mut faults: Vec<_> = untold.map(|constant| format!("its comment says {}", constant.doc)).collect();
    let wanted = guids.iter().map(|(name, guid)| (name.clone(), (name.clone(), "Iid".to_owned(), bytes(guid))));
    faults.extend(compare(declared, "iid.rs", wanted.collect(), by_comment));
    faults
}

/// The property tags by their names: the tag, the name in Rust. Strings are in their Unicode form,
/// and then the name with `_W` goes.
pub fn tags() -> BTreeMap<String, (u64, String)> {
    let rows = table("proptags").into_iter().filter(|row| is_in_a_header(row) && !left_out::is_tag(row));
    let tags: BTreeMap<_, _> = rows
        .map(|row| {
            let unicode = if row["tag_unicode"].is_empty() { &row["tag"] } else { &row["tag_unicode"] };
            (row["name"].clone(), number(unicode))
        })
        .collect();
    let is_another = |name: &str, tag: u64| name.strip_suffix("_W").is_some_and(|base| tags.get(base) == Some(&tag));
    let kept = tags.iter().filter(|(name, tag)| !is_another(name, **tag));
    let named = kept.map(|(name, tag)| {
        let rust = name.strip_prefix("PR_").unwrap();
        let rust =
            if rust.starts_with(|first: char| first.is_ascii_digit()) { format!("_{rust}") } else { rust.into() };
        (name.clone(), (*tag, rust))
    });
    named.collect()
}

/// What is wrong with the plain property tags.
pub fn tag_faults(declared: &Declared) -> Vec<String> {
    let wanted = tags().into_iter().map(|(name, (tag, rust))| (name, (rust, "PropTag".to_owned(), vec![tag])));
    compare(declared, "tags.rs", wanted.collect(), by_comment)
}

/// What is wrong with the result codes, and with the names that `Code::name` gives them.
pub fn code_faults(declared: &Declared) -> Vec<String> {
    let rows = table("constants").into_iter().filter(is_in_a_header);
    let rows = rows.map(|row| (row["name"].clone(), number(&row["value"])));
    let rows = rows.filter(|(name, _)| name.starts_with("MAPI_E_") || name.starts_with("MAPI_W_"));
    let codes: BTreeMap<_, _> = rows.chain([("S_OK".to_owned(), 0)]).collect();
    let wanted = codes.iter().map(|(name, value)| {
        let rust = name.strip_prefix("MAPI_E_").or(name.strip_prefix("MAPI_")).or(name.strip_prefix("S_")).unwrap();
        (name.clone(), (rust.to_owned(), "Self".to_owned(), vec![*value]))
    });
    let mut faults = compare(declared, "codes.rs", wanted.collect(), by_comment);
    let mut unnamed: Vec<_> = codes.values().copied().collect();
    for (rust, name) in &declared.code_names {
        let constants = declared.constants.iter().filter(|constant| constant.file == "codes.rs");
        let is_so = constants.clone().any(|constant| constant.name == *rust && by_comment(constant) == name);
        if !is_so {
            faults.push(format!("Code::{rust} calls itself {name}"));
        }
        unnamed.retain(|value| codes.get(name) != Some(value));
    }
    faults.extend(unnamed.iter().map(|value| format!("{value:X} has no name")));
    faults
}

/// Constants that stand in no group of the shapes, or that a program defines and no header.
const SINGLE: [&str; 5] =
    ["PROP_ID_NULL", "PROP_ID_INVALID", "PROP_ID_SECURE_MIN", "PROP_ID_SECURE_MAX", "MAPI_FORCE_ACCESS"];

/// What is wrong with the flags and other numbers: a group of them is there as a whole, or not at
/// all.
pub fn flag_faults(declared: &Declared) -> Vec<String> {
    let rows = table("constants").into_iter().filter(|row| {
        let is_whole = is_in_a_header(row) && !left_out::GROUPS.contains(&&*row["group"]);
        SINGLE.contains(&&*row["name"]) || is_whole && !left_out::FLAGS.contains(&&*row["name"])
    });
    let wanted = rows.map(|row| {
        let kind = match &*row["group"] {
            "property type" | "property type bit" => "u16",
            "ENTRYID abFlags" => "u8",
            _ if row["name"].starts_with("PROP_ID_") => "u16",
            _ if row["ctype"] == "usize" => "usize",
            _ => "u32",
        };
        let name = row["name"].clone();
        (name.clone(), (name, kind.to_owned(), vec![number(&row["value"])]))
    });
    compare(declared, "flag.rs", wanted.collect(), |constant| &constant.name)
}

/// What is wrong with constants that stand elsewhere.
pub fn elsewhere(declared: &Declared) -> Vec<String> {
    let files = ["iid.rs", "tags.rs", "codes.rs", "flag.rs"];
    let others = declared.constants.iter().filter(|constant| !files.contains(&&*constant.file));
    others.map(|constant| format!("{}: {} does not belong there", constant.file, constant.name)).collect()
}
