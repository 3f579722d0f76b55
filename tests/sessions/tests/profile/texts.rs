//! Profiles as texts: what each error says, and that no text is read half. Files are in
//! `files.rs`.

use provider_runtime::abi::flag::*;
use provider_runtime::session::{Profile, ProfileError, ProviderEntry, Service};
use provider_runtime::{PropTag, PropValue, tags};

fn refused(text: &str) -> String {
    text.parse::<Profile>().unwrap_err().to_string()
}

/// A profile with one service and one provider, and these lines in the provider's section.
fn with_lines(lines: &str) -> String {
    format!(
        "name = \"work\"\n[[service]]\n[service.section]\nPR_SERVICE_NAME = \"NOTES\"\n[[service.provider]]\n\
         [service.provider.section]\nPR_DISPLAY_NAME = \"Home\"\nPR_PROVIDER_DLL_NAME = \"notes.dll\"\n\
         PR_RESOURCE_TYPE = 33\n{lines}\n"
    )
}

fn get(text: &str, tag: u32) -> Option<PropValue> {
    let profile: Profile = with_lines(text).parse().unwrap();
    profile.providers().next().unwrap().get(PropTag(tag)).cloned()
}

#[test]
fn the_tags_type_says_how_a_value_is_read() {
    let cases: [(&str, u32, PropValue); 16] = [
        ("66010001 = \"null\"", 0x6601_0001, PropValue::Null),
        ("66010002 = -7", 0x6601_0002, PropValue::I16(-7)),
        ("66010003 = 30", 0x6601_0003, PropValue::I32(30)),
        ("66010003 = 0x80000001", 0x6601_0003, PropValue::from(0x8000_0001_u32)),
        ("66010004 = 0.5", 0x6601_0004, PropValue::F32(0.5)),
        ("66010005 = -inf", 0x6601_0005, PropValue::F64(f64::NEG_INFINITY)),
        ("66010006 = 12500", 0x6601_0006, PropValue::Currency(12_500)),
        ("66010007 = 2.25", 0x6601_0007, PropValue::AppTime(2.25)),
        ("6601000a = 0x8004010F", 0x6601_000A, PropValue::Error(provider_runtime::Code::NOT_FOUND)),
        ("6601000B = true", 0x6601_000B, PropValue::Bool(true)),
        ("6601000D = \"object\"", 0x6601_000D, PropValue::Object),
        ("66010040 = \"18446744073709551615\"", 0x6601_0040, PropValue::Time(u64::MAX)),
        ("66010048 = \"00112233445566778899aabbccddeeFF\"", 0x6601_0048, {
            PropValue::Guid([
                0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
            ])
        }),
        ("66010102 = \"\"", 0x6601_0102, PropValue::Binary(vec![])),
        ("6601101E = [\"a\", \"b\"]", 0x6601_101E, PropValue::Texts(vec!["a".into(), "b".into()])),
        ("66011102 = [\"00\", \"\"]", 0x6601_1102, PropValue::Binaries(vec![vec![0], vec![]])),
    ];
    for (line, tag, value) in cases {
        assert_eq!(get(line, tag), Some(value), "{line}");
    }
}

/// INF-8
#[test]
fn what_a_text_leaves_out_is_made() {
    let text = "name = \"work\"\n[[service]]\n[service.section]\nPR_SERVICE_NAME = \"NOTES\"\n\
                PR_SERVICE_DLL_NAME = \"notes.dll\"\n[[service.provider]]\n[service.provider.section]\n\
                PR_PROVIDER_DISPLAY = \"Notes store\"\nPR_RESOURCE_TYPE = \"MAPI_AB_PROVIDER\"\n";
    let profile: Profile = text.parse().unwrap();
    let service = &profile.services()[0];
    let entry = &service.providers()[0];
    assert_eq!((service.name(), service.dll(), service.entry_name()), ("NOTES", Some("notes.dll"), None));
    assert_eq!(service.get(tags::DISPLAY_NAME), Some(&"NOTES".into()));
    assert_eq!(service.get(tags::RESOURCE_FLAGS), Some(&0_u32.into()));
    assert_eq!((entry.dll(), entry.kind()), (Some("notes.dll"), Some(MAPI_AB_PROVIDER)));
    assert_eq!(entry.get(tags::DISPLAY_NAME), Some(&"Notes store".into()));
    assert_eq!(entry.get(tags::RESOURCE_FLAGS), Some(&0_u32.into()));
    assert!(service.uid().is_some() && entry.uid().is_some() && service.uid() != entry.uid());
    let again: Profile = text.parse().unwrap();
    assert_ne!(again.services()[0].uid(), service.uid());
}

