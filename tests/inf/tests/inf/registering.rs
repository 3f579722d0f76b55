//! From declarations to sections: the specification's examples word for word, and whatever MAPI
//! would misread refused.

use crate::acme::{AcmeBox, AcmeDirectory, EXAMPLES, acme_box, acme_directory, acme_wire, store, tag};
use provider_runtime::abi::flag::*;
use provider_runtime::registered_provider;
use provider_runtime::registration::{Document, InfError, MapiSvc, Registration};
use provider_runtime::{Code, PropTag, PropValue, Property, tags};

/// What is refused, with the rule.
fn refusal(registration: &Registration) -> String {
    let error = registration.sections().unwrap_err();
    assert!(matches!(error, InfError::Refused { .. }), "{error}");
    assert!(Document::default().merge(registration).is_err());
    error.to_string()
}

fn with_dll(dll: &str) -> Registration {
    Registration::new("ACMEBOX", "Acme Box", dll).provider(store())
}

fn with_property(tag: PropTag, value: impl Into<PropValue>) -> Registration {
    let property = Property { tag, value: value.into() };
    Registration::new("ACMEBOX", "Acme Box", "acmebox.dll").provider(store().property(property))
}

/// INF-3 to INF-8, INF-12.
#[test]
fn the_specifications_examples_come_from_their_declarations_word_for_word() {
    let mut document = Document::default();
    for registration in [acme_box(), acme_directory(), acme_wire()] {
        document.merge(&registration).unwrap();
        let (_, sections) = registration.text().map(|text| text.split_once("\n\n").map(own)).unwrap().unwrap();
        assert!(EXAMPLES.contains(&sections), "{sections}");
    }
    let examples = Document::parse(EXAMPLES.as_bytes()).unwrap();
    assert_eq!(MapiSvc::read(&document).unwrap(), MapiSvc::read(&examples).unwrap());
}

fn own((head, sections): (&str, &str)) -> (String, String) {
    (head.into(), sections.into())
}

/// INF-8: all five keys, also of a provider of which nothing but its declaration is known.
#[test]
fn a_provider_has_all_five_keys_and_a_store_its_uid() {
    let sections = with_dll("acmebox.dll").sections().unwrap();
    let entries: Vec<_> = sections[1].entries.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let wanted = [
        "PR_DISPLAY_NAME=Acme Box",
        "PR_PROVIDER_DISPLAY=Acme Box Message Store",
        "PR_PROVIDER_DLL_NAME=acmebox.dll",
        "PR_RESOURCE_TYPE=MAPI_STORE_PROVIDER",
        "PR_RESOURCE_FLAGS=STATUS_NO_PRIMARY_IDENTITY",
        "34140102=6b1f0c52d7a84e0f9a3cc4517be20d91",
    ];
    assert_eq!(entries, wanted);
}

/// INF-3, INF-11: shared data stands in the service's section, once.
#[test]
fn a_service_of_two_providers_lists_both_and_holds_what_they_share() {
    let registration = Registration::new("ACME", "Acme", "acme.dll")
        .provider(registered_provider::<AcmeBox>())
        .provider(registered_provider::<AcmeDirectory>().flags(STATUS_PRIMARY_IDENTITY))
        .flags(SERVICE_SINGLE_COPY)
        .shared(Property::new(tag(0x6610, PT_BINARY), vec![0_u8, 0xA1]));
    let text = registration.text().unwrap();
    assert!(text.contains("\nProviders=ACME_MS,ACME_AB\n"), "{text}");
    assert!(text.contains("PR_RESOURCE_FLAGS=SERVICE_SINGLE_COPY|SERVICE_PRIMARY_IDENTITY\n66100102=00a1\n"), "{text}");
}

/// T-88 (INF-9).
#[test]
fn a_dll_name_that_mapi_would_take_apart_elsewhere_is_refused() {
    for good in ["acmebox.dll", r"C:\Program Files\Acme\acmebox.dll", r"\\server\share\Box.DLL", "Bücher.dll"] {
        assert!(with_dll(good).sections().is_ok(), "{good}");
    }
    for (bad, why) in [
        (r"c:\my.path\x.dll", "a second period"),
        (r"c:\mypath\my.x.dll", "a second period"),
        ("acmebox32.dll", "ends in `32`"),
        (r"c:\acme\ACMEBOX32.DLL", "ends in `32`"),
        ("acmebox", "no suffix"),
        (r"c:\my.path\acmebox", "no suffix"),
        ("acmebox.exe", "not `.dll`"),
        (".dll", "not `.dll`"),
        ("", "no suffix"),
        ("книги.dll", "ANSI code page"),
        ("acme\nbox.dll", "one line"),
        ("acme,box.dll", "separates names"),
        (r"bin\acmebox.dll", "full path"),
        ("c:acmebox.dll", "no file name"),
        (" acmebox.dll", "blank"),
    ] {
        let refusal = refusal(&with_dll(bad));
        let rules = ["INF-9", "INF-4", "INF-5"];
        assert!(refusal.contains(why) && rules.iter().any(|rule| refusal.contains(rule)), "{bad:?}: {refusal}");
    }
}

