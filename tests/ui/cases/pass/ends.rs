//! Everything that may stand after `with`, and a field that waits for another.
#![deny(warnings)]
use provider_runtime::prelude::*;
use std::io;

#[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11")]
struct NotesStore {
    #[teardown(after = outbox, with = Notes::close)]
    notes: Notes,
    #[teardown(with = <Outbox as Drain>::drain)]
    outbox: Outbox,
    #[teardown(with = self::ended::<u8>)]
    index: Vec<u8>,
    #[teardown(with = ENDED)]
    cache: String,
}

struct Notes;
impl Notes {
    fn close(self) -> Result<()> { Ok(()) }
}

struct Outbox;
trait Drain: Sized {
    fn drain(self) -> io::Result<()> { Ok(()) }
}
impl Drain for Outbox {}

fn ended<T>(_: Vec<T>) {}
const ENDED: fn(String) -> std::result::Result<(), &'static str> = |_| Ok(());

impl StoreProvider for NotesStore {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
}

fn main() {
    let _ = |notes, outbox, index, cache| NotesStore { notes, outbox, index, cache };
    let plan = <NotesStore as provider_runtime::__private::Declared>::PLAN;
    let with = ["<Outbox as Drain>::drain", "Notes::close", "self::ended::<u8>", "ENDED"];
    assert!(plan.iter().map(|end| end.with).eq(with.map(Some)));
}
