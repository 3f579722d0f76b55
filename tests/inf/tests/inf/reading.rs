//! What a file says, as values.

use crate::acme::{EXAMPLES, FOREIGN, tag};
use provider_runtime::abi::flag::*;
use provider_runtime::registration::{Document, Encoding, MapiSvc};
use provider_runtime::{PropValue, tags};

fn read(text: &str) -> Result<MapiSvc, String> {
    let document = Document::parse(text.as_bytes()).map_err(|error| error.to_string())?;
    MapiSvc::read(&document).map_err(|error| error.to_string())
}

/// A service with one provider, whose section has these lines.
fn with_lines(lines: &str) -> Result<MapiSvc, String> {
    let needed = "PR_PROVIDER_DLL_NAME=a.dll\nPR_PROVIDER_DISPLAY=An A\nPR_RESOURCE_TYPE=MAPI_AB_PROVIDER";
    read(&format!("[Services]\nA=An A\n[A]\nProviders=A_AB\n[A_AB]\n{needed}\n{lines}\n"))
}

/// T-87 (INF-4, INF-5).
#[test]
fn the_examples_are_read_written_and_read_again_alike() {
    let document = Document::parse(EXAMPLES.as_bytes()).unwrap();
    assert_eq!(document.to_bytes(), EXAMPLES.as_bytes());
    let again = Document::parse(&document.to_bytes()).unwrap();
    let one = MapiSvc::read(&document).unwrap();
    let other = MapiSvc::read(&again).unwrap();
    assert_eq!((&document, &one), (&again, &other));
    assert!(one.warnings.is_empty(), "{:?}", one.warnings);
    let names: Vec<_> = one.services.iter().map(|service| service.name.as_str()).collect();
    assert_eq!(names, ["ACMEBOX", "ACMEDIR", "ACMEWIRE"]);
}

/// T-87 (INF-4, INF-5, INF-7, INF-8).
#[test]
fn the_examples_have_the_values_that_the_specification_says() {
    let read = read(EXAMPLES).unwrap();
    let wire = read.service_named("acmewire").unwrap();
    let provider = &wire.providers[0];
    assert_eq!(provider.get(tag(0x6604, PT_LONG)), Some(&PropValue::I32(30)));
    assert_eq!(provider.get(tags::RESOURCE_TYPE), Some(&MAPI_TRANSPORT_PROVIDER.into()));
    assert_eq!(provider.get(tags::RESOURCE_FLAGS), Some(&STATUS_PRIMARY_IDENTITY.into()));
    assert_eq!(wire.get(tags::RESOURCE_FLAGS), Some(&SERVICE_PRIMARY_IDENTITY.into()));
    assert_eq!(wire.get(tags::SERVICE_ENTRY_NAME), Some(&"ServiceEntry".into()));
    let provider = &read.service_named("ACMEBOX").unwrap().providers[0];
    let uid = provider.get(tags::MDB_PROVIDER).and_then(PropValue::as_binary).unwrap();
    assert_eq!((uid.len(), uid[0], uid[15]), (16, 0x6b, 0x91));
    assert_eq!(provider.get(tag(0x6601, PT_STRING8)), Some(&r"C:\ProgramData\Acme\box.db".into()));
}

/// T-89 (INF-8).
#[test]
fn a_provider_without_flags_has_none_and_a_warning_says_so() {
    let read = with_lines("PR_DISPLAY_NAME=A").unwrap();
    assert_eq!(read.services[0].providers[0].get(tags::RESOURCE_FLAGS), Some(&0_u32.into()));
    assert_eq!(read.warnings, ["[A_AB] has no PR_RESOURCE_FLAGS: taken as 0 (INF-8)"]);
}

/// INF-8.
#[test]
fn a_provider_without_a_display_name_has_the_other_one_and_one_without_a_needed_key_is_an_error() {
    let read = with_lines("PR_RESOURCE_FLAGS=00000000").unwrap();
    assert_eq!(read.services[0].providers[0].get(tags::DISPLAY_NAME), Some(&"An A".into()));
    assert_eq!(read.warnings.len(), 1, "{:?}", read.warnings);
    for key in ["PR_PROVIDER_DLL_NAME", "PR_RESOURCE_TYPE", "PR_PROVIDER_DISPLAY"] {
        let error = self::read(&EXAMPLES.replacen(key, "PR_OTHER", 1)).unwrap_err();
        assert!(error.contains(&format!("has no {key} (INF-8)")), "{error}");
    }
}