#[test]
fn names_stand_where_there_is_one() {
    let entry = ProviderEntry::store("Home").with(PropTag(0x6601_0003), 30);
    let text = Profile::empty("work").service(Service::named("NOTES", "notes.dll").provider(entry)).to_text().unwrap();
    for line in
        ["PR_SERVICE_ENTRY_NAME = \"ServiceEntry\"", "PR_RESOURCE_TYPE = \"MAPI_STORE_PROVIDER\"", "66010003 = 30"]
    {
        assert!(text.lines().any(|other| other == line), "{line} in {text}");
    }
}

#[test]
fn a_text_that_is_no_profile_is_refused_with_line_and_column() {
    let cases = [
        ("", "profile: line 1, column 1: missing field `name`"),
        ("name = \"work", "profile: line 1, column 13: invalid basic string, expected `\"`"),
        ("name = \"a\"\nname = \"b\"", "profile: line 2, column 1: duplicate key"),
        ("name = \"a\"\nPR_DISPLAY_NAME = 1", {
            "profile: line 2, column 1: unknown field `PR_DISPLAY_NAME`, expected `name` or `service`"
        }),
        ("name = 7", "profile: line 1, column 8: invalid type: integer `7`, expected a string"),
        ("name = \"a\"\n[[service]]\nsections = {}", {
            "profile: line 3, column 1: unknown field `sections`, expected `section` or `provider`"
        }),
        ("name = \"a\"\n[[service]]\n", "profile: line 2, column 1: missing field `section`"),
    ];
    for (text, error) in cases {
        assert_eq!(refused(text), error, "{text}");
    }
}

#[test]
fn a_property_that_is_not_right_is_refused_with_its_key() {
    let number = "needs a whole number from -2147483648 to 4294967295";
    let float = "needs a float such as 1.0 up to 3.4e38, or its bits as \"0x\" and 8 hex digits";
    let hex = "needs a text of hex digits, two for each byte";
    let cases = [
        ("PR_COLOUR = 1", "PR_COLOUR: neither eight hex digits nor a name that is known here".into()),
        ("+6010003 = 1", "line 10, column 1".into()),
        ("66010003 = \"30\"", "66010003: needs a whole number".into()),
        ("66010003 = 4294967296", format!("66010003: {number}")),
        ("66010002 = 40000", "66010002: needs a whole number from -32768 to 32767".into()),
        ("66010004 = 1e39", format!("66010004: {float}")),
        ("66010004 = \"0x7fc000000\"", format!("66010004: {float}")),
        ("66010005 = 1", "66010005: needs a float such as 1.0, or its bits as \"0x\" and 16 hex digits".into()),
        ("6601000B = 1", "6601000B: needs true or false".into()),
        ("6601001F = 1", "6601001F: needs a text".into()),
        ("66010014 = 1.0", "66010014: needs a whole number".into()),
        ("66010040 = -1", "66010040: needs a whole number that is not negative, as a text if it is above 2^63".into()),
        ("66010048 = \"00\"", "66010048: needs a text of 32 hex digits".into()),
        ("66010102 = \"123\"", format!("66010102: {hex}")),
        ("66010102 = \"12é\"", format!("66010102: {hex}")),
        ("66011003 = 1", "66011003: needs an array".into()),
        ("66011003 = [1, true]", "66011003: needs a whole number".into()),
        ("66010000 = 1", "66010000: the last four digits are no type that a profile can hold".into()),
        ("66010001 = \"\"", "66010001: needs \"null\"".into()),
        ("66010003 = 1\n6601001F = \"\"", "6601001F: another key has the same property id".into()),
        ("3001001F = \"twice\"", "3001001F: another key has the same property id".into()),
        ("3009001F = \"\"", "3009001F: PR_RESOURCE_FLAGS has another type, 0003".into()),
        ("PR_RESOURCE_FLAGS = \"MAPI_STORE_PROVIDER\"", "PR_RESOURCE_FLAGS: needs a whole number".into()),
        ("PR_PROVIDER_UID = \"00\"", "PR_PROVIDER_UID: needs 16 bytes".into()),
        ("67F1001F = \"hunter2\"", {
            "67F1001F: a secure property, which belongs in the file beside this one, `.secure` behind its name".into()
        }),
    ];
    for (line, error) in cases {
        let refused = refused(&with_lines(line));
        let expected =
            if error.starts_with("line") { error } else { format!("profile: service 1, provider 1: {error}") };
        assert!(refused == expected || refused.starts_with(&format!("profile: {expected}: ")), "{line}: {refused}");
    }
}

