//! Declarations that a macro of the author's writes.
#![deny(warnings)]
use provider_runtime::prelude::*;

macro_rules! store {
    ($visibility:vis $name:ident, $shown:literal, $field:ident: $type:ty, $with:path, $last:expr) => {
        #[mapi_provider(kind = "store", name = $shown, uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11", shared = ())]
        $visibility struct $name {
            #[teardown(after = last, with = $with)]
            $field: $type,
            #[teardown(with = $last)]
            last: $type,
        }
    };
}
store!(pub(crate) NotesStore, "Notes", notes: Vec<u8>, std::mem::drop, drop);

impl StoreProvider for NotesStore {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
}

fn main() {
    let plan = <NotesStore as provider_runtime::__private::Declared>::PLAN;
    let ends = plan.iter().map(|end| (end.field, end.with));
    assert!(ends.eq([("last", Some("drop")), ("notes", Some("std::mem::drop"))]));
}
