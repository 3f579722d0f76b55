//! The shapes in `provider-runtime/abi/src/shapes/` against the tables that they were made from,
//! read here for a second time and in another way, so that a mistake of `tests/abi/write.py` does
//! not stay unseen. And each kind of mistake, put into the sources' text, is found. What the tables
//! are compared with is the source alone: nothing is compiled for it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod layout;
mod left_out;
mod source;
mod structs;
mod tables;
mod typed_tags;
mod values;
mod vtables;
mod wiring;

use source::{Declared, Sources};
use wiring::Wiring;

/// What is wrong by one of the comparisons.
type Check = fn(&Declared) -> Vec<String>;

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn holds(check: Check) {
    none(check(&Sources::read().declared()));
}

#[test]
fn every_vtable_has_the_tables_slots_in_order() {
    holds(vtables::faults);
}

#[test]
fn every_function_type_is_as_the_table_says() {
    holds(vtables::entry_faults);
}

#[test]
fn every_struct_is_laid_out_as_the_table_says_in_64_and_in_32_bit() {
    holds(structs::faults);
}

#[test]
fn every_identifier_has_its_bytes() {
    holds(values::iid_faults);
}

#[test]
fn every_property_tag_has_its_value() {
    holds(values::tag_faults);
}

#[test]
fn every_result_code_has_its_value_and_its_name() {
    holds(values::code_faults);
}

#[test]
fn every_typed_tag_has_its_value_and_the_type_of_its_values() {
    let text = typed_tags::read();
    none(typed_tags::faults(&text));
    for (from, to) in [
        ("SUBJECT: Tag<str>", "SUBJECT: Tag<i32>"),
        ("SUBJECT: Tag<str> = Tag(0x0037", "SUBJECT: Tag<str> = Tag(0x0038"),
        ("TagName<0x0037_001F>", "TagName<0x0037_001E>"),
        ("type SUBJECT = ", "type SUBJECTS = "),
        ("`PR_SUBJECT`", "`PR_SUBJECT_A`"),
        ("0x0037_001F,", "0x0037_001E,"),
    ] {
        assert!(text.contains(from), "no {from}");
        assert!(!typed_tags::faults(&text.replacen(from, to, 1)).is_empty(), "{to} goes unseen");
    }
}

#[test]
fn every_flag_has_its_value() {
    holds(values::flag_faults);
}

#[test]
fn the_sources_hold_shapes_and_nothing_else() {
    let declared = Sources::read().declared();
    none([values::elsewhere(&declared), declared.faults, left_out::faults()].concat());
}

#[test]
fn each_slot_of_the_runtimes_tables_holds_the_method_of_its_name() {
    let wiring = Wiring::of_the_runtime();
    assert!(wiring.tables > 15, "only {} tables found", wiring.tables);
    assert!(wiring.ways > 150, "only {} ways to a class's method", wiring.ways);
    none(wiring.faults);
    let way =
        |body: &str| format!("unsafe extern \"system\" fn seek<C>(this: This, from: u32, rows: u32) {{ {body} }}");
    assert_eq!(Wiring::of(&way("C::seek(this, from, rows)")).faults.len(), 0);
    assert_eq!(Wiring::of(&way("C::seek(this, rows, from)")).faults.len(), 1);
    assert_eq!(Wiring::of(&way("C::find(this, from, rows)")).faults.len(), 1);
    let mistake = "const METHODS: IMAPIProgressVtbl = IMAPIProgressVtbl { get_max: get_min, get_min };";
    assert_eq!(Wiring::of(mistake).faults.len(), 1);
}

/// Puts a mistake into a file and looks whether the check sees it.
fn sees(check: Check, file: &str, edits: &[(&str, &str)]) {
    let mut sources = if file == "tags.rs" { Sources::read() } else { Sources::read().without("tags.rs") };
    for (from, to) in edits {
        sources.put(file, from, to);
    }
    assert!(!check(&sources.declared()).is_empty(), "{file}: {edits:?} goes unseen");
}

#[test]
fn a_mistake_in_a_vtable_is_seen() {
    let see = |file, edits: &[_]| sees(vtables::faults, file, edits);
    // Two methods of the same type change places.
    see(
        "imapi_progress.rs",
        &[("pub get_max:", "pub x:"), ("pub get_min:", "pub get_max:"), ("pub x:", "pub get_min:")],
    );
    see("imapi_progress.rs", &[("    pub get_max: unsafe extern \"system\" fn(This, Out<u32>) -> Code,\n", "")]);
    see("imapi_progress.rs", &[("pub get_max:", "pub more: unsafe extern \"system\" fn(),\n    pub get_max:")]);
    see("imapi_progress.rs", &[("slot 4", "slot 5")]);
    see("imapi_progress.rs", &[("fn(This, u32, u32, u32)", "fn(This, u32, u32, usize)")]);
    see("imapi_progress.rs", &[("fn(This, u32, u32, u32)", "fn(This, u32, u32)")]);
    see("imapi_progress.rs", &[("\"system\" fn(This, Out<u32>)", "\"system\" fn(This, Out<usize>)")]);
    see("imapi_progress.rs", &[("\"system\"", "\"C\"")]);
    see("imapi_progress.rs", &[("unsafe extern", "extern")]);
    see("imapi_progress.rs", &[("-> Code", "-> i64")]);
    see("imapi_progress.rs", &[("pub unknown: IUnknownVtbl", "pub prop: IMAPIPropVtbl")]);
    see("imapi_container.rs", &[("pub prop: IMAPIPropVtbl", "pub unknown: IUnknownVtbl")]);
    see("imapi_progress.rs", &[("IMAPIProgressVtbl", "ISpoolerHookVtbl")]);
    see("imalloc.rs", &[("pub alloc:", "pub x:"), ("pub realloc:", "pub alloc:"), ("pub x:", "pub realloc:")]);
    see("code.rs", &[("pub struct Code(pub i32)", "pub struct Code(pub i64)")]);
    see("param.rs", &[("In<'a, T>(pub(crate) *const T,", "In<'a, T>(pub(crate) [*const T; 2],")]);
    see("param.rs", &[("In<'a, T>(pub(crate) *const T,", "In<'a, T>(pub(crate) *const T, u32,")]);
}

