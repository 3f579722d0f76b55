//! The Maildir transport in a session, linked into the test. Not in its own package: an example's DLL is built with its
//! package's dev-dependencies, and would hold the session. The same facts hold for its file: `tests/dll/tests/maildir.rs`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

#[path = "maildir/facts.rs"]
mod facts;
#[path = "maildir/killed.rs"]
mod killed;
#[path = "maildir/settings.rs"]
mod settings;

use maildir_transport::MaildirTransport;
use provider_runtime::session::{Mapi, Module, Options, Session};

fn start(options: Options) -> Session {
    let module = Module::transport(provider_runtime::transport_entry::<MaildirTransport>());
    let module = module.service(provider_runtime::service_entry::<MaildirTransport>());
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    mapi.log_on(options.link("maildir_transport.dll", module)).unwrap()
}
