//! Every tag that knows the type of its values: its name, its number and that type, and the plain
//! tag that its name is as a type.

use crate::source::name_in_header;
use crate::tables::{number, root};
use crate::values::tags;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What a tag's values are in Rust, by the type in the tag; text of both widths is text.
const TYPES: [(u64, &str); 15] = [
    (0x0002, "i16"),
    (0x0003, "i32"),
    (0x000B, "bool"),
    (0x000D, "Object"),
    (0x0014, "i64"),
    (0x001E, "str"),
    (0x001F, "str"),
    (0x0040, "SystemTime"),
    (0x0048, "[u8; 16]"),
    (0x0102, "[u8]"),
    (0x1003, "[i32]"),
    (0x101E, "[String]"),
    (0x101F, "[String]"),
    (0x1048, "[[u8; 16]]"),
    (0x1102, "[Vec<u8>]"),
];

/// The module of typed tags.
pub fn read() -> String {
    fs::read_to_string(root().join("provider-runtime/abi/src/tags.rs")).unwrap()
}

/// What is declared under a name: a constant and a type, each once.
fn wanted() -> BTreeMap<String, [String; 2]> {
    let all = tags();
    // Each width of a text is the same tag.
    let is_another_width = |name: &str, tag: u64| {
        let base = name.strip_suffix("_A").or_else(|| name.strip_suffix("_W")).and_then(|base| all.get(base));
        base.is_some_and(|(base, _)| base | 1 == tag | 1)
    };
    let mut wanted = BTreeMap::new();
    for (name, (tag, rust)) in &all {
        let id = tag >> 16;
        let kind = tag & 0xFFFF;
        let Some((_, values)) = TYPES.iter().find(|(known, _)| *known == kind) else { continue };
        if !is_another_width(name, *tag) {
            let wide = if [0x001E, 0x101E].contains(&kind) { kind + 1 } else { kind };
            let constant = format!("pub const {rust}: Tag<{values}> = Tag(0x{id:04X}, PhantomData);");
            wanted.insert(name.clone(), [constant, format!("pub type {rust} = TagName<0x{id:04X}_{wide:04X}>;")]);
        }
    }
    wanted
}

/// The plain tags below those of providers' own, sorted; text is Unicode.
fn known() -> Vec<u64> {
    let wide = |tag: u64| if [0x001E, 0x101E].contains(&(tag & 0xFFFF)) { tag + 1 } else { tag };
    let known: BTreeSet<_> = tags().values().map(|(tag, _)| wide(*tag)).filter(|tag| tag >> 16 < 0x6600).collect();
    known.into_iter().collect()
}

/// What is wrong with the module's text.
pub fn faults(text: &str) -> Vec<String> {
    let mut wanted = wanted();
    assert!(wanted.len() > 500, "only {} tags", wanted.len());
    let mut faults = Vec::new();
    let list = text.split_once("const KNOWN").and_then(|(_, list)| list.split_once("= [")).map_or("", |(_, list)| list);
    let list = list.split(']').next().unwrap_or_default().split(',').map(str::trim).filter(|number| !number.is_empty());
    if list.map(|digits| number(&digits.replace('_', ""))).ne(known()) {
        faults.push("the list of plain tags is another one".into());
    }
    let mut lines = text
        .lines()
        .filter(|line| line.starts_with("/// ") || line.starts_with("pub const ") || line.starts_with("pub type "));
    while let (Some(comment), Some(first), Some(again), Some(second)) =
        (lines.next(), lines.next(), lines.next(), lines.next())
    {
        let name = name_in_header(comment.trim_start_matches("/// "));
        match wanted.remove(name) {
            Some([constant, alias]) if [first, second] == [constant.as_str(), &alias] && comment == again => {}
            Some(known) => faults.push(format!("{name}: {first} {second}, not {known:?}")),
            None => faults.push(format!("{name}: no table has it, or it stands here twice")),
        }
    }
    faults.extend(wanted.into_keys().map(|name| format!("{name}: missing")));
    faults
}