/// INF-2, INF-3.
#[test]
fn a_section_name_that_would_end_early_or_is_taken_is_refused() {
    for (bad, rule) in [
        ("", "INF-2"),
        ("ACME]BOX", "INF-2"),
        ("ACME=BOX", "INF-2"),
        ("[ACME", "INF-2"),
        (";ACME", "INF-2"),
        ("services", "INF-2"),
        ("Default Services", "INF-2"),
        ("ACME,BOX", "INF-3"),
        ("ACME\r\nBOX", "INF-4"),
        (" ACME", "INF-5"),
        ("АКМЕ", "INF-9"),
    ] {
        let refusal = refusal(&Registration::new(bad, "Acme Box", "acmebox.dll").provider(store()));
        assert!(refusal.contains(&format!("({rule})")), "{bad:?}: {refusal}");
    }
}

/// INF-4, INF-5.
#[test]
fn a_text_that_would_not_be_read_back_is_refused() {
    let text = tag(0x6601, PT_UNICODE);
    for (bad, rule) in [
        ("two\nlines", "INF-4"),
        ("one\rline", "INF-4"),
        ("zero\0", "INF-4"),
        (" a blank", "INF-5"),
        ("a blank\t", "INF-4"),
        ("\"quoted\"", "INF-5"),
        ("'quoted'", "INF-5"),
        ("snow ☃", "INF-9"),
    ] {
        let refusal = refusal(&with_property(text, bad));
        assert!(refusal.starts_with("6601001e: ") && refusal.contains(rule), "{bad:?}: {refusal}");
        let refusal = super::registering::refusal(&Registration::new("A", bad, "a.dll").provider(store()));
        assert!(refusal.starts_with("PR_DISPLAY_NAME of [A]: ") && refusal.contains(rule), "{bad:?}: {refusal}");
    }
    assert!(with_property(text, r#"a=b ] [c] ; "d" é"#).sections().is_ok());
}

/// CFG-5, INF-6, INF-11, INF-13; types by INF-4; each id once.
#[test]
fn a_property_that_has_no_place_in_the_file_is_refused() {
    let number = |id| tag(id, PT_LONG);
    for (registration, rule) in [
        (with_property(tag(0x67F0, PT_UNICODE), "secret"), "CFG-5, INF-11"),
        (with_property(tag(0x67FF, PT_BINARY), vec![1_u8]), "CFG-5, INF-11"),
        (with_property(tags::SERVICE_UID::ID, vec![1_u8; 16]), "INF-6"),
        (with_property(tags::PROVIDER_UID::ID, vec![1_u8; 16]), "INF-6"),
        (with_property(tags::STATUS_CODE::ID, 1), "INF-13"),
        (with_property(tags::RESOURCE_FLAGS::ID, 1), "INF-8"),
        (with_property(tags::PROVIDER_DLL_NAME::ID, "other.dll"), "INF-8"),
        (with_property(tags::MDB_PROVIDER::ID, vec![1_u8; 16]), "INF-4"),
        (with_property(number(0x6601), "a text"), "INF-4"),
        (with_property(tag(0x6601, PT_UNICODE), 1), "INF-4"),
        (with_property(tag(0x6601, PT_BOOLEAN), true), "INF-4"),
        (with_property(tag(0x6601, PT_ERROR), Code::NOT_FOUND), "INF-4"),
    ] {
        let refusal = refusal(&registration);
        assert!(refusal.contains(&format!("({rule})")), "{refusal}");
    }
    let twice = store().property(Property::new(number(0x6601), 1)).property(Property::new(number(0x6601), "one"));
    let refusal = refusal(&Registration::new("ACMEBOX", "Acme Box", "acmebox.dll").provider(twice));
    assert!(refusal.contains("twice") && refusal.contains("INF-4"), "{refusal}");
}

/// INF-5: longs are low byte first, bits included.
#[test]
fn a_long_is_written_low_byte_first() {
    for (number, text) in [(30, "1e000000"), (-1, "ffffffff"), (0x0102_0304, "04030201")] {
        let sections = with_property(tag(0x6604, PT_LONG), number).sections().unwrap();
        assert_eq!(sections[1].entries.last().unwrap(), &("66040003".into(), text.into()));
    }
}

/// INF-12, LOAD-6, INF-3, INF-5.
#[test]
fn flags_that_contradict_each_other_and_kinds_twice_are_refused() {
    let plain = || Registration::new("ACMEBOX", "Acme Box", "acmebox.dll");
    for (registration, rule) in [
        (plain(), "INF-3"),
        (plain().provider(store()).provider(store()), "LOAD-6"),
        (plain().provider(store()).flags(SERVICE_PRIMARY_IDENTITY), "INF-12"),
        (plain().provider(store()).flags(SERVICE_PRIMARY_IDENTITY | SERVICE_NO_PRIMARY_IDENTITY), "INF-12"),
        (plain().provider(store().flags(STATUS_PRIMARY_IDENTITY)).flags(SERVICE_NO_PRIMARY_IDENTITY), "INF-12"),
        (plain().provider(store().flags(STATUS_PRIMARY_IDENTITY | STATUS_NO_PRIMARY_IDENTITY)), "INF-12"),
        (plain().provider(store()).flags(0x8000_0000), "INF-5"),
        (plain().provider(store().flags(0x0010_0000)), "INF-5"),
        (plain().provider(store().flags(0)), "INF-5"),
    ] {
        let refusal = refusal(&registration);
        assert!(refusal.contains(&format!("({rule})")), "{rule}: {refusal}");
    }
}