#[test]
fn a_mistake_in_a_function_type_is_seen() {
    let see = |from, to| sees(vtables::entry_faults, "entry.rs", &[(from, to)]);
    see("MsProviderInit = unsafe extern \"C\"", "MsProviderInit = unsafe extern \"system\"");
    see("ServiceEntry = unsafe extern \"system\"", "ServiceEntry = unsafe extern \"C\"");
    see("fn(u32, *mut *mut c_void)", "fn(usize, *mut *mut c_void)");
    see("fn(u32, *mut *mut c_void)", "fn(u32, *mut c_void)");
    see("Option<AllocateBuffer>", "Option<AllocateMore>");
    see("`XPProviderInit`", "`HPProviderInit`");
}

#[test]
fn a_mistake_in_a_struct_is_seen() {
    let see = |from, to| sees(structs::faults, "structs.rs", &[(from, to)]);
    see("pub align_pad: u32,", "");
    see("pub prop_tag: u32,\n    pub align_pad: u32", "pub align_pad: u32,\n    pub prop_tag: u32");
    see("pub prop_tag: u32,", "pub prop_tag: usize,");
    see("pub scode: Code", "pub scode: u32");
    see("pub ab: [u8; 16]", "pub ab: [u8; 8]");
    see("pub ab: [u8; 16]", "pub ab: [u32; 4]");
    see("pub lpb: *mut u8", "pub lpb: *mut *mut u8");
    see("pub id: i32", "pub id: isize");
    see("pub tab: TABLE_NOTIFICATION", "pub tab: *mut TABLE_NOTIFICATION");
    see("pub union PropUnion", "pub struct PropUnion");
    see("/// `SRow`:", "/// `SRows`:");
    // What is 8 bytes in 64-bit and not in 32-bit.
    see("pub int64: i64", "pub int64: isize");
}

#[test]
fn a_layout_that_is_not_cs_is_seen() {
    let see = |from, to| sees(|declared| declared.faults.clone(), "structs.rs", &[(from, to)]);
    see("#[repr(C)]", "#[repr(C, packed)]");
    see("#[repr(C)]", "");
    see("pub align_pad: u32", "#[cfg(windows)]\n    pub align_pad: u32");
    see("use super::code::Code;", "use super::iid::Iid as Code;");
}

#[test]
fn a_mistake_in_a_value_is_seen() {
    sees(values::iid_faults, "iid.rs", &[("Iid([0x02,", "Iid([0x03,")]);
    sees(values::iid_faults, "iid.rs", &[("IID_IMAPITable", "IID_IMAPIControl")]);
    sees(values::tag_faults, "tags.rs", &[("0x0001_0003", "0x0001_0002")]);
    sees(values::tag_faults, "tags.rs", &[("pub const IPM_ID", "pub const IPM_IDS")]);
    sees(values::tag_faults, "tags.rs", &[("`PR_IPM_ID`", "`PR_IPM_NO_ID`")]);
    sees(values::code_faults, "codes.rs", &[("0x8004_0102_u32", "0x8004_0103_u32")]);
    sees(values::code_faults, "codes.rs", &[("Some(\"MAPI_E_BUSY\")", "Some(\"MAPI_E_WAIT\")")]);
    sees(values::code_faults, "codes.rs", &[("Self::BUSY => Some(\"MAPI_E_BUSY\"),", "")]);
    sees(
        values::flag_faults,
        "flag.rs",
        &[("pub const MAPI_LOGON_UI: u32 = 0x0000_0001", "pub const MAPI_LOGON_UI: u32 = 2")],
    );
    sees(values::flag_faults, "flag.rs", &[("pub const MAPI_LOGON_UI: u32", "pub const MAPI_LOGON_UI: u16")]);
    sees(values::flag_faults, "flag.rs", &[("pub const MAPI_LOGON_UI: u32 = 0x0000_0001;", "")]);
    sees(values::flag_faults, "flag.rs", &[("pub const MAPI_LOGON_UI", "pub const MAPI_LOGON_UIS")]);
    sees(values::elsewhere, "structs.rs", &[("#[repr(C)]", "pub const MAPI_MORE: u32 = 1;\n#[repr(C)]")]);
}
