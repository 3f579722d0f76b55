//! Any file at all: parsed, it is kept byte for byte; merged into and removed from, it is as it
//! was; nothing panics.

use crate::acme::{acme_box, acme_directory, acme_wire};
use proptest::prelude::*;
use proptest::sample::select;
use provider_runtime::registration::{Change, Document, MapiSvc};

/// Pieces of such files, good and bad.
const PIECES: [&[u8]; 36] = [
    b"[Services]",
    b"[services]",
    b"[Default Services]",
    b"[ACMEBOX]",
    b"[AcmeBox_MS]",
    b"[ACMEDIR]",
    b"[A]",
    b"[B]",
    b"[A_MS]",
    b" [C] ; with more",
    b"[",
    b"]",
    b"=",
    b"; a comment",
    b";",
    b" \t",
    b"A=An A",
    b"B=A B",
    b"ACMEBOX=Acme Box",
    b"acmebox = another",
    b"Providers=A_MS",
    b"Providers=ACMEBOX_MS",
    b"Providers = A_MS , B",
    b"PR_SERVICE_DLL_NAME=acmebox.dll",
    b"PR_SERVICE_DLL_NAME=a.dll",
    b"PR_DISPLAY_NAME=\xC4\x81\x8D",
    b"66040003=1e000000",
    b"junk",
    b"\r",
    b"\n",
    b"\n",
    b"\n",
    b"\r\n",
    b"\r\n",
    b"\r\n\r\n",
    b"\0",
];

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(select(PIECES.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

/// Whole lines, so that more of them parse.
fn lines() -> impl Strategy<Value = Vec<u8>> {
    let line = (select(PIECES[..28].to_vec()), select(vec![&b"\n"[..], b"\r\n", b"\n\n"]));
    prop::collection::vec(line.prop_map(|(text, end)| [text, end].concat()), 0..16).prop_map(|lines| lines.concat())
}

fn files() -> impl Strategy<Value = Vec<u8>> {
    let utf16 = |bytes: Vec<u8>| {
        let text = format!("\u{FEFF}{}", String::from_utf8_lossy(&bytes));
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let utf8 = |bytes: Vec<u8>| format!("\u{FEFF}{}", String::from_utf8_lossy(&bytes)).into_bytes();
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        pieces(),
        lines(),
        lines(),
        lines().prop_map(utf16),
        lines().prop_map(utf8),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_parsed_is_kept_byte_for_byte(bytes in files()) {
        if let Ok(document) = Document::parse(&bytes) {
            prop_assert_eq!(document.to_bytes(), bytes);
            let _ = MapiSvc::read(&document);
        }
    }

    #[test]
    fn merged_and_removed_a_document_is_as_it_was(bytes in files()) {
        let Ok(mut document) = Document::parse(&bytes) else { return Ok(()) };
        let Ok(change) = document.merge(&acme_box()) else {
            prop_assert_eq!(document.to_bytes(), bytes);
            return Ok(());
        };
        let merged = document.to_bytes();
        prop_assert_eq!(Document::parse(&merged).map_err(|error| error.to_string()), Ok(document.clone()));
        prop_assert_eq!(document.merge(&acme_box()).unwrap(), Change::Unchanged);
        document.merge(&acme_wire()).unwrap();
        document.remove(&acme_wire()).unwrap();
        prop_assert_eq!(&document.to_bytes(), &merged);
        prop_assert_eq!(document.remove(&acme_box()).unwrap(), Change::Removed);
        if change == Change::Added {
            prop_assert_eq!(document.to_bytes(), bytes);
        }
    }

    #[test]
    fn removing_touches_nothing_if_the_service_is_not_there(bytes in files()) {
        let Ok(mut document) = Document::parse(&bytes) else { return Ok(()) };
        if let Ok(change) = document.remove(&acme_wire()) {
            prop_assert_eq!((change, document.to_bytes()), (Change::Unchanged, bytes));
        }
    }

    /// Whatever order services come and go in, a file that had its services before has them alone
    /// afterwards.
    #[test]
    fn services_come_and_go_in_any_order(order in prop::collection::vec((0_usize..3, any::<bool>()), 0..12)) {
        let all = [acme_box(), acme_directory(), acme_wire()];
        let mut document = Document::parse(crate::acme::FOREIGN).unwrap();
        for (which, merges) in order {
            let registration = &all[which];
            let done = if merges { document.merge(registration) } else { document.remove(registration) };
            done.unwrap();
            prop_assert_eq!(MapiSvc::read(&document).unwrap().service_named(registration.service()).is_some(), merges);
        }
        for registration in &all {
            document.remove(registration).unwrap();
        }
        prop_assert_eq!(document.to_bytes(), crate::acme::FOREIGN);
    }
}
