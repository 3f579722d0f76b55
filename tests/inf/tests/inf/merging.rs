//! A service into a document and out of it again.

use crate::acme::{AcmeDirectory, EXAMPLES, FOREIGN, acme_box, acme_directory, acme_wire, store, tag};
use provider_runtime::abi::flag::PT_LONG;
use provider_runtime::registered_provider;
use provider_runtime::registration::{Change, Document, MapiSvc, Registration};
use provider_runtime::{Property, tags};

fn parsed(bytes: impl AsRef<[u8]>) -> Document {
    Document::parse(bytes.as_ref()).unwrap()
}

fn text(document: &Document) -> String {
    String::from_utf8_lossy(&document.to_bytes()).into_owned()
}

/// The next version of the box: two providers, in another folder.
fn next_box() -> Registration {
    Registration::new("AcmeBox", "Acme Box 2", r"C:\Program Files\Acme\AcmeBox.dll")
        .provider(store().property(Property::new(tag(0x6605, PT_LONG), 7)))
        .provider(registered_provider::<AcmeDirectory>())
}

#[test]
fn merging_into_services_of_others_adds_a_line_and_sections_and_touches_nothing() {
    let mut document = parsed(FOREIGN);
    assert_eq!(document.merge(&acme_box()).unwrap(), Change::Added);
    let old = text(&parsed(FOREIGN));
    let new = text(&document);
    let added = "FAXGATE=Fax Gateway\r\nACMEBOX=Acme Box\r\n";
    let with_line = old.replacen("FAXGATE=Fax Gateway\r\n", added, 1);
    let sections = new.strip_prefix(&with_line).unwrap();
    assert!(sections.starts_with("\r\n[ACMEBOX]\r\nPR_DISPLAY_NAME=Acme Box\r\n"), "{sections}");
    assert!(!sections.replace("\r\n", "").contains('\n'), "{sections:?}");
    let read = MapiSvc::read(&document).unwrap();
    assert_eq!(read.services.len(), 4);
    assert_eq!(read.services[..3], MapiSvc::read(&parsed(FOREIGN)).unwrap().services[..]);
    assert_eq!(document.merge(&acme_box()).unwrap(), Change::Unchanged);
    assert_eq!(document.remove(&acme_box()).unwrap(), Change::Removed);
    assert_eq!(document.to_bytes(), FOREIGN);
    assert_eq!(document.remove(&acme_box()).unwrap(), Change::Unchanged);
}

#[test]
fn merged_and_removed_any_ending_is_as_it_was() {
    for original in [
        "",
        "\n",
        "\r\n\r\n",
        "; a comment",
        "; a comment\n",
        "[Services]",
        "[Services]\n",
        "[Services]\n\n",
        "[Services]\n; none\n",
        "[services]\nA=B\n[A]\nProviders=C\n[C]",
        "[Default Services]\n",
        "loose=entry\n[Other]\n  \n\t",
    ] {
        let mut document = parsed(original);
        document.merge(&acme_box()).unwrap();
        document.check().unwrap();
        let merged = document.clone();
        document.merge(&next_box()).unwrap();
        document.remove(&next_box()).unwrap();
        assert_eq!(text(&document), original);
        document = merged;
        document.merge(&acme_wire()).unwrap();
        document.remove(&acme_wire()).unwrap();
        document.remove(&acme_box()).unwrap();
        assert_eq!(text(&document), original);
    }
}

#[test]
fn an_empty_file_gets_its_services_at_the_head() {
    let mut document = Document::default();
    document.merge(&acme_box()).unwrap();
    assert!(text(&document).starts_with("[Services]\r\nACMEBOX=Acme Box\r\n[ACMEBOX]\r\n"), "{}", text(&document));
}

