//! What the macro writes for a store, to the letter: compared with `notes_store.written.rs`.

use quote::quote;

const KEPT: &str = include_str!("notes_store.written.rs");

fn notes_store() -> String {
    let args = quote!(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11", shared = Pool);
    let item = quote! {
        /// A message store kept in one SQLite file.
        pub struct NotesStore {
            #[teardown(after = outbox, with = Notes::close)]
            notes: Notes,
            #[cfg(unix)]
            #[teardown(with = Outbox::drain)]
            outbox: Outbox,
            support: Support<Self>,
        }
    };
    prettyplease::unparse(&syn::parse2(crate::declare(args, item)).unwrap())
}

#[test]
fn a_store_is_written_as_the_file_shows() {
    let (head, kept) = KEPT.split_once("\n\n").unwrap();
    assert!(head.starts_with("//! "));
    let written = notes_store();
    assert_eq!(written, kept, "if this is meant, keep it in notes_store.written.rs:\n\n{written}");
}

#[test]
fn about_thirty_lines_are_written_beside_the_item() {
    let written = notes_store();
    let (_, beside) = written.split_once("\n}\n").unwrap();
    let lines = beside.lines().count();
    assert!((25..=40).contains(&lines), "{lines} lines:\n{beside}");
}

#[test]
fn what_the_runtime_does_is_not_written() {
    let written = notes_store();
    // `#![forbid(unsafe_code)]` holds in the author's crate.
    assert!(!written.contains("unsafe") && !written.contains("extern"));
    // What decides, repeats or defers can be a generic function.
    assert!(!["if ", "match ", "for (", "while ", "loop ", "|"].iter().any(|decides| written.contains(decides)));
    // rustc does not know the author's own attribute.
    assert!(!written.contains("teardown"));
    // A field after `..` would end without a wall of its own.
    assert!(!written.contains(".."));
    // Vtables and counts would repeat every error of the author's.
    assert!(!written.to_lowercase().contains("vtable") && !written.contains("Atomic"));
}

/// With anything else in front, an author's module could be meant.
#[test]
fn every_path_of_ours_begins_at_a_crate() {
    let written = notes_store();
    let paths: Vec<_> = written.match_indices(" ::").chain(written.match_indices("[::")).collect();
    assert!(paths.len() > 10);
    for (at, _) in paths {
        let path = &written[at + 1..];
        assert!(path.starts_with("::provider_runtime::__private::") || path.starts_with("::core::"), "{path}");
    }
    for ours in ["__private::", "core::"] {
        let begun = if ours == "core::" { "::" } else { "::provider_runtime::" };
        assert!(written.match_indices(ours).all(|(at, _)| written[..at].ends_with(begun)), "{written}");
    }
}

/// A kind is one word of the data, and the classes of that word.
#[test]
fn every_kind_is_written_as_a_store_but_for_its_kind() {
    let of = |kind: &str| {
        let args = quote!(kind = #kind, name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11");
        crate::declare(
            args,
            quote!(
                pub struct Notes {
                    support: Support<Self>,
                }
            ),
        )
        .to_string()
    };
    let book = of("address_book");
    assert!(book.contains("kind :: AddressBook") && book.contains("address_book_classes !"), "{book}");
    assert_eq!(book.replace("AddressBook", "Store").replace("address_book", "store"), of("store"));
    let transport = of("transport");
    assert!(transport.contains("kind :: Transport") && transport.contains("transport_classes !"), "{transport}");
    assert_eq!(transport.replace("Transport", "Store").replace("transport", "store"), of("store"));
}