/// INF-3, INF-5: a foreign file with blanks, lists, extra sections, upper case and characters of
/// the code page.
#[test]
fn services_of_others_are_read_as_windows_reads_them() {
    let read = MapiSvc::read(&Document::parse(FOREIGN).unwrap()).unwrap();
    let names: Vec<_> = read.services.iter().map(|service| service.display_name.as_str()).collect();
    assert_eq!(names, ["Paper Box Archive", "Directory Plus über LDAP", "Fax Gateway"]);
    let paper = &read.services[0];
    assert_eq!(paper.get(tags::RESOURCE_FLAGS), Some(&(SERVICE_SINGLE_COPY | SERVICE_NO_PRIMARY_IDENTITY).into()));
    let files = PropValue::Texts(vec!["PAPERBOX.DLL".into(), "PBXRES.DLL".into()]);
    assert_eq!(paper.get(tags::SERVICE_SUPPORT_FILES), Some(&files));
    assert_eq!(paper.get(tag(0x6605, PT_LONG)), Some(&10.into()));
    assert_eq!(paper.providers.len(), 2);
    assert_eq!((paper.extra[0].0.as_str(), &paper.extra[0].1[0].value), ("PAPERBOX_Limits", &PropValue::I32(0x400)));
    assert_eq!(read.services[1].providers[0].get(tags::DISPLAY_NAME), Some(&"Directory Plus".into()));
    let warnings = read.warnings.join("\n");
    for left_out in ["[PAPERBOX_XP] has no PR_RESOURCE_FLAGS", "Quota: neither eight hex digits"] {
        assert!(warnings.contains(left_out), "{warnings}");
    }
}

/// INF-4, INF-5, INF-6, CFG-5.
#[test]
fn what_is_not_understood_is_left_out_with_its_line_and_a_wrong_value_is_an_error() {
    for (line, why) in [
        ("PR_SOMETHING=1", "line 9: PR_SOMETHING: neither"),
        ("660400030=00000000", "line 9: 660400030: neither"),
        ("PR_SERVICE_UID=00", "(INF-6)"),
        ("67f0001e=secret", "(CFG-5)"),
        ("PR_PROVIDER_DISPLAY=Another", "already"),
    ] {
        let read = with_lines(line).unwrap();
        assert!(read.warnings.iter().any(|warning| warning.contains(why)), "{line}: {:?}", read.warnings);
    }
    for line in [
        "66040003=30",
        "66040003=0000001g",
        "66040003=",
        "66100102=abc",
        "6610000b=1",
        "PR_RESOURCE_FLAGS=STATUS_OTHER",
        "PR_RESOURCE_FLAGS=STATUS_OWN_STORE|",
    ] {
        let error = with_lines(line).unwrap_err();
        assert!(error.starts_with("line 9: ") && error.ends_with("(INF-5)"), "{line}: {error}");
    }
}

/// INF-1, INF-3.
#[test]
fn a_file_with_sections_missing_or_twice_is_an_error() {
    for (text, error) in [
        ("[Services]\nA=A\n", "[Services] names A, but there is no section [A]"),
        ("[Services]\nA=A\n[A]\nProviders=B", "[A] names B, but there is no section [B]"),
        ("[Services]\nA=A\n[A]\nProviders=", "names no providers (INF-3)"),
        ("[A]\n\n[B]\n[a]\n", "[a] stands twice, at lines 1 and 4"),
    ] {
        let told = read(text).unwrap_err();
        assert!(told.contains(error), "{text:?}: {told}");
    }
    assert_eq!(read("").unwrap(), MapiSvc::default());
}

#[test]
fn damaged_bytes_are_an_error_that_says_where() {
    for (bytes, error) in [
        (&b"[Services]\nA=A\n[A"[..], "line 3: a section's header has no `]`"),
        (b"[Services\nA=A\n", "line 1: a section's header has no `]`"),
        (b"[A]\nProviders=B\nPR_DISP", "line 3: breaks off"),
        (b"[A]\nProviders=B\r", "line 2: breaks off within a line end"),
        (b"[A]\nProviders=B\n\0\0\0\0", "line 3: a zero byte"),
        (b"[\0A\0]\0\n\0", "line 1: a zero byte"),
        (b"\xFF\xFE[\0A", "UTF-16"),
        (b"\xFF\xFE\x00\xD8[\0", "UTF-16"),
        (b"\xFE\xFF\0[", "high byte first"),
        (b"\xEF\xBB\xBF[\xFF]", "UTF-8"),
    ] {
        let told = Document::parse(bytes).unwrap_err().to_string();
        assert!(told.contains(error), "{bytes:?}: {told}");
    }
}

#[test]
fn a_document_with_a_mark_is_read_and_kept() {
    let utf16: Vec<u8> = format!("\u{FEFF}{EXAMPLES}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf8 = format!("\u{FEFF}{EXAMPLES}").into_bytes();
    for (bytes, encoding) in [(utf16, Encoding::Utf16), (utf8, Encoding::Utf8)] {
        let document = Document::parse(&bytes).unwrap();
        assert_eq!((document.encoding(), &document.to_bytes()), (encoding, &bytes));
        assert_eq!(MapiSvc::read(&document).unwrap(), read(EXAMPLES).unwrap());
    }
}