#[test]
fn a_next_version_takes_the_place_of_the_one_before() {
    let mut document = parsed(EXAMPLES);
    assert_eq!(document.merge(&next_box()).unwrap(), Change::Replaced);
    let read = MapiSvc::read(&document).unwrap();
    let names: Vec<_> = read.services.iter().map(|service| service.display_name.as_str()).collect();
    assert_eq!(names, ["Acme Box 2", "Acme Directory", "Acme Wire"]);
    let service = &read.services[0];
    assert_eq!(service.providers.len(), 2);
    assert_eq!(service.providers[0].get(tag(0x6605, PT_LONG)), Some(&7.into()));
    assert_eq!(service.providers[0].get(tag(0x6601, PT_LONG)), None);
    assert_eq!(read.services[1..], MapiSvc::read(&parsed(EXAMPLES)).unwrap().services[1..]);
    document.merge(&acme_box()).unwrap();
    let read = MapiSvc::read(&document).unwrap();
    assert_eq!(read, MapiSvc::read(&parsed(EXAMPLES)).unwrap());
    assert!(!text(&document).contains("_AB]\nPR_DISPLAY_NAME=Acme Box"), "{}", text(&document));
}

#[test]
fn comments_that_somebody_wrote_into_our_sections_outlive_them() {
    let with_note = EXAMPLES.replace("PR_RESOURCE_TYPE=MAPI_STORE", "; moved by Jo\nPR_RESOURCE_TYPE=MAPI_STORE");
    let mut document = parsed(&with_note);
    assert_eq!(document.merge(&acme_box()).unwrap(), Change::Unchanged);
    document.merge(&next_box()).unwrap();
    assert!(text(&document).contains("; moved by Jo\n"), "{}", text(&document));
    document.remove(&next_box()).unwrap();
    assert!(text(&document).contains("; moved by Jo\n"), "{}", text(&document));
    assert!(!text(&document).to_lowercase().contains("acmebox"), "{}", text(&document));
}

#[test]
fn two_services_are_removed_in_either_order() {
    let mut document = parsed(FOREIGN);
    document.merge(&acme_box()).unwrap();
    document.merge(&acme_directory()).unwrap();
    document.remove(&acme_box()).unwrap();
    document.remove(&acme_directory()).unwrap();
    assert_eq!(document.to_bytes(), FOREIGN);
}

#[test]
fn a_name_that_another_service_has_is_refused_and_nothing_is_changed() {
    let foreign = |service: &str| Registration::new(service, "Acme Box", "acmebox.dll").provider(store());
    let extra = "\n[Fresh_MS]\nPR_DISPLAY_NAME=Somebody's\n";
    for (registration, original, why) in [
        (foreign("PAPERBOX"), FOREIGN.to_vec(), "its PR_SERVICE_DLL_NAME is `PAPERBOX.DLL`"),
        (foreign("faxgate_xp"), FOREIGN.to_vec(), "its PR_SERVICE_DLL_NAME is ``"),
        (foreign("Fresh"), [FOREIGN, extra.as_bytes()].concat(), "[Fresh] does not name it"),
        (
            acme_box(),
            EXAMPLES.replace("Providers=ACMEDIR_AB", "Providers=ACMEDIR_AB,ACMEBOX_MS").into_bytes(),
            "[ACMEDIR] is or names it, too",
        ),
    ] {
        let mut document = parsed(&original);
        let error = document.merge(&registration).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        assert_eq!(document.to_bytes(), original);
        if !why.contains("Fresh") {
            assert!(document.remove(&registration).unwrap_err().to_string().contains(why));
        }
    }
}

#[test]
fn a_document_with_sections_twice_or_missing_is_refused_and_nothing_is_changed() {
    for original in [
        "[Services]\n[SERVICES]\n",
        "[X]\n[Y]\n[x]\n",
        "[Services]\nX=X\n",
        "[Services]\nX=X\nx=Y\n[X]\n",
        EXAMPLES.split("[ACMEDIR]").next().unwrap(),
    ] {
        let mut document = parsed(original);
        assert!(document.merge(&acme_box()).is_err(), "{original:?}");
        assert!(document.remove(&acme_box()).is_err(), "{original:?}");
        assert_eq!(text(&document), original);
    }
}

#[test]
fn a_document_with_a_mark_keeps_it() {
    let utf16: Vec<u8> = "\u{FEFF}; Ж\r\n[Services]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for original in [utf16, "\u{FEFF}; Ж\r\n[Services]\n".into()] {
        let mut document = parsed(&original);
        document.merge(&acme_box()).unwrap();
        let shown = MapiSvc::read(&parsed(document.to_bytes())).unwrap().services[0].get(tags::DISPLAY_NAME).cloned();
        assert_eq!(shown, Some("Acme Box".into()));
        document.remove(&acme_box()).unwrap();
        assert_eq!(document.to_bytes(), original);
    }
}
