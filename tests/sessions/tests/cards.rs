//! The vCard book in a session, linked into the test. Not in its own package: an example's DLL is built with its package's
//! dev-dependencies, and would hold the session. The same facts hold for its file: `tests/dll/tests/cards.rs`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

#[path = "cards/facts.rs"]
mod facts;

use provider_runtime::session::{Mapi, Module, Options, Session};
use vcard_book::VcardBook;

fn start(options: Options) -> Session {
    let module = Module::address_book(provider_runtime::address_book_entry::<VcardBook>());
    let module = module.service(provider_runtime::service_entry::<VcardBook>());
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    mapi.log_on(options.link("vcard_book.dll", module)).unwrap()
}