#[test]
fn a_provider_that_cannot_be_found_or_loaded_is_refused() {
    let section = "name = \"a\"\n[[service]]\n[service.section]\nPR_SERVICE_NAME = \"S\"\n[[service.provider]]\n";
    let own = "[service.provider.section]\n";
    let cases = [
        (String::new(), "needs either `section` or `without_section`"),
        (format!("{own}[service.provider.without_section]\n"), "needs either `section` or `without_section`"),
        ("[service.provider.without_section]\n66010003 = 1\n".into(), "66010003: has no place without a section"),
        (own.into(), "PR_PROVIDER_DLL_NAME: is missing, and the service has no PR_SERVICE_DLL_NAME"),
        (format!("{own}PR_PROVIDER_DLL_NAME = \"x.dll\"\n"), "PR_RESOURCE_TYPE: is missing"),
        (format!("{own}PR_PROVIDER_DLL_NAME = \"x.dll\"\nPR_RESOURCE_TYPE = 33\n"), {
            "PR_PROVIDER_DISPLAY: is missing, and so is PR_DISPLAY_NAME"
        }),
    ];
    for (lines, error) in cases {
        assert_eq!(refused(&format!("{section}{lines}")), format!("profile: service 1, provider 1: {error}"));
    }
    let nameless = refused("name = \"a\"\n[[service]]\n[service.section]\n");
    assert_eq!(nameless, "profile: service 1: PR_SERVICE_NAME: is missing");
}

#[test]
fn a_profile_that_could_not_be_read_again_is_not_written() {
    let notes = || Service::named("NOTES", "notes.dll");
    let home = ProviderEntry::store("Home");
    let uid = home.uid().unwrap();
    let twin = ProviderEntry::store("Twin").with(tags::PROVIDER_UID, uid.as_slice());
    let cases = [
        (notes().with(tags::SERVICE_UID::ID, "none"), "service 1: PR_SERVICE_UID: needs 16 bytes"),
        (notes().provider(home.clone()).provider(twin), "service 1, provider 2: PR_PROVIDER_UID: that of another one"),
        (
            notes().with(tags::RESOURCE_FLAGS::ID, "none"),
            "service 1: 3009001F: PR_RESOURCE_FLAGS has another type, 0003",
        ),
        (notes().with(tags::SERVICE_NAME::ID, 1), "service 1: PR_SERVICE_NAME: is missing"),
    ];
    for (service, error) in cases {
        let refused = Profile::empty("work").service(service).to_text().unwrap_err();
        assert_eq!(refused.to_string(), format!("profile: {error}"));
        assert!(matches!(refused, ProfileError::Content { .. }));
    }
}

/// The tour fills in the paths.
#[test]
fn the_sample_of_the_tour_is_a_profile_of_all_three_kinds() {
    let profile: Profile = include_str!("../../../../examples/tour/sample/profile.toml").parse().unwrap();
    let text = |entry: &ProviderEntry| entry.get(tags::DISPLAY_NAME).and_then(|name| Some(name.as_text()?.to_owned()));
    let providers: Vec<_> =
        profile.providers().map(|entry| (text(entry).unwrap(), entry.dll().unwrap().to_owned())).collect();
    let named = |name: &str, dll: &str| (name.to_owned(), dll.to_owned());
    let home = named("Home", "notes_store.dll");
    let work = named("Work", "notes_store.dll");
    let friends = named("Friends", "vcard_book.dll");
    let mail = named("Mail", "maildir_transport.dll");
    assert_eq!(providers, [home, work, friends, mail]);
}

/// No text takes a frame of the stack for each of its brackets or dots.
#[test]
fn a_text_of_great_depth_is_refused() {
    for (open, close) in [("66011003 = ", ""), ("a", " = 1"), ("[a", "]"), ("[[service.a", "]]")] {
        for part in ["[", "{a=", ".a"] {
            refused(&with_lines(&format!("{open}{}{close}", part.repeat(200_000))));
        }
    }
}
