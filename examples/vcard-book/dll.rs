//! The DLL of the vCard book: its entry points, and nothing else.
provider_runtime::export!(address_book: vcard_book::VcardBook);
